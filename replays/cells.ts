import { isFloatColumn, type Layout } from './layout.js'
import { FIRST_VALUES } from './streams.js'
import {
  type ByteReader,
  type ByteWriter,
  readBytes,
  readSigned,
  readVarint,
  refuse,
  room,
  writeSigned,
  writeVarint,
  zigzag,
} from './varint.js'

/**
 * How values have been written so far in a group. An integer can be the step from its cell's old value, the value itself,
 * or the step from the column's last written value; what would have been shortest so far is used next, so that both sides
 * choose alike without a word.
 */
export interface CellMemory {
  readonly isFloat: readonly boolean[]
  readonly scales: Float64Array
  /** By column: the last integer. */
  readonly last: Int32Array
  /** By column: bits that each of the three ways would have taken, with a start in favour of the likely one. */
  readonly costs: Int32Array
  /** What they begin with. */
  readonly start: Int32Array
}

/** Takes what a frame changed, in the order in which it was written. */
export interface CellTaker {
  cell(column: number, entity: number, value: number, cause: number): void
  row(table: number, entity: number, key: number, tag: number, value: number, cause: number): void
}

const STEP = 0
const PLAIN = 1
const SERIES = 2
const WAYS = 3

export function cellMemory(layout: Layout): CellMemory {
  const fresh = memories.get(layout) ?? newMemory(layout)
  memories.set(layout, fresh)
  const costs = fresh.start.slice()
  return { ...fresh, last: new Int32Array(layout.columns.length), costs }
}

/** What groups of one layout begin with: most of it never changes. */
const memories = new WeakMap<Layout, CellMemory>()

function newMemory({ columns }: Layout): CellMemory {
  const costs = new Int32Array(columns.length * WAYS)
  columns.forEach(({ kind }, i) => {
    const isName = kind === 'enum' || kind === 'ref' || kind === 'str' || kind === 'bool'
    costs[i * WAYS + (isName ? STEP : PLAIN)] = 1
    costs[i * WAYS + SERIES] = 1
  })
  return {
    isFloat: columns.map(isFloatColumn),
    scales: Float64Array.from(columns, (c) => c.scale ?? 1),
    last: new Int32Array(columns.length),
    costs,
    start: costs.slice(),
  }
}

/** Forgets what was written. */
export function forgetCells({ costs, start, last }: CellMemory): void {
  costs.set(start)
  last.fill(0)
}

function wayOf({ costs }: CellMemory, column: number): number {
  const i = column * WAYS
  const step = costs[i + STEP]!
  const plain = costs[i + PLAIN]!
  const series = costs[i + SERIES]!
  if (step <= plain && step <= series) return STEP
  return plain <= series ? PLAIN : SERIES
}

function learn({ costs, last }: CellMemory, column: number, value: number, old: number): void {
  const i = column * WAYS
  costs[i + STEP]! += bitsOf(value - old)
  costs[i + PLAIN]! += bitsOf(value)
  costs[i + SERIES]! += bitsOf(value - last[column]!)
  last[column] = value
}

const bitsOf = (value: number): number => 32 - Math.clz32(zigzag(value | 0))

/** Writes the new value of a cell into its column's stream. */
export function writeCell(
  streams: readonly ByteWriter[],
  memory: CellMemory,
  column: number,
  value: number,
  old: number,
): void {
  const w = streams[FIRST_VALUES + column]!
  if (memory.isFloat[column] === true) {
    writeFloat(w, value, old, memory.scales[column]!)
    return
  }
  const way = wayOf(memory, column)
  const from = way === STEP ? old : way === PLAIN ? 0 : memory.last[column]!
  writeSigned(w, (value - from) | 0)
  learn(memory, column, value, old)
}

/** @param old the cell's value before */
export function readCell(
  streams: readonly ByteReader[],
  memory: CellMemory,
  column: number,
  old: number,
): number {
  const r = streams[FIRST_VALUES + column]!
  if (memory.isFloat[column] === true) return readFloat(r, old, memory.scales[column]!)
  const way = wayOf(memory, column)
  const from = way === STEP ? old : way === PLAIN ? 0 : memory.last[column]!
  const value = (readSigned(r) + from) | 0
  learn(memory, column, value, old)
  return value
}

/**
 * Writes the new values of many cells of one column in one way, learning from the last alone.
 * @param olds the column before @param values those of the cells, beginning at `from`
 */
export function writeCells(
  streams: readonly ByteWriter[],
  memory: CellMemory,
  column: number,
  ids: Int32Array,
  olds: Int32Array | Float64Array,
  values: Float64Array,
  from: number,
): void {
  const w = streams[FIRST_VALUES + column]!
  const oldOf = (i: number): number => (ids[i]! < olds.length ? olds[ids[i]!]! : 0)
  if (memory.isFloat[column] === true) {
    const scale = memory.scales[column]!
    for (let i = 0; i < ids.length; i++) writeFloat(w, values[from + i]!, oldOf(i), scale)
    return
  }
  const way = wayOf(memory, column)
  let last = memory.last[column]!
  for (let i = 0; i < ids.length; i++) {
    const value = values[from + i]!
    writeSigned(w, (value - (way === STEP ? oldOf(i) : way === PLAIN ? 0 : last)) | 0)
    last = value
  }
  learn(memory, column, last, oldOf(ids.length - 1))
}

/** @returns the values of the cells */
export function readCells(
  streams: readonly ByteReader[],
  memory: CellMemory,
  column: number,
  ids: Int32Array,
  olds: Int32Array | Float64Array,
): Float64Array {
  const r = streams[FIRST_VALUES + column]!
  const values = new Float64Array(ids.length)
  const oldOf = (i: number): number => (ids[i]! < olds.length ? olds[ids[i]!]! : 0)
  if (memory.isFloat[column] === true) {
    const scale = memory.scales[column]!
    for (let i = 0; i < ids.length; i++) values[i] = readFloat(r, oldOf(i), scale)
    return values
  }
  const way = wayOf(memory, column)
  let last = memory.last[column]!
  for (let i = 0; i < ids.length; i++) {
    const from = way === STEP ? oldOf(i) : way === PLAIN ? 0 : last
    last = (readSigned(r) + from) | 0
    values[i] = last
  }
  learn(memory, column, last, oldOf(ids.length - 1))
  return values
}

const scratch = new DataView(new ArrayBuffer(16))
const scratchBytes = new Uint8Array(scratch.buffer)

/**
 * A float: 1 + the zigzag step between whole multiples of 1 / scale where both values are such; else 0 and the value's
 * bits XOR the old value's, high byte first.
 */
function writeFloat(w: ByteWriter, value: number, old: number, scale: number): void {
  const step = value * scale - old * scale
  if (isStep(value, scale) && isStep(old, scale) && Math.abs(step) < 0x40000000) {
    writeVarint(w, zigzag(step) + 1)
    return
  }
  writeVarint(w, 0)
  scratch.setFloat64(0, value)
  scratch.setFloat64(8, old)
  room(w, 8)
  for (let i = 0; i < 8; i++) w.bytes[w.length + i] = scratchBytes[i]! ^ scratchBytes[i + 8]!
  w.length += 8
}

/** A whole number of 1 / scale that fits 32 bits; -0 is none. */
function isStep(value: number, scale: number): boolean {
  const scaled = value * scale
  return scaled === (scaled | 0) && (scaled !== 0 || 1 / scaled > 0)
}

function readFloat(r: ByteReader, old: number, scale: number): number {
  const head = readVarint(r)
  if (head > 0) {
    const zigzagged = head - 1
    const step = (zigzagged >>> 1) ^ -(zigzagged & 1)
    return (old * scale + step) / scale
  }
  const bits = readBytes(r, 8)
  scratch.setFloat64(8, old)
  for (let i = 0; i < 8; i++) scratchBytes[i] = bits[i]! ^ scratchBytes[i + 8]!
  return scratch.getFloat64(0)
}

/** A pair row's tag and value: tag × 2, plus 1 for a value that is no whole number of 32 bits; a row that went has no value. */
export function writeRowValue(w: ByteWriter, tag: number, value: number): void {
  const isWhole = Object.is(value | 0, value)
  writeVarint(w, tag * 2 + (isWhole ? 0 : 1))
  if (tag === 0) return
  if (isWhole) writeSigned(w, value)
  else writeFloat(w, value, 0, 1)
}

export function readRowValue(r: ByteReader): { readonly tag: number; readonly value: number } {
  const head = readVarint(r)
  const tag = head >> 1
  if (head > 511) return refuse(r, `tag ${tag}`)
  if (tag === 0) return { tag, value: 0 }
  return { tag, value: (head & 1) === 0 ? readSigned(r) : readFloat(r, 0, 1) }
}
