import { canonicalise, logBulk, type Tracked } from './column.js'
import type { WriteLog } from './write-log.js'

/** What one column changed since the last flush; the arrays are parallel. */
export interface ColumnDiff {
  /** Position in the store's list of columns. */
  readonly column: number
  /** Entities, ascending. */
  readonly ids: Int32Array
  readonly values: Int32Array | Float64Array
  /** Index of the last cause of each change, counted from the frame's first. */
  readonly causes: Int32Array
}

let idScratch = new Int32Array(1024)
let causeScratch = new Int32Array(1024)

/**
 * Collects what a column changed since the last flush, brings its hash up to date and starts a new log.
 * Costs the number of writes (or, after bulk writing, the number of entities), not the size of the store.
 *
 * @param first serial of the frame's first cause
 * @returns undefined when every write put back the old value
 */
export function flushColumn(column: Tracked, first: number): ColumnDiff | undefined {
  const w = column.writes
  const { values, shadow } = column
  if (w.bulkSerial !== 0) logBulk(column)
  if (w.stale) logStale(column, first)
  const wanted = w.count
  if (idScratch.length < wanted) {
    idScratch = new Int32Array(wanted * 2)
    causeScratch = new Int32Array(wanted * 2)
  }
  const ids = w.sorted ? w.log : sortedLog(w)
  const packed = column.pack(wanted)
  let n = 0
  let last = -1
  for (let i = 0; i < wanted; i++) {
    const e = ids[i]!
    if (e === last) continue
    last = e
    const value = values[e]!
    const old = shadow[e]!
    if (value === old) continue
    column.hashCell(e, old, -1)
    column.hashCell(e, value, 1)
    shadow[e] = value
    idScratch[n] = e
    packed[n] = value
    causeScratch[n] = Math.abs(w.stamp[e]!) - first
    n += 1
  }
  w.clear()
  if (n === 0) return undefined
  return {
    column: column.index,
    ids: ints(idScratch, n),
    values: packed instanceof Int32Array ? ints(packed, n) : floats(packed, n),
    causes: ints(causeScratch, n),
  }
}

/** Lists up to here are copied by hand, which is several times as fast as slicing them. */
const SHORT_MAX = 32

function ints(from: Int32Array, n: number): Int32Array {
  if (n > SHORT_MAX) return from.slice(0, n)
  const out = new Int32Array(n)
  for (let i = 0; i < n; i++) out[i] = from[i]!
  return out
}

function floats(from: Float64Array, n: number): Float64Array {
  if (n > SHORT_MAX) return from.slice(0, n)
  const out = new Float64Array(n)
  for (let i = 0; i < n; i++) out[i] = from[i]!
  return out
}

/** Forgets the log without looking: the next flush will compare the whole column. */
export function discardWrites(column: Tracked): void {
  if (column.writes.bulkSerial !== 0) canonicalise(column)
  column.writes.clear()
  column.writes.stale = true
}

function logStale(column: Tracked, first: number): void {
  const w = column.writes
  const { values, shadow } = column
  for (let e = 1; e < values.length; e++) {
    if (values[e] !== shadow[e] && Math.abs(w.stamp[e]!) < first) {
      w.push(e, first)
      w.stamp[e] = first
    }
  }
  w.stale = false
}

const smallSort = new Int32Array(24)

function sortedLog(w: WriteLog): Int32Array {
  const ids = w.log
  const n = w.count
  if (n > 24) return ids.slice(0, n).sort()
  // The log stays in order of writing, because it also tells which action wrote what.
  const out = smallSort
  for (let i = 0; i < n; i++) {
    const e = ids[i]!
    let j = i - 1
    while (j >= 0 && out[j]! > e) {
      out[j + 1] = out[j]!
      j -= 1
    }
    out[j + 1] = e
  }
  return out
}
