/** The rows, columns and diagonals of a 3 × 3 board whose cells are numbered row by row. */
export const LINES_OF_THREE: readonly (readonly [number, number, number])[] = [
  [0, 1, 2],
  [3, 4, 5],
  [6, 7, 8],
  [0, 3, 6],
  [1, 4, 7],
  [2, 5, 8],
  [0, 4, 8],
  [2, 4, 6],
]
