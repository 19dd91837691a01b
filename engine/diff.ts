import type { Tracked } from './column.js'
import type { DocDiff, Docs } from './docs.js'
import { type ColumnDiff, discardWrites, flushColumn } from './flush.js'
import { fold, type Hash64, hash64 } from './hash.js'
import type { PairsDiff } from './pairs.js'
import type { Streams } from './rng.js'
import type { Store } from './store.js'

/** What one tick changed in the state: new values, by column, with the cause of each. */
export interface Diff {
  /** Changed columns, ascending. A spawned entity shows in `entity.alive`, its components in `entity.mask…`. */
  readonly columns: readonly ColumnDiff[]
  /** By table: attributes first, then the many-to-many relations in declared order. */
  readonly pairs: readonly (PairsDiff | undefined)[]
  /** Texts interned in this tick; the first has the number `stringsFrom`. */
  readonly strings: readonly string[]
  readonly stringsFrom: number
  readonly docs: readonly DocDiff[]
}

const byIndex = (a: Tracked, b: Tracked): number => a.index - b.index

/** Sorts columns; short lists by hand, as few change in one tick. */
function sortColumns(list: Tracked[]): void {
  if (list.length > 24) list.sort(byIndex)
  for (let i = 1; i < list.length; i++) {
    const column = list[i]!
    let j = i - 1
    for (; j >= 0 && list[j]!.index > column.index; j--) list[j + 1] = list[j]!
    list[j + 1] = column
  }
}

/** Collects the changes since the last call. @param first serial of the first cause since then */
export function takeDiff(store: Store, docs: Docs, stringsFrom: number, first: number): Diff {
  const dirty = store.clock.dirty
  sortColumns(dirty)
  const columns: ColumnDiff[] = []
  for (let i = 0; i < dirty.length; i++) {
    const d = flushColumn(dirty[i]!, first)
    if (d !== undefined) columns.push(d)
  }
  dirty.length = 0
  const pairs: (PairsDiff | undefined)[] = []
  for (let i = 0; i < store.pairs.length; i++) pairs.push(store.pairs[i]!.flush(first))
  return {
    columns,
    pairs,
    strings: store.strings.size() > stringsFrom ? store.strings.since(stringsFrom) : [],
    stringsFrom,
    docs: docs.flush(first),
  }
}

/** Ends a tick that nobody records: only what was written in bulk needs a look. */
export function discardDiff(store: Store, docs: Docs): void {
  const dirty = store.clock.dirty
  if (dirty.length > 0) {
    for (let i = 0; i < dirty.length; i++) discardWrites(dirty[i]!)
    dirty.length = 0
  }
  docs.flush(0)
}

/** Brings the hashes up to date after untracked ticks. */
export function catchUp(store: Store, docs: Docs): void {
  for (const column of store.columns) {
    if (column.writes.stale && !store.clock.dirty.includes(column)) store.clock.dirty.push(column)
  }
  takeDiff(store, docs, store.strings.size(), store.clock.serial)
  // The serial is used up: cells are stamped with it now.
  store.clock.serial += 1
}

/** The hash of the state as it stands; diffs must have been taken. */
export function stateHash(store: Store, docs: Docs, streams: Streams): Hash64 {
  const h = hash64()
  for (const c of store.columns) fold(h, c.hash.lo, c.hash.hi)
  for (const p of store.pairs) fold(h, p.hash.lo, p.hash.hi)
  for (const name in store.relations) fold(h, store.relations[name]!.counter, 0)
  store.strings.hashInto(h)
  docs.hashInto(h)
  streams.hashInto(h)
  return h
}
