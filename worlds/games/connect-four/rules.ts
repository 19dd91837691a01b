import { type Game, TERMINAL } from '../../../engine/index.js'
import { bitLists, gameName } from '../../kernels/board/index.js'

/** What {@link connectFourRules} takes. */
export interface ConnectFour {
  readonly rows: number
  readonly columns: number
  /** How many in a line win. */
  readonly xInRow: number
}

const NONE: readonly number[] = Object.freeze([])
const RETURNS = [
  [0, 0],
  [1, -1],
  [-1, 1],
  [0, 0],
] as const
const DRAW = 3

/** By cell and direction: how many steps there are on the board, at most those that a line needs; and how far a step goes. */
function raysOf({ rows, columns, xInRow }: ConnectFour) {
  const steps = [
    [0, 1],
    [1, 0],
    [1, 1],
    [1, -1],
    [0, -1],
    [-1, 0],
    [-1, -1],
    [-1, 1],
  ] as const
  const reach = new Int8Array(rows * columns * steps.length)
  for (let cell = 0; cell < rows * columns; cell++) {
    for (let d = 0; d < steps.length; d++) {
      let row = Math.floor(cell / columns)
      let column = cell % columns
      let n = -1
      while (row >= 0 && row < rows && column >= 0 && column < columns && n < xInRow - 1) {
        n += 1
        row += steps[d]![0]
        column += steps[d]![1]
      }
      reach[cell * steps.length + d] = n
    }
  }
  return { reach, stride: Int32Array.from(steps, ([dr, dc]) => dr * columns + dc) }
}

/** Makes a test of whether the last piece, which lies in a cell, completes a line. */
function lineTest(size: ConnectFour): (s: Int32Array, cell: number) => boolean {
  const { reach, stride } = raysOf(size)
  const along = (s: Int32Array, cell: number, ray: number): number => {
    const most = reach[cell * 8 + ray]!
    const step = stride[ray]!
    const mine = s[cell]! & 1
    let n = 0
    for (let at = cell + step; n < most; n++, at += step) {
      const other = s[at]!
      if (other === 0 || (other & 1) !== mine) break
    }
    return n
  }
  const needed = size.xInRow - 1
  return (s, cell) => {
    for (let ray = 0; ray < 4; ray++) {
      if (along(s, cell, ray) + along(s, cell, ray + 4) >= needed) return true
    }
    return false
  }
}

/**
 * Connect four: players drop pieces into columns in turn; whoever has four in a line first wins.
 *
 * Cells: by board cell from the bottom row, which piece lies there (1 for the first one dropped, 2 for the second, …) or 0; by
 * column how many it holds; the columns with room as bits; how many were dropped; and 1 + the winner, 3 for a draw, or 0.
 *
 * @example
 * connectFourRules({ rows: 6, columns: 7, xInRow: 4 })
 */
export function connectFourRules(size: ConnectFour): Game {
  const { rows, columns, xInRow } = size
  const board = rows * columns
  const room = board + columns
  const count = room + 1
  const outcome = count + 1
  const isLine = lineTest(size)
  const lists = bitLists()
  const turn = (s: Int32Array): number => (s[outcome] !== 0 ? TERMINAL : s[count]! & 1)
  const { text, dropped, tensor } = picturesOf(size)
  return {
    name: gameName('connect_four', {
      rows: [rows, 6],
      columns: [columns, 7],
      x_in_row: [xInRow, 4],
    }),
    players: 2,
    moves: columns,
    cells: [
      ...Array.from({ length: board }, (_, i) => `board.${Math.floor(i / columns)}.${i % columns}`),
      ...Array.from({ length: columns }, (_, i) => `height.${i}`),
      'room',
      'dropped',
      'outcome',
    ],
    utility: 'zero-sum',
    minReturn: -1,
    maxReturn: 1,
    information: 'perfect',
    rewards: 'terminal',
    longest: board,
    start(s) {
      s[room] = (1 << columns) - 1
    },
    turn,
    legal: (s, player) => (turn(s) === player ? lists(s[room]!) : NONE),
    isLegal: (s, player, move) => ((s[room]! >> move) & 1) === 1 && turn(s) === player,
    apply(s, column) {
      const height = s[board + column]!
      const cell = height * columns + column
      const piece = s[count]! + 1
      s[cell] = piece
      s[board + column] = height + 1
      s[count] = piece
      if (height + 1 === rows) s[room]! ^= 1 << column
      if (isLine(s, cell)) s[outcome] = piece & 1 ? 1 : 2
      else if (piece === board) s[outcome] = DRAW
    },
    returns: (s) => RETURNS[s[outcome]! as 0 | 1 | 2 | 3],
    text,
    moveText: (_, player, move) => `${player === 0 ? 'x' : 'o'}${move}`,
    informationState: (s) => dropped(s, s[count]!).join(', '),
    observation: text,
    tensor,
  }
}

/** The board as text and as numbers, and the order in which it was filled. */
function picturesOf({ rows, columns }: ConnectFour) {
  const text = (s: Int32Array): string => {
    let out = ''
    for (let row = rows - 1; row >= 0; row--) {
      for (let column = 0; column < columns; column++) {
        const piece = s[row * columns + column]!
        out += piece === 0 ? '.' : piece & 1 ? 'x' : 'o'
      }
      out += '\n'
    }
    return out
  }
  const dropped = (s: Int32Array, n: number): number[] => {
    const order = Array.from({ length: n }, () => 0)
    for (let i = 0; i < rows * columns; i++) if (s[i] !== 0) order[s[i]! - 1] = i % columns
    return order
  }
  const board = rows * columns
  /** The board three times: what is the first player's, what is the second one's, what is empty. */
  const tensor: NonNullable<Game['tensor']> = {
    length: 3 * board,
    write(s, _player, out) {
      for (let i = 0; i < board; i++) {
        const piece = s[i]!
        out[(piece === 0 ? 2 : piece & 1 ? 0 : 1) * board + i] = 1
      }
    },
  }
  return { text, dropped, tensor }
}
