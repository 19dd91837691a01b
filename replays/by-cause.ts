import type { Diff } from '../engine/index.js'

/** The changed cells of a frame, sorted by cause; within a cause they keep the order of the diff. */
export interface CellsByCause {
  /** Where the cells of each cause begin; one more entry than there are causes. */
  starts: Int32Array
  /** Where the next cell of each cause goes, while they are sorted. */
  next: Int32Array
  entities: Int32Array
  /** Columns or, past the columns, pair tables. */
  columns: Int32Array
  /** Rows of pair tables only. */
  keys: Int32Array
  tags: Uint8Array
  values: Float64Array
}

export const cellsByCause = (): CellsByCause => ({
  starts: new Int32Array(64),
  next: new Int32Array(64),
  entities: new Int32Array(256),
  columns: new Int32Array(256),
  keys: new Int32Array(256),
  tags: new Uint8Array(256),
  values: new Float64Array(256),
})

/** Sorts the cells of a diff into `cells`. @param causes how many there are @param columnCount columns before the tables */
export function sortByCause(
  cells: CellsByCause,
  causes: number,
  diff: Diff,
  columnCount: number,
): void {
  countCells(cells, causes, diff)
  const { next, entities, columns, keys, tags, values } = cells
  for (let i = 0; i < causes; i++) next[i] = cells.starts[i]!
  for (let c = 0; c < diff.columns.length; c++) {
    const change = diff.columns[c]!
    const { ids, causes: who, column } = change
    for (let i = 0; i < ids.length; i++) {
      const at = next[who[i]!]!++
      entities[at] = ids[i]!
      columns[at] = column
      values[at] = change.values[i]!
    }
  }
  for (let table = 0; table < diff.pairs.length; table++) {
    const rows = diff.pairs[table]
    if (rows === undefined) continue
    for (let i = 0; i < rows.entities.length; i++) {
      const at = next[rows.causes[i]!]!++
      entities[at] = rows.entities[i]!
      columns[at] = columnCount + table
      keys[at] = rows.keys[i]!
      tags[at] = rows.tags[i]!
      values[at] = rows.values[i]!
    }
  }
}

function countCells(cells: CellsByCause, causes: number, diff: Diff): void {
  if (cells.starts.length <= causes) {
    cells.starts = new Int32Array(causes * 2 + 1)
    cells.next = new Int32Array(causes * 2 + 1)
  }
  const { starts } = cells
  starts.fill(0, 0, causes + 1)
  for (let c = 0; c < diff.columns.length; c++) {
    const who = diff.columns[c]!.causes
    for (let i = 0; i < who.length; i++) starts[who[i]!]! += 1
  }
  for (let table = 0; table < diff.pairs.length; table++) {
    const rows = diff.pairs[table]
    if (rows === undefined) continue
    for (let i = 0; i < rows.causes.length; i++) starts[rows.causes[i]!]! += 1
  }
  let total = 0
  for (let cause = 0; cause <= causes; cause++) {
    const n = starts[cause]!
    starts[cause] = total
    total += n
  }
  if (cells.entities.length >= total) return
  cells.entities = new Int32Array(total * 2)
  cells.columns = new Int32Array(total * 2)
  cells.keys = new Int32Array(total * 2)
  cells.tags = new Uint8Array(total * 2)
  cells.values = new Float64Array(total * 2)
}
