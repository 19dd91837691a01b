/** Parameters of laser tag. */
export interface LaserTagParams {
  /** Joint moves until the end; negative: until the first tag. */
  readonly horizon: number
  /** Whether being tagged costs 1. */
  readonly zeroSum: boolean
  /** Rows of `.` floor, `*` walls and `S` floor on which players begin. */
  readonly grid: string
}

/** A grid that was read. Squares are numbered row by row. */
export interface Arena {
  readonly rows: number
  readonly columns: number
  /** 1 where a wall stands, by square. */
  readonly walls: Uint8Array
  /** Squares on which players begin. */
  readonly spawns: readonly number[]
}

/** The usual grid. */
export const GRID = 'S.....S\n.......\n..*.*..\n.**.**.\n..*.*..\n.......\nS.....S'

export function readArena(grid: string): Arena {
  const rows = rowsOf(grid)
  const columns = rows[0]!.length
  const squares = rows.join('')
  const spawns: number[] = []
  for (let i = 0; i < squares.length; i++) if (squares[i] === 'S') spawns.push(i)
  return {
    rows: rows.length,
    columns,
    walls: Uint8Array.from(squares, (c) => (c === '*' ? 1 : 0)),
    spawns,
  }
}

/** What is wrong with a grid; undefined when it is fit to play on. */
export function gridProblem(grid: string): string | undefined {
  const rows = rowsOf(grid)
  if (rows.some((row) => row.length !== rows[0]!.length)) return 'rows of equal length'
  if (!/^[.*S\n]*$/.test(grid)) return 'only ".", "*", "S" and line breaks'
  return grid.split('S').length < 3 ? 'at least two "S" to begin on' : undefined
}

const rowsOf = (grid: string): string[] => grid.replace(/\n$/, '').split('\n')

/** Directions that one can face: north, south, east, west. */
export const DOWN: readonly number[] = [-1, 1, 0, 0]
export const RIGHT: readonly number[] = [0, 0, 1, -1]
/** What one faces after a turn to the left and to the right. */
export const LEFT_OF: readonly number[] = [3, 2, 0, 1]
export const RIGHT_OF: readonly number[] = [2, 3, 1, 0]

/** The square that lies in a direction, or -1 beyond the edge. */
export function beside({ rows, columns }: Arena, square: number, facing: number): number {
  const row = Math.floor(square / columns) + DOWN[facing]!
  const column = (square % columns) + RIGHT[facing]!
  const isInside = row >= 0 && row < rows && column >= 0 && column < columns
  return isInside ? row * columns + column : -1
}
