import { type Game, TERMINAL } from '../../../engine/index.js'
import { historyAt } from '../../kernels/board/index.js'
import { LINES_OF_THREE } from './lines.js'

const ROWS = 3
const CELLS = ROWS * ROWS
const history = historyAt(CELLS + 1, CELLS)
/** 1 + the winner, or 0. */
const WINNER = CELLS
const MARKS = '.xo'

/** The lines through each cell, without the cell. */
const LINES: readonly (readonly (readonly [number, number])[])[] = Array.from(
  { length: CELLS },
  (_, cell) => {
    return LINES_OF_THREE.filter((line) => line.includes(cell)).map(
      (line) => line.filter((c) => c !== cell) as [number, number],
    )
  },
)

const isWin = (s: Int32Array, cell: number, mark: number): boolean => {
  const lines = LINES[cell]!
  for (let i = 0; i < lines.length; i++) {
    const line = lines[i]!
    if (s[line[0]] === mark && s[line[1]] === mark) return true
  }
  return false
}

function text(s: Int32Array): string {
  let out = ''
  for (let i = 0; i < CELLS; i++) {
    if (i > 0 && i % ROWS === 0) out += '\n'
    out += MARKS[s[i]!]!
  }
  return out
}

const NONE: readonly number[] = Object.freeze([])
const RETURNS = [
  [0, 0],
  [1, -1],
  [-1, 1],
] as const

/** Three in a row. Moves are cells, row by row; player 0 has the crosses. */
export const ticTacToeRules: Game = {
  name: 'tic_tac_toe()',
  players: 2,
  moves: CELLS,
  cells: [
    ...Array.from({ length: CELLS }, (_, i) => `board.${Math.floor(i / ROWS)}.${i % ROWS}`),
    'winner',
    ...history.cells,
  ],
  utility: 'zero-sum',
  minReturn: -1,
  maxReturn: 1,
  information: 'perfect',
  rewards: 'terminal',
  longest: CELLS,
  start() {},
  turn(s) {
    const n = history.count(s)
    return s[WINNER] !== 0 || n === CELLS ? TERMINAL : n & 1
  },
  legal(s, player) {
    if (this.turn(s) !== player) return NONE
    const out: number[] = []
    for (let i = 0; i < CELLS; i++) if (s[i] === 0) out.push(i)
    return out
  },
  isLegal(s, player, move) {
    return s[move] === 0 && move < CELLS && this.turn(s) === player
  },
  apply(s, cell) {
    const mark = (history.count(s) & 1) + 1
    s[cell] = mark
    history.push(s, cell)
    if (isWin(s, cell, mark)) s[WINNER] = mark
  },
  returns: (s) => RETURNS[s[WINNER]! as 0 | 1 | 2],
  text,
  moveText: (_, player, move) => `${MARKS[player + 1]}(${Math.floor(move / ROWS)},${move % ROWS})`,
  informationState: (s) => history.text(s),
  observation: text,
  /** Nine numbers for each of: empty, noughts, crosses. */
  tensor: {
    length: 3 * CELLS,
    write(s, _player, out) {
      for (let i = 0; i < CELLS; i++) {
        const mark = s[i]!
        out[(mark === 0 ? 0 : mark === 1 ? 2 : 1) * CELLS + i] = 1
      }
    },
  },
}
