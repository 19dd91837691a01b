import { type CauseClock, mustBeOpen } from './clock.js'
import { addFloat, addInt, type Hash64, hash64, salt } from './hash.js'

/**
 * Rows of one table with the columns (entity, key, tag, value): open-ended attributes (the key is an interned name) and
 * many-to-many relations (the key is another entity). A row with tag 0 is absent.
 * The rows of an entity are kept in ascending order of key, so that listing them never depends on history.
 */
export interface Pairs {
  readonly name: string
  /** The tag of a row; 0 when absent. */
  tag(entity: number, key: number): number
  /** The value of a row; 0 when absent. */
  value(entity: number, key: number): number
  set(entity: number, key: number, tag: number, value: number): void
  /** Removes every row of an entity. */
  clear(entity: number): void
  /** Removes every row, of any entity, that has this key. */
  clearKey(key: number): void
  /** Calls back for each row of an entity, by ascending key. */
  each(entity: number, visit: (key: number, tag: number, value: number) => void): void
  count(entity: number): number
}

export interface PairsDiff {
  readonly entities: Int32Array
  readonly keys: Int32Array
  /** 0: the row went. */
  readonly tags: Uint8Array
  readonly values: Float64Array
  readonly causes: Int32Array
}

/** All rows, by ascending entity and key. */
export interface PairsState {
  readonly entities: Int32Array
  readonly keys: Int32Array
  readonly tags: Uint8Array
  readonly values: Float64Array
}

export interface TrackedPairs extends Pairs {
  readonly hash: Hash64
  /** Calls back for each write since the last flush: who wrote rows of which entity. */
  eachWrite(visit: (serial: number, entity: number) => void): void
  flush(first: number): PairsDiff | undefined
  save(): PairsState
  restore(state: PairsState): void
}

/**
 * @param clock tells who writes
 */
export function createPairs(name: string, clock: CauseClock): TrackedPairs {
  let heads = new Int32Array(64)
  let capacity = 64
  let next = new Int32Array(capacity)
  let entities = new Int32Array(capacity)
  let keys = new Int32Array(capacity)
  let tags = new Uint8Array(capacity)
  let values = new Float64Array(capacity)
  let oldTags = new Uint8Array(capacity)
  let oldValues = new Float64Array(capacity)
  let stamps = new Int32Array(capacity)
  let used = 1
  let free = 0
  const hash = hash64()
  const salted = salt(name)
  let log: number[] = []
  let who: number[] = []
  let stale = false

  const growRows = (): void => {
    capacity *= 2
    next = grownInts(next, capacity)
    entities = grownInts(entities, capacity)
    keys = grownInts(keys, capacity)
    stamps = grownInts(stamps, capacity)
    tags = grownBytes(tags, capacity)
    oldTags = grownBytes(oldTags, capacity)
    values = grownFloats(values, capacity)
    oldValues = grownFloats(oldValues, capacity)
  }
  const find = (entity: number, key: number): number => {
    let row = entity < heads.length ? heads[entity]! : 0
    while (row !== 0 && keys[row]! < key) row = next[row]!
    return row !== 0 && keys[row] === key ? row : 0
  }
  const insert = (entity: number, key: number): number => {
    if (entity >= heads.length) heads = grownInts(heads, Math.max(entity + 1, heads.length * 2))
    let row = free
    if (row !== 0) free = next[row]!
    else {
      if (used === capacity) growRows()
      row = used++
    }
    let before = 0
    let at = heads[entity]!
    while (at !== 0 && keys[at]! < key) {
      before = at
      at = next[at]!
    }
    next[row] = at
    if (before === 0) heads[entity] = row
    else next[before] = row
    entities[row] = entity
    keys[row] = key
    tags[row] = 0
    values[row] = 0
    oldTags[row] = 0
    oldValues[row] = 0
    stamps[row] = 0
    return row
  }
  const drop = (row: number): void => {
    const entity = entities[row]!
    let at = heads[entity]!
    if (at === row) heads[entity] = next[row]!
    else {
      while (next[at] !== row) at = next[at]!
      next[at] = next[row]!
    }
    next[row] = free
    free = row
  }
  const write = (row: number, tag: number, value: number): void => {
    if (tags[row] === tag && values[row] === value) return
    if (stamps[row] !== clock.serial) {
      mustBeOpen(clock)
      stamps[row] = clock.serial
      clock.wrote = clock.serial
      if (clock.tracking) {
        log.push(row)
        who.push(clock.serial)
      } else stale = true
    }
    tags[row] = tag
    values[row] = value
  }
  const cell = (row: number, tag: number, value: number, sign: number): void => {
    if (tag === 0) return
    const key = salted ^ Math.imul(keys[row]!, 0x9e3779b1)
    // The tag is a cell of its own: a value of 0 adds nothing, and values of different tags may be equal numbers.
    addInt(hash, key, entities[row]!, tag, sign)
    addFloat(hash, key ^ Math.imul(tag, 0x85ebca6b), entities[row]!, value, sign)
  }
  const liveRows = (): number[] => {
    const rows: number[] = []
    for (let e = 0; e < heads.length; e++) {
      for (let row = heads[e]!; row !== 0; row = next[row]!) if (tags[row] !== 0) rows.push(row)
    }
    return rows
  }

  return {
    name,
    hash,
    tag: (entity, key) => tags[find(entity, key)]!,
    value: (entity, key) => values[find(entity, key)]!,
    set(entity, key, tag, value) {
      let row = find(entity, key)
      if (row === 0) {
        if (tag === 0) return
        row = insert(entity, key)
      }
      write(row, tag, tag === 0 ? 0 : value + 0)
    },
    clear(entity) {
      if (entity >= heads.length) return
      for (let row = heads[entity]!; row !== 0; row = next[row]!)
        if (tags[row] !== 0) write(row, 0, 0)
    },
    clearKey(key) {
      for (let row = 1; row < used; row++) {
        if (keys[row] === key && tags[row] !== 0) write(row, 0, 0)
      }
    },
    each(entity, visit) {
      if (entity >= heads.length) return
      for (let row = heads[entity]!; row !== 0; row = next[row]!) {
        if (tags[row] !== 0) visit(keys[row]!, tags[row]!, values[row]!)
      }
    },
    count(entity) {
      let n = 0
      if (entity >= heads.length) return 0
      for (let row = heads[entity]!; row !== 0; row = next[row]!) if (tags[row] !== 0) n += 1
      return n
    },
    eachWrite(visit) {
      for (let i = 0; i < log.length; i++) visit(who[i]!, entities[log[i]!]!)
    },
    flush(first) {
      if (log.length === 0 && !stale) return undefined
      let rows = log
      if (stale) {
        // Writes went by unlogged: any row may have changed, and absent ones may still be waiting to go.
        rows = []
        for (let e = 0; e < heads.length; e++) {
          for (let row = heads[e]!; row !== 0; row = next[row]!) rows.push(row)
        }
        stale = false
      }
      const changed: number[] = []
      for (const row of rows) {
        if (stamps[row]! < 0) continue
        if (tags[row] !== oldTags[row] || values[row] !== oldValues[row]) changed.push(row)
        else if (tags[row] === 0) changed.push(row)
        else continue
        stamps[row] = -1 - stamps[row]!
      }
      log = []
      who = []
      if (changed.length === 0) return undefined
      changed.sort((a, b) => entities[a]! - entities[b]! || keys[a]! - keys[b]!)
      const gone: number[] = []
      const kept: number[] = []
      for (const row of changed) {
        stamps[row] = -1 - stamps[row]!
        if (tags[row] === 0) gone.push(row)
        if (tags[row] === 0 && oldTags[row] === 0) continue
        cell(row, oldTags[row]!, oldValues[row]!, -1)
        cell(row, tags[row]!, values[row]!, 1)
        oldTags[row] = tags[row]!
        oldValues[row] = values[row]!
        kept.push(row)
      }
      const diff: PairsDiff = {
        entities: Int32Array.from(kept, (r) => entities[r]!),
        keys: Int32Array.from(kept, (r) => keys[r]!),
        tags: Uint8Array.from(kept, (r) => tags[r]!),
        values: Float64Array.from(kept, (r) => values[r]!),
        causes: Int32Array.from(kept, (r) => Math.max(0, stamps[r]! - first)),
      }
      for (const row of gone) drop(row)
      return kept.length > 0 ? diff : undefined
    },
    save() {
      const rows = liveRows()
      return {
        entities: Int32Array.from(rows, (r) => entities[r]!),
        keys: Int32Array.from(rows, (r) => keys[r]!),
        tags: Uint8Array.from(rows, (r) => tags[r]!),
        values: Float64Array.from(rows, (r) => values[r]!),
      }
    },
    restore(state) {
      heads.fill(0)
      used = 1
      free = 0
      log = []
      who = []
      stale = false
      hash.lo = 0
      hash.hi = 0
      // From the last row back, each insertion goes to the front of its list.
      for (let i = state.entities.length - 1; i >= 0; i--) {
        const row = insert(state.entities[i]!, state.keys[i]!)
        tags[row] = state.tags[i]!
        values[row] = state.values[i]!
        oldTags[row] = tags[row]!
        oldValues[row] = values[row]!
        cell(row, tags[row]!, values[row]!, 1)
      }
    },
  }
}

const grownInts = (a: Int32Array, n: number): Int32Array<ArrayBuffer> => {
  const b = new Int32Array(n)
  b.set(a)
  return b
}
const grownBytes = (a: Uint8Array, n: number): Uint8Array<ArrayBuffer> => {
  const b = new Uint8Array(n)
  b.set(a)
  return b
}
const grownFloats = (a: Float64Array, n: number): Float64Array<ArrayBuffer> => {
  const b = new Float64Array(n)
  b.set(a)
  return b
}
