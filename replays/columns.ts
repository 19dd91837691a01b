import { type ColumnDiff, type Diff, type DocDiff, limits, type PairsDiff } from '../engine/index.js'
import { readCauses, writeCauses } from './causes.js'
import { isFloatColumn, type Layout } from './layout.js'
import { docPatch } from './patches.js'
import { count, list, readJson, record, text } from './shape.js'
import type { StateTables } from './tables.js'
import {
  floatMode,
  intMode,
  readFloats,
  readInts,
  writeFloats,
  writeInts,
} from './values.js'
import {
  type ByteReader,
  type ByteWriter,
  readByte,
  readBytes,
  readCount,
  readVarint,
  refuse,
  remaining,
  writeByte,
  writeBytes,
  writeVarint,
} from './varint.js'

/** What the diffs of one group have in common; both sides start each group with a new one. */
export interface GroupMemory {
  /** By entity: the cause that last changed it. */
  causes: Int32Array
  /** By column: the last integer written. */
  readonly last: Int32Array
}

export const groupMemory = (layout: Layout): GroupMemory => ({
  causes: new Int32Array(64),
  last: new Int32Array(layout.columns.length),
})

const MODE_BITS = 3
const SAME_IDS = 4
const CAUSES_SHIFT = 3

/**
 * Writes a diff. Entities are gaps between ascending numbers; values are steps where that is shorter.
 * @param tables the state before the diff
 * @param causes false for a difference without causes
 */
export function writeDiff(
  w: ByteWriter,
  diff: Diff,
  tables: StateTables,
  layout: Layout,
  memory: GroupMemory,
  causes: boolean,
): void {
  writeVarint(w, diff.columns.length)
  let before = -1
  let ids: Int32Array = NOBODY
  for (const change of diff.columns) {
    writeVarint(w, change.column - before - 1)
    before = change.column
    writeColumn(w, change, ids, tables, layout, memory, causes)
    ids = change.ids
  }
  const tableCount = diff.pairs.reduce((n, rows) => n + (rows === undefined ? 0 : 1), 0)
  writeVarint(w, tableCount)
  diff.pairs.forEach((rows, table) => {
    if (rows === undefined) return
    writeVarint(w, table)
    writeRows(w, rows, memory, causes)
  })
  if (diff.strings.length === 0 && diff.docs.length === 0) writeByte(w, 0)
  else {
    const text = new TextEncoder().encode(JSON.stringify({ strings: diff.strings, docs: diff.docs }))
    writeVarint(w, text.length)
    writeBytes(w, text)
  }
}

const NOBODY = new Int32Array(0)

function writeColumn(
  w: ByteWriter,
  { column, ids, values, causes }: ColumnDiff,
  idsBefore: Int32Array,
  tables: StateTables,
  layout: Layout,
  memory: GroupMemory,
  caused: boolean,
): void {
  const n = ids.length
  const olds = oldValues(tables, column, ids)
  const info = layout.columns[column]!
  const scale = info.scale ?? 1
  const last = memory.last[column]!
  const mode = isFloatColumn(info) ? floatMode(values, olds, scale) : intMode(values, olds, last)
  const head = w.length
  writeByte(w, mode)
  if (sameIds(ids, idsBefore)) w.bytes[head]! |= SAME_IDS
  else {
    writeVarint(w, n)
    for (let i = 0, id = 0; i < n; i++) {
      writeVarint(w, ids[i]! - id - 1)
      id = ids[i]!
    }
  }
  if (isFloatColumn(info)) writeFloats(w, mode, values, olds, scale)
  else memory.last[column] = writeInts(w, mode, values, olds, last)
  if (caused) w.bytes[head]! |= writeCauses(w, ids, causes, memory) << CAUSES_SHIFT
}

function oldValues(tables: StateTables, column: number, ids: Int32Array): Int32Array | Float64Array {
  const cells = tables.columns[column]!
  const olds =
    cells instanceof Float64Array ? new Float64Array(ids.length) : new Int32Array(ids.length)
  for (let i = 0; i < ids.length; i++) {
    const id = ids[i]!
    if (id < cells.length) olds[i] = cells[id]!
  }
  return olds
}

function sameIds(a: Int32Array, b: Int32Array): boolean {
  if (a.length !== b.length) return false
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return false
  return true
}

function writeRows(w: ByteWriter, rows: PairsDiff, memory: GroupMemory, caused: boolean): void {
  const n = rows.entities.length
  writeVarint(w, n)
  let entity = 0
  let key = -1
  for (let i = 0; i < n; i++) {
    writeVarint(w, rows.entities[i]! - entity)
    if (rows.entities[i] !== entity) key = -1
    entity = rows.entities[i]!
    writeVarint(w, rows.keys[i]! - key - 1)
    key = rows.keys[i]!
    writeTagged(w, rows.tags[i]!, rows.values[i]!)
  }
  if (!caused) return
  const head = w.length
  writeByte(w, 0)
  w.bytes[head] = writeCauses(w, rows.entities, rows.causes, memory)
}

/** A row's tag and value: tag × 2, plus 1 when the value is not a whole number of 32 bits. */
function writeTagged(w: ByteWriter, tag: number, value: number): void {
  const isInt = Object.is(value | 0, value)
  writeVarint(w, tag * 2 + (isInt ? 0 : 1))
  if (tag === 0) return
  if (isInt) writeInts(w, 1, [value], [0], 0)
  else writeFloats(w, 2, [value], [0], 1)
}

/**
 * Reads a diff.
 * @param tables the state before the diff
 * @param causes how many causes the frame has; undefined for a difference without causes
 * @throws CoactError `replay/corrupt`
 */
export function readDiff(
  r: ByteReader,
  tables: StateTables,
  layout: Layout,
  memory: GroupMemory,
  causes: number | undefined,
): Diff {
  const columns: ColumnDiff[] = []
  const columnCount = readCount(r, layout.columns.length)
  let column = -1
  for (let i = 0; i < columnCount; i++) {
    column += readVarint(r) + 1
    if (column >= layout.columns.length) return refuse(r, `column ${column}`)
    columns.push(readColumn(r, column, columns.at(-1)?.ids, tables, layout, memory, causes))
  }
  const pairs: (PairsDiff | undefined)[] = layout.tables.map(() => undefined)
  for (let left = readCount(r, layout.tables.length); left > 0; left--) {
    const table = readVarint(r)
    if (table >= pairs.length || pairs[table] !== undefined) return refuse(r, `table ${table}`)
    pairs[table] = readRows(r, memory, causes)
  }
  const length = readVarint(r)
  const { strings, docs } = length === 0 ? NO_TEXTS : readTexts(r, length, causes)
  return { columns, pairs, strings, stringsFrom: tables.strings.length, docs }
}

const textsShape = record({
  strings: list(text),
  docs: list(record({ doc: text, patches: list(docPatch), cause: count })),
})
const NO_TEXTS = { strings: [], docs: [] }

function readColumn(
  r: ByteReader,
  column: number,
  idsBefore: Int32Array | undefined,
  tables: StateTables,
  layout: Layout,
  memory: GroupMemory,
  causeCount: number | undefined,
): ColumnDiff {
  const info = layout.columns[column]!
  const head = readByte(r)
  const mode = head & MODE_BITS
  const ids = (head & SAME_IDS) === 0 ? readIds(r) : (idsBefore ?? refuse(r, 'no entities'))
  if (ids.length > remaining(r)) return refuse(r, `${ids.length} values`)
  const values = oldValues(tables, column, ids)
  if (values instanceof Float64Array) readFloats(r, mode, values, info.scale ?? 1)
  else memory.last[column] = readInts(r, mode, values, memory.last[column]!)
  const causes =
    causeCount === undefined ? NOBODY : readCauses(r, head >> CAUSES_SHIFT, ids, memory, causeCount)
  return { column, ids, values, causes }
}

function readIds(r: ByteReader): Int32Array {
  const ids = new Int32Array(readCount(r))
  for (let i = 0, id = 0; i < ids.length; i++) {
    id += readVarint(r) + 1
    if (id >= limits.ENTITIES_MAX) return refuse(r, `entity ${id}`)
    ids[i] = id
  }
  return ids
}

function readRows(r: ByteReader, memory: GroupMemory, causeCount: number | undefined): PairsDiff {
  const n = readCount(r)
  const rows = {
    entities: new Int32Array(n),
    keys: new Int32Array(n),
    tags: new Uint8Array(n),
    values: new Float64Array(n),
  }
  let entity = 0
  let key = -1
  for (let i = 0; i < n; i++) {
    const gap = readVarint(r)
    if (gap > 0) key = -1
    entity += gap
    key += readVarint(r) + 1
    if (entity >= limits.ENTITIES_MAX || key > 0x7fffffff) return refuse(r, `row ${entity}, ${key}`)
    rows.entities[i] = entity
    rows.keys[i] = key
    const tag = readVarint(r)
    if (tag > 511) return refuse(r, `tag ${tag}`)
    rows.tags[i] = tag >> 1
    if (tag > 1) rows.values[i] = readTagged(r, (tag & 1) === 0)
  }
  const causes =
    causeCount === undefined
      ? NOBODY
      : readCauses(r, readByte(r), rows.entities, memory, causeCount)
  return { ...rows, causes }
}

function readTagged(r: ByteReader, isInt: boolean): number {
  if (isInt) {
    const value = new Int32Array(1)
    readInts(r, 1, value, 0)
    return value[0]!
  }
  const value = new Float64Array(1)
  readFloats(r, 2, value, 1)
  return value[0]!
}

function readTexts(
  r: ByteReader,
  length: number,
  causeCount: number | undefined,
): { readonly strings: readonly string[]; readonly docs: readonly DocDiff[] } {
  const texts = readJson(readBytes(r, length), `${r.where}, byte ${r.at}`, textsShape)
  for (const { cause } of texts.docs) {
    if (cause >= (causeCount ?? 1)) return refuse(r, `cause ${cause} of ${causeCount}`)
  }
  return texts
}
