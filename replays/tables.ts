import { type Diff, type EpisodeState, type Json, limits } from '../engine/index.js'
import type { CellTaker } from './cells.js'
import { corrupt } from './faults.js'
import { isFloatColumn, type Layout } from './layout.js'
import { applyPatches } from './patches.js'
import { applyRows, copyRows, emptyRows, findRow, type PairRows, rowId, setRow } from './rows.js'
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

/** The state before the setup. */
export const emptyTables = (layout: Layout): StateTables => ({
  columns: layout.columns.map((c) => (isFloatColumn(c) ? new Float64Array(0) : new Int32Array(0))),
  pairs: layout.tables.map(() => emptyRows()),
  strings: [''],
  docs: new Map(),
})

/** A copy that shares nothing. */
export const copyTables = (t: StateTables): StateTables => {
  const copy = copyBare(t)
  copyDocs(t, copy)
  return copy
}

/** A copy that shares nothing and has no documents. */
export const copyBare = (t: StateTables): StateTables => ({
  // What is empty is never written: it is replaced when it has to grow.
  columns: t.columns.map((c) => (c.length === 0 ? c : c.slice())),
  pairs: t.pairs.map(copyRows),
  strings: t.strings.slice(),
  docs: new Map(),
})

export function copyDocs(from: StateTables, to: StateTables): void {
  for (const [name, doc] of from.docs) to.docs.set(name, copyJson(doc) as Json)
}

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

export function applyTexts(
  tables: StateTables,
  { strings, docs }: Pick<Diff, 'strings' | 'docs'>,
): void {
  for (const text of strings) tables.strings.push(text)
  for (const { doc, patches } of docs)
    tables.docs.set(doc, applyPatches(tables.docs.get(doc), patches))
}

/**
 * Brings the tables forward cell by cell. Rows wait for `finish`, because what goes with the rest of an entity's rows is
 * found in the tables as they were before.
 */
export interface Setter extends CellTaker {
  readonly tables: StateTables
  /** To be called after each frame. */
  finish(): void
}

export function createSetter(tables: StateTables): Setter {
  const rows: {
    readonly table: PairRows
    readonly id: number
    readonly tag: number
    readonly value: number
  }[] = []
  return {
    tables,
    cell(column, entity, value) {
      const cells = tables.columns[column]!
      if (entity < cells.length) cells[entity] = value
      else cellsFor(tables, column, entity)[entity] = value
    },
    row(table, entity, key, tag, value) {
      rows.push({ table: tables.pairs[table]!, id: rowId(entity, key), tag, value })
    },
    finish() {
      if (rows.length === 0) return
      for (const { table, id, tag, value } of rows)
        setRow(table, findRow(table, id), id, tag, value)
      rows.length = 0
    },
  }
}

function cellsFor(tables: StateTables, column: number, entity: number): Int32Array | Float64Array {
  const cells = tables.columns[column]!
  if (entity < cells.length) return cells
  const capacity = Math.max(64, 1 << (32 - Math.clz32(entity)))
  const others = tables.columns.reduce((sum, c) => sum + c.length, -cells.length)
  if (others + capacity > limits.STATE_CELLS_MAX)
    throw corrupt('the state', `more than ${limits.STATE_CELLS_MAX} cells`)
  const grown =
    cells instanceof Float64Array ? new Float64Array(capacity) : new Int32Array(capacity)
  grown.set(cells)
  tables.columns[column] = grown
  return grown
}

/** The tables in a saved state; they share its arrays. */
export function tablesOf({ store, docs }: EpisodeState): StateTables {
  return {
    columns: [...store.columns],
    pairs: store.pairs.map(({ entities, keys, tags, values }) => ({
      count: entities.length,
      ids: Float64Array.from(entities, (e, i) => rowId(e, keys[i]!)),
      tags,
      values,
    })),
    strings: [...store.strings],
    docs: new Map(docs),
  }
}
