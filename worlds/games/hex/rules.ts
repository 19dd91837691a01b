import { type Game, TERMINAL } from '../../../engine/index.js'
import { gameName } from '../../kernels/board/index.js'

const NONE: readonly number[] = Object.freeze([])
const RETURNS = [
  [0, 0],
  [1, -1],
  [-1, 1],
] as const
/** Both edges of a player's. */
const BOTH = 3

/** By cell: its neighbours, then -1 up to six. */
function neighboursOf(size: number): Int16Array {
  const out = new Int16Array(size * size * 6).fill(-1)
  const around = [
    [-1, 0],
    [-1, 1],
    [0, 1],
    [1, 0],
    [1, -1],
    [0, -1],
  ] as const
  for (let cell = 0; cell < size * size; cell++) {
    let n = cell * 6
    for (const [dr, dc] of around) {
      const row = Math.floor(cell / size) + dr
      const column = (cell % size) + dc
      if (row >= 0 && row < size && column >= 0 && column < size) out[n++] = row * size + column
    }
  }
  return out
}

const edgesOf = (size: number, cell: number, player: number): number => {
  const along = player === 0 ? Math.floor(cell / size) : cell % size
  return (along === 0 ? 1 : 0) | (along === size - 1 ? 2 : 0)
}

/** Makes the function that lays a stone and joins it to the edges of its player; it gives the edges that are joined. */
function layer(size: number): (s: Int32Array, cell: number, stone: number) => number {
  const neighbours = neighboursOf(size)
  const waiting = new Int16Array(size * size)
  return (s, cell, stone) => {
    const player = stone & 1 ? 0 : 1
    const isMine = (v: number): boolean => v !== 0 && ((v >> 2) & 1) === (stone & 1)
    let edges = edgesOf(size, cell, player)
    for (let i = cell * 6; i < cell * 6 + 6 && neighbours[i]! >= 0; i++) {
      const v = s[neighbours[i]!]!
      if (isMine(v)) edges |= v & BOTH
    }
    s[cell] = stone * 4 + edges
    if (edges === 0 || edges === BOTH) return edges
    let n = 0
    waiting[n++] = cell
    while (n > 0) {
      const at = waiting[--n]!
      for (let i = at * 6; i < at * 6 + 6 && neighbours[i]! >= 0; i++) {
        const next = neighbours[i]!
        const v = s[next]!
        if (!isMine(v) || (v & BOTH) !== 0) continue
        s[next] = v | edges
        waiting[n++] = next
      }
    }
    return edges
  }
}

/**
 * Hex: players lay stones in turn on a rhombus of hexagons; player 0 wins by joining top and bottom, player 1 left and right.
 *
 * Cells: by board cell 4 × the number of its stone (1 for the first one laid, …) + the edges of its player that it is joined
 * to (1 top or left, 2 bottom or right), or 0; how many were laid; 1 + the winner, or 0.
 *
 * @param size rows and columns, 1 to 19
 */
export function hexRules(size: number): Game {
  const cells = size * size
  const laid = cells
  const winner = cells + 1
  const lay = layer(size)
  const turn = (s: Int32Array): number => {
    if (s[winner] !== 0) return TERMINAL
    return s[laid]! & 1
  }
  const text = textOf(size)
  return {
    name: gameName('hex', { board_size: [size, 11] }),
    players: 2,
    moves: cells,
    cells: [
      ...Array.from({ length: cells }, (_, i) => `board.${Math.floor(i / size)}.${i % size}`),
      'laid',
      'winner',
    ],
    utility: 'zero-sum',
    minReturn: -1,
    maxReturn: 1,
    information: 'perfect',
    rewards: 'terminal',
    longest: cells,
    start() {},
    turn,
    legal(s, player) {
      if (turn(s) !== player) return NONE
      const out: number[] = []
      for (let i = 0; i < cells; i++) if (s[i] === 0) out.push(i)
      return out
    },
    isLegal: (s, player, move) => move < cells && s[move] === 0 && turn(s) === player,
    apply(s, cell) {
      const stone = s[laid]! + 1
      s[laid] = stone
      if (lay(s, cell, stone) === BOTH) s[winner] = stone & 1 ? 1 : 2
    },
    returns: (s) => RETURNS[s[winner]! as 0 | 1 | 2],
    text,
    moveText: (_, __, move) =>
      `${String.fromCharCode(97 + (move % size))}${Math.floor(move / size) + 1}`,
    informationState(s) {
      const order = Array.from({ length: s[laid]! }, () => 0)
      for (let i = 0; i < cells; i++) if (s[i] !== 0) order[(s[i]! >> 2) - 1] = i
      return order.join(', ')
    },
    observation: text,
    tensor: tensorOf(cells),
  }
}

/** By stone and what it is joined to: where OpenSpiel has it among nine planes. */
const BLACK_PLANES = [5, 7, 6, 8]
const WHITE_PLANES = [3, 1, 2, 0]
const EMPTY_PLANE = 4

const tensorOf = (cells: number): NonNullable<Game['tensor']> => ({
  length: 9 * cells,
  write(s, _player, out) {
    for (let i = 0; i < cells; i++) {
      const v = s[i]!
      const planes = v & 4 ? BLACK_PLANES : WHITE_PLANES
      out[(v === 0 ? EMPTY_PLANE : planes[v & BOTH]!) * cells + i] = 1
    }
  },
})

const textOf =
  (size: number) =>
  (s: Int32Array): string => {
    let out = ''
    for (let i = 0; i < size * size; i++) {
      if (i > 0 && i % size === 0) out += `\n${' '.repeat(i / size)}`
      const v = s[i]!
      out += v === 0 ? '. ' : v & 4 ? 'x ' : 'o '
    }
    return out
  }
