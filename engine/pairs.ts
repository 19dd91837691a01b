import { type CauseClock, mustBeOpen } from './clock.js'
import { addFloat, addInt, type Hash64, hash64, salt } from './hash.js'
import {
  allRows,
  clearRows,
  createPairRows,
  dropRow,
  findRow,
  firstRow,
  insertRow,
  type PairRows,
} from './pair-rows.js'

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
  /** Makes the table as it was when it was made. */
  clearAll(): void
  /** Forgets who wrote the rows last, when serials begin anew. */
  forgetWriters(): void
}

/** @param clock tells who writes */
export const createPairs = (name: string, clock: CauseClock): TrackedPairs =>
  new PairTable(name, clock)

class PairTable implements TrackedPairs {
  readonly hash: Hash64 = hash64()
  private readonly salt: number
  private readonly rows: PairRows = createPairRows()
  /** Rows written since the last flush, with the serials of their writers. */
  private log: number[] = []
  private who: number[] = []
  /** A saved copy that still agrees with the rows; whoever writes forgets it. */
  private kept: PairsState | undefined
  /** Whether writes went by unlogged since the last flush. */
  private stale = false

  constructor(
    readonly name: string,
    private readonly clock: CauseClock,
  ) {
    this.salt = salt(name)
  }

  tag(entity: number, key: number): number {
    return this.rows.tags[findRow(this.rows, entity, key)]!
  }

  value(entity: number, key: number): number {
    return this.rows.values[findRow(this.rows, entity, key)]!
  }

  set(entity: number, key: number, tag: number, value: number): void {
    let row = findRow(this.rows, entity, key)
    if (row === 0) {
      if (tag === 0) return
      row = insertRow(this.rows, entity, key)
    }
    this.write(row, tag, tag === 0 ? 0 : value + 0)
  }

  clear(entity: number): void {
    const { next, tags } = this.rows
    for (let row = firstRow(this.rows, entity); row !== 0; row = next[row]!) {
      if (tags[row] !== 0) this.write(row, 0, 0)
    }
  }

  clearKey(key: number): void {
    const { keys, tags, used } = this.rows
    for (let row = 1; row < used; row++) {
      if (keys[row] === key && tags[row] !== 0) this.write(row, 0, 0)
    }
  }

  each(entity: number, visit: (key: number, tag: number, value: number) => void): void {
    const { rows } = this
    // The arrays are looked up for each row, as the visitor may write and make them grow.
    for (let row = firstRow(rows, entity); row !== 0; row = rows.next[row]!) {
      if (rows.tags[row] !== 0) visit(rows.keys[row]!, rows.tags[row]!, rows.values[row]!)
    }
  }

  count(entity: number): number {
    const { next, tags } = this.rows
    let n = 0
    for (let row = firstRow(this.rows, entity); row !== 0; row = next[row]!) {
      if (tags[row] !== 0) n += 1
    }
    return n
  }

  eachWrite(visit: (serial: number, entity: number) => void): void {
    const { entities } = this.rows
    for (let i = 0; i < this.log.length; i++) visit(this.who[i]!, entities[this.log[i]!]!)
  }

  flush(first: number): PairsDiff | undefined {
    if (this.log.length === 0 && !this.stale) return undefined
    // Writes that went by unlogged: any row may have changed, and absent ones may still be waiting to go.
    const written = this.stale ? allRows(this.rows) : this.log
    this.forgetWrites()
    const changed = changedRows(this.rows, written)
    if (changed.length === 0) return undefined
    const { tags, values, oldTags, oldValues, stamps } = this.rows
    const gone: number[] = []
    const kept: number[] = []
    for (const row of changed) {
      if (tags[row] === 0) gone.push(row)
      if (tags[row] === 0 && oldTags[row] === 0) continue
      this.hashRow(row, oldTags[row]!, oldValues[row]!, -1)
      this.hashRow(row, tags[row]!, values[row]!, 1)
      oldTags[row] = tags[row]!
      oldValues[row] = values[row]!
      kept.push(row)
    }
    const causes = Int32Array.from(kept, (r) => Math.max(0, stamps[r]! - first))
    const diff = { ...packed(this.rows, kept), causes }
    for (const row of gone) dropRow(this.rows, row)
    return kept.length > 0 ? diff : undefined
  }

  save(): PairsState {
    const { tags } = this.rows
    this.kept ??= packed(
      this.rows,
      allRows(this.rows).filter((row) => tags[row] !== 0),
    )
    return this.kept
  }

  clearAll(): void {
    this.kept = undefined
    clearRows(this.rows)
    this.forgetWrites()
    this.hash.lo = 0
    this.hash.hi = 0
  }

  forgetWriters(): void {
    this.rows.stamps.fill(0)
  }

  restore(state: PairsState): void {
    if (state === this.kept) return
    const { rows } = this
    this.clearAll()
    this.kept = state
    // From the last row back, each insertion goes to the front of its list.
    for (let i = state.entities.length - 1; i >= 0; i--) {
      const row = insertRow(rows, state.entities[i]!, state.keys[i]!)
      rows.tags[row] = state.tags[i]!
      rows.values[row] = state.values[i]!
      rows.oldTags[row] = rows.tags[row]!
      rows.oldValues[row] = rows.values[row]!
      this.hashRow(row, rows.tags[row]!, rows.values[row]!, 1)
    }
  }

  private write(row: number, tag: number, value: number): void {
    const { rows, clock } = this
    if (rows.tags[row] === tag && rows.values[row] === value) return
    this.kept = undefined
    if (rows.stamps[row] !== clock.serial) {
      mustBeOpen(clock)
      rows.stamps[row] = clock.serial
      clock.wrote = clock.serial
      if (clock.tracking) {
        this.log.push(row)
        this.who.push(clock.serial)
      } else this.stale = true
    }
    rows.tags[row] = tag
    rows.values[row] = value
  }

  private forgetWrites(): void {
    if (this.log.length > 0) {
      this.log = []
      this.who = []
    }
    this.stale = false
  }

  private hashRow(row: number, tag: number, value: number, sign: number): void {
    if (tag === 0) return
    const entity = this.rows.entities[row]!
    const key = this.salt ^ Math.imul(this.rows.keys[row]!, 0x9e3779b1)
    // The tag is a cell of its own: a value of 0 adds nothing, and values of different tags may be equal numbers.
    addInt(this.hash, key, entity, tag, sign)
    addFloat(this.hash, key ^ Math.imul(tag, 0x85ebca6b), entity, value, sign)
  }
}

/** Those of the written rows that changed or were absent and are to go, once each, by ascending entity and key. */
function changedRows(rows: PairRows, written: readonly number[]): number[] {
  const { entities, keys, tags, values, oldTags, oldValues, stamps } = rows
  const changed: number[] = []
  for (const row of written) {
    // A negative stamp marks a row that is in the list already.
    if (stamps[row]! < 0) continue
    const same = tags[row] === oldTags[row] && values[row] === oldValues[row]
    if (same && tags[row] !== 0) continue
    changed.push(row)
    stamps[row] = -1 - stamps[row]!
  }
  for (const row of changed) stamps[row] = -1 - stamps[row]!
  return changed.sort((a, b) => entities[a]! - entities[b]! || keys[a]! - keys[b]!)
}

const packed = (rows: PairRows, list: readonly number[]): PairsState => ({
  entities: Int32Array.from(list, (r) => rows.entities[r]!),
  keys: Int32Array.from(list, (r) => rows.keys[r]!),
  tags: Uint8Array.from(list, (r) => rows.tags[r]!),
  values: Float64Array.from(list, (r) => rows.values[r]!),
})
