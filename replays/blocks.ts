import type { CellsByCause } from './by-cause.js'
import { type CellTaker, readCells, readRowValue, writeCells, writeRowValue } from './cells.js'
import type { Coding } from './coding.js'
import { KEY_MAX } from './rows.js'
import { FIRST_VALUES, STREAM } from './streams.js'
import type { StateTables } from './tables.js'
import {
  type ByteReader,
  type ByteWriter,
  checkEntity,
  readCount,
  readVarint,
  refuse,
  remaining,
  writeVarint,
} from './varint.js'

/** Cells of one cause and column, or pair table, that stand together. */
interface Run {
  readonly cause: number
  readonly column: number
  readonly from: number
  readonly to: number
}

/** Writes what causes with many cells changed: a block for each column of each, then one for each table. */
export function writeBlocks(
  streams: readonly ByteWriter[],
  coding: Coding,
  cells: CellsByCause,
  causes: readonly number[],
  tables: StateTables,
): void {
  const columns = coding.layout.columns.length
  const frames = streams[STREAM.frames]!
  const runs = runsOf(cells, causes)
  const ofColumns = runs.filter((run) => run.column < columns)
  writeVarint(frames, ofColumns.length)
  for (const run of ofColumns) writeColumnBlock(streams, coding, cells, run, tables)
  writeVarint(frames, runs.length - ofColumns.length)
  for (const run of runs) if (run.column >= columns) writeRowBlock(streams, coding, cells, run)
}

/** @param causes how many the frame has */
export function readBlocks(
  streams: readonly ByteReader[],
  coding: Coding,
  causes: number,
  tables: StateTables,
  taker: CellTaker,
): void {
  const frames = streams[STREAM.frames]!
  for (let left = readCount(frames); left > 0; left--)
    readColumnBlock(streams, coding, causes, tables, taker)
  for (let left = readCount(frames); left > 0; left--) readRowBlock(streams, coding, causes, taker)
}

function runsOf({ starts, columns }: CellsByCause, causes: readonly number[]): Run[] {
  const runs: Run[] = []
  for (const cause of causes) {
    const end = starts[cause + 1]!
    for (let from = starts[cause]!; from < end; ) {
      const column = columns[from]!
      let to = from + 1
      while (to < end && columns[to] === column) to += 1
      runs.push({ cause, column, from, to })
      from = to
    }
  }
  return runs
}

function writeColumnBlock(
  streams: readonly ByteWriter[],
  { memory, blocks }: Coding,
  cells: CellsByCause,
  { cause, column, from, to }: Run,
  tables: StateTables,
): void {
  const frames = streams[STREAM.frames]!
  const ids = cells.entities.slice(from, to)
  const isAsBefore = sameNumbers(ids, blocks[column])
  writeVarint(frames, column)
  writeVarint(frames, cause)
  writeVarint(frames, isAsBefore ? 0 : ids.length)
  if (!isAsBefore) writeGaps(streams[STREAM.blocks]!, ids)
  blocks[column] = ids
  writeCells(streams, memory, column, ids, tables.columns[column]!, cells.values, from)
}

function readColumnBlock(
  streams: readonly ByteReader[],
  { layout, memory, blocks }: Coding,
  causes: number,
  tables: StateTables,
  taker: CellTaker,
): void {
  const frames = streams[STREAM.frames]!
  const column = readVarint(frames)
  const cause = readVarint(frames)
  const n = readVarint(frames)
  if (column >= layout.columns.length || cause >= causes) {
    refuse(frames, `a block of column ${column} by cause ${cause}`)
  }
  const ids = n === 0 ? blocks[column] : readGaps(streams[STREAM.blocks]!, n)
  const values = streams[FIRST_VALUES + column]!
  if (ids === undefined || ids.length > remaining(values)) refuse(values, 'too few values')
  blocks[column] = ids
  const read = readCells(streams, memory, column, ids, tables.columns[column]!)
  for (let i = 0; i < ids.length; i++) taker.cell(column, ids[i]!, read[i]!, cause)
}

function writeRowBlock(
  streams: readonly ByteWriter[],
  { layout }: Coding,
  cells: CellsByCause,
  { cause, column, from, to }: Run,
): void {
  const frames = streams[STREAM.frames]!
  const gaps = streams[STREAM.blocks]!
  writeVarint(frames, column - layout.columns.length)
  writeVarint(frames, cause)
  writeVarint(frames, to - from)
  let entity = 0
  let key = 0
  for (let i = from; i < to; i++) {
    const isNext = cells.entities[i] !== entity
    writeVarint(gaps, cells.entities[i]! - entity)
    writeVarint(gaps, cells.keys[i]! - (isNext ? 0 : key))
    entity = cells.entities[i]!
    key = cells.keys[i]!
    writeRowValue(streams[FIRST_VALUES + column]!, cells.tags[i]!, cells.values[i]!)
  }
}

function readRowBlock(
  streams: readonly ByteReader[],
  { layout }: Coding,
  causes: number,
  taker: CellTaker,
): void {
  const frames = streams[STREAM.frames]!
  const gaps = streams[STREAM.blocks]!
  const table = readVarint(frames)
  const cause = readVarint(frames)
  const n = readVarint(frames)
  if (table >= layout.tables.length || cause >= causes || n > remaining(gaps)) {
    refuse(frames, `a block of ${n} rows in table ${table}`)
  }
  const values = streams[FIRST_VALUES + layout.columns.length + table]!
  let entity = 0
  let key = 0
  for (let i = 0; i < n; i++) {
    const gap = readVarint(gaps)
    entity = checkEntity(gaps, entity + gap)
    key = readVarint(gaps) + (gap > 0 ? 0 : key)
    if (key > KEY_MAX) refuse(gaps, `key ${key}`)
    const { tag, value } = readRowValue(values)
    taker.row(table, entity, key, tag, value, cause)
  }
}

function writeGaps(w: ByteWriter, ids: Int32Array): void {
  let before = 0
  for (let i = 0; i < ids.length; i++) {
    writeVarint(w, ids[i]! - before)
    before = ids[i]!
  }
}

function readGaps(r: ByteReader, n: number): Int32Array {
  if (n > remaining(r)) refuse(r, `${n} entities`)
  const ids = new Int32Array(n)
  for (let i = 0, id = 0; i < n; i++) {
    id = checkEntity(r, id + readVarint(r))
    ids[i] = id
  }
  return ids
}

function sameNumbers(a: Int32Array, b: Int32Array | undefined): boolean {
  if (a.length !== b?.length) return false
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return false
  return true
}
