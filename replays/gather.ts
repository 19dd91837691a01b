import type { ColumnDiff, Diff, PairsDiff } from '../engine/index.js'
import type { CellTaker } from './cells.js'
import { isFloatColumn, type Layout } from './layout.js'
import { rowId } from './rows.js'
import { type ByteReader, refuse } from './varint.js'

/** Cells of one column, in any order; the lists are parallel. */
interface Found {
  readonly ids: number[]
  readonly values: number[]
  readonly causes: number[]
}

interface FoundRow {
  readonly id: number
  readonly entity: number
  readonly key: number
  readonly tag: number
  readonly value: number
  readonly cause: number
}

/** Sorts what a frame changed into a diff. */
export interface Gatherer extends CellTaker {
  /** @throws CoactError `replay/corrupt` when a cell or row comes twice */
  diff(): Pick<Diff, 'columns' | 'pairs'>
}

/** @param r names the place in errors */
export function createGatherer(r: ByteReader, layout: Layout): Gatherer {
  const columns: (Found | undefined)[] = new Array(layout.columns.length)
  const rows: FoundRow[][] = layout.tables.map(() => [])
  return {
    cell(column, entity, value, cause) {
      let found = columns[column]
      if (found === undefined) {
        found = { ids: [], values: [], causes: [] }
        columns[column] = found
      }
      found.ids.push(entity)
      found.values.push(value)
      found.causes.push(cause)
    },
    row: (table, entity, key, tag, value, cause) => {
      rows[table]!.push({ id: rowId(entity, key), entity, key, tag, value, cause })
    },
    diff: () => ({
      columns: layout.columns.flatMap((info, column) => {
        const found = columns[column]
        return found === undefined ? [] : [columnDiff(r, column, found, isFloatColumn(info))]
      }),
      pairs: rows.map((list) => pairsDiff(r, list)),
    }),
  }
}

function columnDiff(r: ByteReader, column: number, found: Found, isFloat: boolean): ColumnDiff {
  const { ids, values, causes } = isAscending(found.ids) ? found : sortFound(found)
  if (!isAscending(ids)) return refuse(r, `column ${column} has a cell twice`)
  return {
    column,
    ids: Int32Array.from(ids),
    values: isFloat ? Float64Array.from(values) : Int32Array.from(values),
    causes: Int32Array.from(causes),
  }
}

function sortFound({ ids, values, causes }: Found): Found {
  const order = ids.map((_, i) => i).sort((a, b) => ids[a]! - ids[b]!)
  return {
    ids: order.map((i) => ids[i]!),
    values: order.map((i) => values[i]!),
    causes: order.map((i) => causes[i]!),
  }
}

function isAscending(numbers: readonly number[]): boolean {
  for (let i = 1; i < numbers.length; i++) if (numbers[i - 1]! >= numbers[i]!) return false
  return true
}

function areAscending(rows: readonly FoundRow[]): boolean {
  for (let i = 1; i < rows.length; i++) if (rows[i - 1]!.id >= rows[i]!.id) return false
  return true
}

function pairsDiff(r: ByteReader, rows: FoundRow[]): PairsDiff | undefined {
  if (rows.length === 0) return undefined
  if (!areAscending(rows)) rows.sort((a, b) => a.id - b.id)
  if (!areAscending(rows)) return refuse(r, 'a row comes twice')
  return {
    entities: Int32Array.from(rows, (row) => row.entity),
    keys: Int32Array.from(rows, (row) => row.key),
    tags: Uint8Array.from(rows, (row) => row.tag),
    values: Float64Array.from(rows, (row) => row.value),
    causes: Int32Array.from(rows, (row) => row.cause),
  }
}
