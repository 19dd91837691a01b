import { CHANCE, type Game, TERMINAL } from '../../../engine/index.js'
import { gameName } from '../../kernels/board/index.js'

/** What {@link catchRules} takes. */
export interface Catch {
  readonly rows: number
  readonly columns: number
}

const NONE: readonly number[] = Object.freeze([])
const MOVES: readonly number[] = Object.freeze([0, 1, 2])
const TEXTS = ['LEFT', 'STAY', 'RIGHT']
const BALL_ROW = 0
const BALL_COLUMN = 1
const PADDLE = 2
const HAS_BALL = 3

/**
 * Catch, for one player: a ball falls from a random column, a row a move; the paddle in the last row must be below it.
 *
 * Cells: row and column of the ball, column of the paddle, and whether there is a ball yet.
 *
 * @example
 * catchRules({ rows: 10, columns: 5 })
 */
export function catchRules({ rows, columns }: Catch): Game {
  const outcomes = Object.freeze(Array.from({ length: columns }, (_, i) => i))
  const turn = (s: Int32Array): number => {
    if (s[HAS_BALL] === 0) return CHANCE
    return s[BALL_ROW] === rows - 1 ? TERMINAL : 0
  }
  const text = (s: Int32Array): string => {
    let out = ''
    for (let i = 0; i < rows * columns; i++) {
      const column = i % columns
      const row = (i - column) / columns
      if (s[HAS_BALL] === 0) out += '.'
      else if (row === rows - 1 && column === s[PADDLE]) out += 'x'
      else out += row === s[BALL_ROW] && column === s[BALL_COLUMN] ? 'o' : '.'
      if (column === columns - 1) out += '\n'
    }
    return out
  }
  return {
    name: gameName('catch', { rows: [rows, 10], columns: [columns, 5] }),
    players: 1,
    moves: 3,
    cells: ['ball.row', 'ball.column', 'paddle', 'started'],
    utility: 'general-sum',
    minReturn: -1,
    maxReturn: 1,
    information: 'perfect',
    rewards: 'terminal',
    longest: rows,
    start() {},
    turn,
    legal: (s, player) => (turn(s) === player ? MOVES : NONE),
    chance: () => ({ outcomes }),
    apply(s, move) {
      if (s[HAS_BALL] === 0) {
        s[HAS_BALL] = 1
        s[BALL_COLUMN] = move
        s[PADDLE] = Math.floor(columns / 2)
      } else {
        s[BALL_ROW]! += 1
        s[PADDLE] = Math.min(Math.max(s[PADDLE]! + move - 1, 0), columns - 1)
      }
    },
    returns(s) {
      if (turn(s) !== TERMINAL) return [0]
      return [s[BALL_COLUMN] === s[PADDLE] ? 1 : -1]
    },
    text,
    moveText: (_, player, move) =>
      player === CHANCE ? `Initialized ball to ${move}` : TEXTS[move]!,
    informationState: text,
    observation: text,
    view: (s) =>
      s[HAS_BALL] === 0 ? null : { ball: [s[BALL_ROW]!, s[BALL_COLUMN]!], paddle: s[PADDLE]! },
    /** Ones where the ball is and where the paddle is. */
    tensor: {
      length: rows * columns,
      write(s, _player, out) {
        if (s[HAS_BALL] === 0) return
        out[s[BALL_ROW]! * columns + s[BALL_COLUMN]!] = 1
        out[(rows - 1) * columns + s[PADDLE]!] = 1
      },
    },
  }
}
