import { canonicalJson, type Diff, type Json, type PairsDiff } from '../engine/index.js'
import type { CellTaker } from './decode.js'
import { corrupt } from './faults.js'
import { isFloatColumn, type Layout } from './layout.js'
import { applyPatches } from './patches.js'
import { copyJson } from './shape.js'

/**
 * A whole state as plain tables, without an engine: the recorder and the reader keep one and bring it forward diff by diff.
 */
export interface StateTables {
  /** Values by column and entity; an entity past the end holds 0. */
  readonly columns: (Int32Array | Float64Array)[]
  readonly pairs: PairRows[]
  /** Texts by number; number 0 is the empty text. */
  readonly strings: string[]
  readonly docs: Map<string, Json>
}

/** A million entities with 64 columns. */
const CELLS_MAX = 1 << 26

/** Rows (entity, key, tag, value), ascending by entity and key. */
export interface PairRows {
  count: number
  /** {@link rowId} of each row. */
  ids: Float64Array
  tags: Uint8Array
  values: Float64Array
}

export const KEY_MAX = 0x7fffffff
/** Entity and key of a row as one number that sorts as they do. */
export const rowId = (entity: number, key: number): number => entity * 0x80000000 + key
export const rowEntity = (id: number): number => Math.floor(id / 0x80000000)
export const rowKey = (id: number): number => id % 0x80000000

const emptyRows = (capacity = 0): PairRows => ({
  count: 0,
  ids: new Float64Array(capacity),
  tags: new Uint8Array(capacity),
  values: new Float64Array(capacity),
})

/** The state before the setup. */
export const emptyTables = (layout: Layout): StateTables => ({
  columns: layout.columns.map((c) => (isFloatColumn(c) ? new Float64Array(0) : new Int32Array(0))),
  pairs: layout.tables.map(() => emptyRows()),
  strings: [''],
  docs: new Map(),
})

/** A copy that shares nothing. */
export const copyTables = (t: StateTables): StateTables => ({
  columns: t.columns.map((c) => c.slice()),
  pairs: t.pairs.map((p) => ({
    count: p.count,
    ids: p.ids.slice(0, p.count),
    tags: p.tags.slice(0, p.count),
    values: p.values.slice(0, p.count),
  })),
  strings: t.strings.slice(),
  docs: new Map(Array.from(t.docs, ([name, doc]) => [name, copyJson(doc) as Json])),
})

/** Brings the tables one diff forward. */
export function applyDiff(tables: StateTables, diff: Diff): void {
  for (const { column, ids, values } of diff.columns) {
    const cells = cellsFor(tables, column, ids[ids.length - 1] ?? 0)
    for (let i = 0; i < ids.length; i++) cells[ids[i]!] = values[i]!
  }
  diff.pairs.forEach((rows, i) => {
    if (rows !== undefined) applyRows(tables.pairs[i]!, rows)
  })
  applyTexts(tables, diff)
}

export function applyTexts(tables: StateTables, { strings, docs }: Pick<Diff, 'strings' | 'docs'>): void {
  if (strings.length > 0) tables.strings.push(...strings)
  for (const { doc, patches } of docs) tables.docs.set(doc, applyPatches(tables.docs.get(doc), patches))
}

/** Brings the tables forward cell by cell. */
export const cellSetter = (tables: StateTables): CellTaker => ({
  cause: () => undefined,
  cell(column, entity, value) {
    const cells = tables.columns[column]!
    if (entity < cells.length) cells[entity] = value
    else cellsFor(tables, column, entity)[entity] = value
  },
  row(table, entity, key, tag, value) {
    const rows = tables.pairs[table]!
    const id = rowId(entity, key)
    setRow(rows, findRow(rows, id), id, tag, value)
  },
})

function cellsFor(tables: StateTables, column: number, entity: number): Int32Array | Float64Array {
  const cells = tables.columns[column]!
  if (entity < cells.length) return cells
  const capacity = Math.max(64, 1 << (32 - Math.clz32(entity)))
  const others = tables.columns.reduce((sum, c) => sum + c.length, -cells.length)
  if (others + capacity > CELLS_MAX) throw corrupt('the state', `more than ${CELLS_MAX} cells`)
  const grown = cells instanceof Float64Array ? new Float64Array(capacity) : new Int32Array(capacity)
  grown.set(cells)
  tables.columns[column] = grown
  return grown
}

/** The position of a row, or where it would stand. */
export function findRow(rows: PairRows, id: number, from = 0): number {
  let low = from
  let high = rows.count
  while (low < high) {
    const middle = (low + high) >> 1
    if (rows.ids[middle]! < id) low = middle + 1
    else high = middle
  }
  return low
}

/** Changes with more rows than this are merged in one go. */
const SINGLE_ROWS_MAX = 16

function applyRows(rows: PairRows, diff: PairsDiff): void {
  const { entities, keys, tags, values } = diff
  if (entities.length > SINGLE_ROWS_MAX) return mergeRows(rows, diff)
  for (let i = 0; i < entities.length; i++) {
    const id = rowId(entities[i]!, keys[i]!)
    setRow(rows, findRow(rows, id), id, tags[i]!, values[i]!)
  }
}

function setRow(rows: PairRows, at: number, id: number, tag: number, value: number): void {
  const isThere = at < rows.count && rows.ids[at] === id
  if (tag === 0) {
    if (isThere) shiftRows(rows, at + 1, at)
    return
  }
  if (!isThere) shiftRows(rows, at, at + 1)
  rows.ids[at] = id
  rows.tags[at] = tag
  rows.values[at] = value
}

function mergeRows(rows: PairRows, { entities, keys, tags, values }: PairsDiff): void {
  const merged = emptyRows(rows.count + entities.length)
  let at = 0
  for (let i = 0; i < entities.length; i++) {
    const id = rowId(entities[i]!, keys[i]!)
    const end = findRow(rows, id, at)
    copyRows(merged, rows, at, end)
    at = end < rows.count && rows.ids[end] === id ? end + 1 : end
    if (tags[i] !== 0) appendRow(merged, id, tags[i]!, values[i]!)
  }
  copyRows(merged, rows, at, rows.count)
  Object.assign(rows, merged)
}

function copyRows(to: PairRows, from: PairRows, start: number, end: number): void {
  let at = to.count
  for (let i = start; i < end; i++, at++) {
    to.ids[at] = from.ids[i]!
    to.tags[at] = from.tags[i]!
    to.values[at] = from.values[i]!
  }
  to.count = at
}

/** Moves all rows from one position on to another, making room where needed. */
function shiftRows(rows: PairRows, from: number, to: number): void {
  const count = rows.count + to - from
  if (count > rows.ids.length) {
    const grown = emptyRows(Math.max(64, count * 2))
    grown.ids.set(rows.ids)
    grown.tags.set(rows.tags)
    grown.values.set(rows.values)
    Object.assign(rows, grown, { count: rows.count })
  }
  if (from < rows.count) {
    rows.ids.copyWithin(to, from, rows.count)
    rows.tags.copyWithin(to, from, rows.count)
    rows.values.copyWithin(to, from, rows.count)
  }
  rows.count = count
}

/** The diff that brings `from` to `to`, with one cause for all. `to` has all texts and documents of `from`. */
export function differenceOf(from: StateTables, to: StateTables): Diff {
  const docs: Diff['docs'][number][] = []
  for (const [doc, value] of to.docs) {
    const old = from.docs.get(doc)
    if (old === undefined || canonicalJson(old) !== canonicalJson(value)) {
      docs.push({ doc, patches: [{ op: 'replace', path: [], value }], cause: 0 })
    }
  }
  return {
    columns: to.columns.flatMap((cells, i) => columnDifference(from.columns[i]!, cells, i) ?? []),
    pairs: to.pairs.map((rows, i) => rowsDifference(from.pairs[i]!, rows)),
    strings: to.strings.slice(from.strings.length),
    stringsFrom: from.strings.length,
    docs,
  }
}

function columnDifference(
  from: Int32Array | Float64Array,
  to: Int32Array | Float64Array,
  column: number,
): Diff['columns'][number] | undefined {
  const both = Math.min(from.length, to.length)
  const ids: number[] = []
  for (let e = 0; e < both; e++) if (from[e] !== to[e]) ids.push(e)
  for (let e = both; e < to.length; e++) if (to[e] !== 0) ids.push(e)
  if (ids.length === 0) return undefined
  const values = to instanceof Float64Array ? new Float64Array(ids.length) : new Int32Array(ids.length)
  for (let i = 0; i < ids.length; i++) values[i] = to[ids[i]!]!
  return { column, ids: Int32Array.from(ids), values, causes: new Int32Array(ids.length) }
}

function rowsDifference(from: PairRows, to: PairRows): PairsDiff | undefined {
  const found = emptyRows(64)
  let i = 0
  let j = 0
  while (i < from.count || j < to.count) {
    const a = i < from.count ? from.ids[i]! : Infinity
    const b = j < to.count ? to.ids[j]! : Infinity
    if (a < b) appendRow(found, a, 0, 0)
    else if (a > b || from.tags[i] !== to.tags[j] || from.values[i] !== to.values[j]) {
      appendRow(found, b, to.tags[j]!, to.values[j]!)
    }
    if (a <= b) i += 1
    if (b <= a) j += 1
  }
  const { count } = found
  if (count === 0) return undefined
  return {
    entities: Int32Array.from(found.ids.subarray(0, count), rowEntity),
    keys: Int32Array.from(found.ids.subarray(0, count), rowKey),
    tags: found.tags.slice(0, count),
    values: found.values.slice(0, count),
    causes: new Int32Array(count),
  }
}

function appendRow(rows: PairRows, id: number, tag: number, value: number): void {
  const at = rows.count
  shiftRows(rows, at, at + 1)
  rows.ids[at] = id
  rows.tags[at] = tag
  rows.values[at] = value
}
