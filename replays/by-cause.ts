import type { Diff } from '../engine/index.js'
import { TEMPLATE_CELLS_MAX } from './templates.js'

/** The changed cells of a frame, sorted by cause; a cause with too many for a template has none here. */
export interface CellsByCause {
  /** Where the cells of each cause begin; one more entry than there are causes. */
  starts: Int32Array
  /** By cause: 1 where its cells are to be written as blocks. */
  isMany: Uint8Array
  entities: Int32Array
  /** Columns or, past the columns, pair tables. */
  columns: Int32Array
  keys: Int32Array
  tags: Int32Array
  values: Float64Array
}

export const cellsByCause = (): CellsByCause => ({
  starts: new Int32Array(64),
  isMany: new Uint8Array(64),
  entities: new Int32Array(256),
  columns: new Int32Array(256),
  keys: new Int32Array(256),
  tags: new Int32Array(256),
  values: new Float64Array(256),
})

/** Sorts the cells of a diff, in the order of the diff within each cause. @param causes how many there are */
export function sortByCause(
  cells: CellsByCause,
  causes: number,
  diff: Diff,
  columns: number,
): void {
  countCells(cells, causes, diff)
  const { isMany } = cells
  const next = cells.starts.slice(0, causes)
  for (const { column, ids, values, causes: who } of diff.columns) {
    for (let i = 0; i < ids.length; i++) {
      if (isMany[who[i]!] === 0) put(cells, next[who[i]!]!++, ids[i]!, column, 0, 0, values[i]!)
    }
  }
  diff.pairs.forEach((rows, table) => {
    if (rows === undefined) return
    const { entities, keys, tags, values, causes: who } = rows
    for (let i = 0; i < entities.length; i++) {
      if (isMany[who[i]!] === 1) continue
      put(cells, next[who[i]!]!++, entities[i]!, columns + table, keys[i]!, tags[i]!, values[i]!)
    }
  })
}

function put(
  cells: CellsByCause,
  at: number,
  entity: number,
  column: number,
  key: number,
  tag: number,
  value: number,
): void {
  cells.entities[at] = entity
  cells.columns[at] = column
  cells.keys[at] = key
  cells.tags[at] = tag
  cells.values[at] = value
}

function countCells(cells: CellsByCause, causes: number, diff: Diff): void {
  if (cells.isMany.length < causes) {
    cells.starts = new Int32Array(causes * 2 + 1)
    cells.isMany = new Uint8Array(causes * 2)
  }
  const { starts, isMany } = cells
  starts.fill(0, 0, causes + 1)
  for (const { causes: who } of diff.columns)
    for (let i = 0; i < who.length; i++) starts[who[i]!]! += 1
  for (const rows of diff.pairs) {
    if (rows !== undefined)
      for (let i = 0; i < rows.causes.length; i++) starts[rows.causes[i]!]! += 1
  }
  let total = 0
  for (let cause = 0; cause < causes; cause++) {
    const n = starts[cause]!
    isMany[cause] = n > TEMPLATE_CELLS_MAX ? 1 : 0
    starts[cause] = total
    if (n <= TEMPLATE_CELLS_MAX) total += n
  }
  starts[causes] = total
  if (cells.entities.length < total) {
    for (const name of ['entities', 'columns', 'keys', 'tags'] as const) {
      cells[name] = new Int32Array(total * 2)
    }
    cells.values = new Float64Array(total * 2)
  }
}
