import { type Game, TERMINAL } from '../../../engine/index.js'
import { gameName } from '../../kernels/board/index.js'

/** What {@link breakthroughRules} takes. */
export interface Breakthrough {
  readonly rows: number
  readonly columns: number
}

const NONE: readonly number[] = Object.freeze([])
const RETURNS = [
  [0, 0],
  [1, -1],
  [-1, 1],
] as const
const PIECES = '.bw'
const STRAIGHT = 1

/** By player, cell and direction (left, straight, right as the board is drawn): the cell that a piece moves to, or -1. */
function targetsOf({ rows, columns }: Breakthrough): Int16Array {
  const cells = rows * columns
  const targets = new Int16Array(2 * cells * 3).fill(-1)
  for (let player = 0; player < 2; player++) {
    for (let cell = 0; cell < cells; cell++) {
      const row = Math.floor(cell / columns) + (player === 0 ? 1 : -1)
      for (let d = 0; d < 3; d++) {
        const column = (cell % columns) + d - 1
        if (row < 0 || row >= rows || column < 0 || column >= columns) continue
        targets[(player * cells + cell) * 3 + d] = row * columns + column
      }
    }
  }
  return targets
}

/** Makes the list of legal moves, and the test of one. */
function movesOf(size: Breakthrough) {
  const targets = targetsOf(size)
  const cells = size.rows * size.columns
  const list = (s: Int32Array, player: number): number[] => {
    const mine = player + 1
    const from = player * cells * 3
    const out: number[] = []
    for (let cell = 0; cell < cells; cell++) {
      if (s[cell] !== mine) continue
      for (let d = 0; d < 3; d++) {
        const to = targets[from + cell * 3 + d]!
        if (to < 0) continue
        const there = s[to]!
        const move = (cell * 6 + player * 3 + d) * 2
        if (there === 0) out.push(move)
        else if (d !== STRAIGHT && there !== mine) out.push(move + 1)
      }
    }
    return out
  }
  const target = (move: number): number => {
    const direction = (move >> 1) % 6
    const player = direction < 3 ? 0 : 1
    return targets[(player * cells + Math.floor(move / 12)) * 3 + (direction % 3)]!
  }
  const isOne = (s: Int32Array, player: number, move: number): boolean => {
    const direction = (move >> 1) % 6
    const cell = Math.floor(move / 12)
    if (cell >= cells || s[cell] !== player + 1 || direction < 3 !== (player === 0)) return false
    const to = target(move)
    if (to < 0) return false
    return move & 1 ? direction % 3 !== STRAIGHT && s[to] === 2 - player : s[to] === 0
  }
  return { list, target, isOne }
}

/**
 * Breakthrough: pieces move one cell straight or diagonally forward, and capture diagonally; whoever reaches the far row or
 * captures all wins.
 *
 * Cells: by board cell from the top row, 0, 1 for black (player 0) or 2 for white; by player how many pieces it has; how many
 * moves were made; 1 + the winner, or 0.
 *
 * @example
 * breakthroughRules({ rows: 8, columns: 8 })
 */
export function breakthroughRules(size: Breakthrough): Game {
  const { rows, columns } = size
  const cells = rows * columns
  const pieces = cells
  const made = cells + 2
  const winner = cells + 3
  const deep = rows >= 6 ? 2 : 1
  const { list, target, isOne } = movesOf(size)
  const turn = (s: Int32Array): number => (s[winner] !== 0 ? TERMINAL : s[made]! & 1)
  const text = textOf(size)
  return {
    name: gameName('breakthrough', { rows: [rows, 8], columns: [columns, 8] }),
    players: 2,
    moves: cells * 12,
    cells: [
      ...Array.from({ length: cells }, (_, i) => `board.${Math.floor(i / columns)}.${i % columns}`),
      'pieces.0',
      'pieces.1',
      'moves',
      'winner',
    ],
    utility: 'zero-sum',
    minReturn: -1,
    maxReturn: 1,
    information: 'perfect',
    rewards: 'terminal',
    longest: longest(size),
    start(s) {
      s.fill(1, 0, deep * columns)
      s.fill(2, cells - deep * columns, cells)
      s.fill(deep * columns, pieces, pieces + 2)
    },
    turn,
    legal: (s, player) => (turn(s) === player ? list(s, player) : NONE),
    isLegal: (s, player, move) => turn(s) === player && isOne(s, player, move),
    apply(s, move) {
      const player = s[made]! & 1
      const to = target(move)
      if (s[to] !== 0) s[pieces + 1 - player]! -= 1
      s[to] = player + 1
      s[Math.floor(move / 12)] = 0
      s[made]! += 1
      const isFar = player === 0 ? to >= cells - columns : to < columns
      if (isFar || s[pieces + 1 - player] === 0) s[winner] = player + 1
    },
    returns: (s) => RETURNS[s[winner]! as 0 | 1 | 2],
    text,
    moveText(_, __, move) {
      const end = move & 1 ? '*' : ''
      return `${nameOf(size, Math.floor(move / 12))}${nameOf(size, target(move))}${end}`
    },
    informationState: (s) => `${text(s)}${s[made]! & 1 ? 'w' : 'b'}`,
    observation: text,
    /** The board three times: what is black, what is white, what is empty. */
    tensor: {
      length: 3 * cells,
      write(s, _player, out) {
        for (let i = 0; i < cells; i++) out[((s[i]! + 2) % 3) * cells + i] = 1
      },
    },
  }
}

/** How many moves there can be: each piece steps to the row before the last, then one steps on. */
const longest = ({ rows, columns }: Breakthrough): number => {
  const deep = rows >= 6 ? 2 : 1
  let steps = 0
  for (let row = 0; row < deep; row++) steps += columns * (rows - 2 - row)
  return 2 * steps + 1
}

const nameOf = ({ rows, columns }: Breakthrough, cell: number): string =>
  `${letter(cell % columns)}${rows - Math.floor(cell / columns)}`

const letter = (column: number): string => String.fromCharCode(97 + column)

const textOf =
  ({ rows, columns }: Breakthrough) =>
  (s: Int32Array): string => {
    let out = ''
    for (let row = 0; row < rows; row++) {
      out += rows - row
      for (let column = 0; column < columns; column++) out += PIECES[s[row * columns + column]!]!
      out += '\n'
    }
    out += ' '
    for (let column = 0; column < columns; column++) out += letter(column)
    return `${out}\n`
  }
