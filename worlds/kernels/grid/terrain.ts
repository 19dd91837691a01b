/** A rectangle of cells, one character each, row by row: cell number = y · width + x, y growing downwards. */
export interface Terrain {
  readonly width: number
  readonly height: number
  /** Character codes by cell. */
  readonly codes: Uint16Array
}

/** Reads a terrain from rows of text of equal length. Rows that are shorter are filled with blanks. */
export function readTerrain(rows: readonly string[]): Terrain {
  const width = rows.reduce((most, row) => Math.max(row.length, most), 0)
  const codes = new Uint16Array(width * rows.length).fill(32)
  rows.forEach((row, y) => {
    for (let x = 0; x < row.length; x++) codes[y * width + x] = row.charCodeAt(x)
  })
  return { width, height: rows.length, codes }
}

/** Cells that bear a character, ascending. */
export function cellsWith({ codes }: Terrain, character: string): number[] {
  const code = character.charCodeAt(0)
  const found: number[] = []
  for (let cell = 0; cell < codes.length; cell++) if (codes[cell] === code) found.push(cell)
  return found
}

/** Whether a cell is one of the outermost. */
export function isBorder({ width, height }: Terrain, cell: number): boolean {
  const x = cell % width
  const y = (cell - x) / width
  return x === 0 || y === 0 || x === width - 1 || y === height - 1
}

/** A cell as a place on the grid: [x, y]. */
export const placeOf = (width: number, cell: number): [x: number, y: number] => [
  cell % width,
  Math.floor(cell / width),
]
