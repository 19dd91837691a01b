import { applyPatches, type Patch } from 'immer'
import { expect } from 'vitest'
import type { Diff } from '../diff.js'
import type { Docs, Json } from '../docs.js'
import type { Store } from '../store.js'

/** A state made from nothing but diffs. */
export interface Replica {
  readonly columns: number[][]
  readonly pairs: Map<string, readonly [tag: number, value: number]>[]
  readonly strings: string[]
  readonly docs: Map<string, Json>
}

export const emptyReplica = (store: Store): Replica => ({
  columns: store.columns.map(() => []),
  pairs: store.pairs.map(() => new Map()),
  strings: [''],
  docs: new Map(),
})

/** Applies a diff, insisting that each entry changes something and comes in order. */
export function applyDiff(replica: Replica, diff: Diff): void {
  let lastColumn = -1
  for (const { column, ids, values } of diff.columns) {
    expect(column).toBeGreaterThan(lastColumn)
    lastColumn = column
    const cells = replica.columns[column]!
    ids.forEach((e, i) => {
      if (i > 0) expect(e).toBeGreaterThan(ids[i - 1]!)
      expect(values[i]).not.toBe(cells[e] ?? 0)
      cells[e] = values[i]!
    })
  }
  diff.pairs.forEach((table, t) => {
    if (table === undefined) return
    const rows = replica.pairs[t]!
    table.entities.forEach((e, i) => {
      const row = `${e} ${table.keys[i]}`
      const now = [table.tags[i]!, table.values[i]!] as const
      expect(now).not.toEqual(rows.get(row) ?? [0, 0])
      if (now[0] === 0) rows.delete(row)
      else rows.set(row, now)
    })
  })
  expect(diff.stringsFrom).toBe(replica.strings.length)
  replica.strings.push(...diff.strings)
  for (const { doc, patches } of diff.docs) {
    const before = (replica.docs.get(doc) ?? {}) as object
    replica.docs.set(doc, applyPatches(before, patches as Patch[]) as Json)
  }
}

/** Expects a replica to be the live state. */
export function expectSame(replica: Replica, store: Store, docs: Docs): void {
  for (const column of store.columns) {
    const cells = replica.columns[column.index]!
    for (let e = 0; e < Math.max(store.end(), cells.length); e++) {
      if ((cells[e] ?? 0) !== column.get(e))
        expect.fail(`${column.name} of ${e}: ${cells[e]} ≠ ${column.get(e)}`)
    }
  }
  store.pairs.forEach((table, t) => {
    const { entities, keys, tags, values } = table.save()
    const rows = Array.from(entities, (e, i) => [`${e} ${keys[i]}`, [tags[i], values[i]]])
    expect(Object.fromEntries(replica.pairs[t]!)).toEqual(Object.fromEntries(rows))
  })
  expect(replica.strings).toEqual(store.strings.save())
  expect([...replica.docs]).toEqual(docs.save())
}
