import type { PairsDiff } from '../engine/index.js'

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

export const emptyRows = (capacity = 0): PairRows => ({
  count: 0,
  ids: new Float64Array(capacity),
  tags: new Uint8Array(capacity),
  values: new Float64Array(capacity),
})

export const copyRows = (rows: PairRows): PairRows =>
  rows.count === 0
    ? { ...NO_ROWS }
    : {
        count: rows.count,
        ids: rows.ids.slice(0, rows.count),
        tags: rows.tags.slice(0, rows.count),
        values: rows.values.slice(0, rows.count),
      }

/** Nothing is ever written into arrays without room, so that all tables without rows share them. */
const NO_ROWS = emptyRows()

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

/** Brings a table one diff forward. */
export function applyRows(rows: PairRows, diff: PairsDiff): void {
  const { entities, keys, tags, values } = diff
  if (entities.length > SINGLE_ROWS_MAX) mergeRows(rows, diff)
  else
    for (let i = 0; i < entities.length; i++) {
      const id = rowId(entities[i]!, keys[i]!)
      setRow(rows, findRow(rows, id), id, tags[i]!, values[i]!)
    }
}

/** Changes, adds or (with tag 0) removes one row. @param at where {@link findRow} found its place */
export function setRow(rows: PairRows, at: number, id: number, tag: number, value: number): void {
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
    appendRows(merged, rows, at, end)
    at = end < rows.count && rows.ids[end] === id ? end + 1 : end
    if (tags[i] !== 0) appendRow(merged, id, tags[i]!, values[i]!)
  }
  appendRows(merged, rows, at, rows.count)
  Object.assign(rows, merged)
}

/** Appends a run of rows. */
function appendRows(to: PairRows, from: PairRows, start: number, end: number): void {
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

/** What brings one table to another, with one cause for all. */
export function rowsDifference(from: PairRows, to: PairRows): PairsDiff | undefined {
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
