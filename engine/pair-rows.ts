/**
 * The rows of a pair table, one number each. The rows of an entity form a chain in ascending order of key; row 0 ends a
 * chain, and a row that was taken out waits in a chain of its own to be used again.
 */
export interface PairRows {
  /** First row of each entity. */
  heads: Int32Array
  next: Int32Array
  entities: Int32Array
  keys: Int32Array
  tags: Uint8Array
  values: Float64Array
  /** Tags and values at the last flush. */
  oldTags: Uint8Array
  oldValues: Float64Array
  /** Serial of each row's last writer. */
  stamps: Int32Array
  /** One past the last row ever used. */
  used: number
  /** First row that can be used again. */
  free: number
}

const FIRST_CAPACITY = 64

export const createPairRows = (): PairRows => ({
  heads: new Int32Array(FIRST_CAPACITY),
  next: new Int32Array(FIRST_CAPACITY),
  entities: new Int32Array(FIRST_CAPACITY),
  keys: new Int32Array(FIRST_CAPACITY),
  tags: new Uint8Array(FIRST_CAPACITY),
  values: new Float64Array(FIRST_CAPACITY),
  oldTags: new Uint8Array(FIRST_CAPACITY),
  oldValues: new Float64Array(FIRST_CAPACITY),
  stamps: new Int32Array(FIRST_CAPACITY),
  used: 1,
  free: 0,
})

/** The first row of an entity, or 0. */
export const firstRow = ({ heads }: PairRows, entity: number): number =>
  entity < heads.length ? heads[entity]! : 0

/** The row of an entity and key, or 0. */
export function findRow(rows: PairRows, entity: number, key: number): number {
  const { keys, next } = rows
  let row = firstRow(rows, entity)
  while (row !== 0 && keys[row]! < key) row = next[row]!
  return row !== 0 && keys[row] === key ? row : 0
}

/** Makes an absent row, with tag 0, where there is none yet. */
export function insertRow(rows: PairRows, entity: number, key: number): number {
  const { length } = rows.heads
  if (entity >= length) rows.heads = grownInts(rows.heads, Math.max(entity + 1, length * 2))
  const row = takeRow(rows)
  const { heads, next, keys } = rows
  let before = 0
  let at = heads[entity]!
  while (at !== 0 && keys[at]! < key) {
    before = at
    at = next[at]!
  }
  next[row] = at
  if (before === 0) heads[entity] = row
  else next[before] = row
  rows.entities[row] = entity
  keys[row] = key
  rows.tags[row] = 0
  rows.values[row] = 0
  rows.oldTags[row] = 0
  rows.oldValues[row] = 0
  rows.stamps[row] = 0
  return row
}

/** Takes a row out of its chain. */
export function dropRow(rows: PairRows, row: number): void {
  const { heads, next } = rows
  const entity = rows.entities[row]!
  let at = heads[entity]!
  if (at === row) heads[entity] = next[row]!
  else {
    while (next[at] !== row) at = next[at]!
    next[at] = next[row]!
  }
  next[row] = rows.free
  rows.free = row
}

/** All rows, absent ones too, by ascending entity and key. */
export function allRows({ heads, next }: PairRows): number[] {
  const out: number[] = []
  for (let e = 0; e < heads.length; e++) {
    for (let row = heads[e]!; row !== 0; row = next[row]!) out.push(row)
  }
  return out
}

export function clearRows(rows: PairRows): void {
  rows.heads.fill(0)
  rows.used = 1
  rows.free = 0
}

function takeRow(rows: PairRows): number {
  const row = rows.free
  if (row !== 0) {
    rows.free = rows.next[row]!
    return row
  }
  if (rows.used === rows.next.length) growRows(rows)
  return rows.used++
}

function growRows(rows: PairRows): void {
  const capacity = rows.next.length * 2
  rows.next = grownInts(rows.next, capacity)
  rows.entities = grownInts(rows.entities, capacity)
  rows.keys = grownInts(rows.keys, capacity)
  rows.stamps = grownInts(rows.stamps, capacity)
  rows.tags = grownBytes(rows.tags, capacity)
  rows.oldTags = grownBytes(rows.oldTags, capacity)
  rows.values = grownFloats(rows.values, capacity)
  rows.oldValues = grownFloats(rows.oldValues, capacity)
}

function grownInts(from: Int32Array, length: number): Int32Array {
  const to = new Int32Array(length)
  to.set(from)
  return to
}

function grownBytes(from: Uint8Array, length: number): Uint8Array {
  const to = new Uint8Array(length)
  to.set(from)
  return to
}

function grownFloats(from: Float64Array, length: number): Float64Array {
  const to = new Float64Array(length)
  to.set(from)
  return to
}
