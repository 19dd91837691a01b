import { type Game, TERMINAL } from '../../../engine/index.js'
import { bitLists, gameName, historyAt } from '../../kernels/board/index.js'
import { redeal } from './redeal.js'

/** What {@link phantomRules} takes. */
export interface Phantom {
  /** Whether players are told how many tries there were, and whose. */
  readonly obstype: 'reveal-nothing' | 'reveal-numturns'
  /** Whether a try on a taken cell is followed by another one, or ends the turn. */
  readonly gameversion: 'classical' | 'abrupt'
}

const CELLS = 9
const FULL = 0b111111111
const LONGEST = 2 * CELLS - 1
/** Where the state's parts begin. */
const MARKS = 0
const TRIED = 2
const MOVER = 4
const WINNER = 5
const NONE: readonly number[] = Object.freeze([])
const RETURNS = [
  [0, 0],
  [1, -1],
  [-1, 1],
] as const
const SIGNS = 'xo'
const LINES = [0o007, 0o070, 0o700, 0o111, 0o222, 0o444, 0o421, 0o124]
const hasLine = (marks: number): boolean => LINES.some((line) => (marks & line) === line)

const turn = (s: Int32Array): number =>
  s[WINNER] !== 0 || (s[MARKS]! | s[MARKS + 1]!) === FULL ? TERMINAL : s[MOVER]!

/** The board, of which only some cells are seen. */
function board(s: Int32Array, seen: number): string {
  let out = ''
  for (let i = 0; i < CELLS; i++) {
    if (i > 0 && i % 3 === 0) out += '\n'
    out += signAt(s, seen, i)
  }
  return out
}

const signAt = (s: Int32Array, seen: number, cell: number): string => {
  if (((seen >> cell) & 1) === 0) return '.'
  return ((s[MARKS]! >> cell) & 1) === 1 ? 'x' : ((s[MARKS + 1]! >> cell) & 1) === 1 ? 'o' : '.'
}

/**
 * Tic-tac-toe in which nobody sees the other's marks: a try on a taken cell shows that it is taken.
 *
 * Cells: by player the cells that it has marked, as bits; by player those that it has tried; who moves; 1 + the winner, or 0;
 * then the history of tries, each 9 × who tried + the cell.
 *
 * @example
 * phantomRules({ obstype: 'reveal-nothing', gameversion: 'classical' })
 */
export function phantomRules({ obstype, gameversion }: Phantom): Game {
  const isCounted = obstype === 'reveal-numturns'
  const history = historyAt(WINNER + 1, LONGEST)
  const lists = bitLists()
  const tries = (s: Int32Array) =>
    Array.from({ length: history.count(s) }, (_, i) => {
      const code = history.at(s, i)
      return { who: code < CELLS ? 0 : 1, cell: code % CELLS }
    })
  const game: Game = {
    name: gameName('phantom_ttt', {
      obstype: [obstype, 'reveal-nothing'],
      gameversion: [gameversion, 'classical'],
    }),
    players: 2,
    moves: CELLS,
    cells: ['marks.0', 'marks.1', 'tried.0', 'tried.1', 'turn', 'winner', ...history.cells],
    utility: 'zero-sum',
    minReturn: -1,
    maxReturn: 1,
    information: 'imperfect',
    rewards: 'terminal',
    longest: LONGEST,
    start() {},
    turn,
    legal: (s, player) => (turn(s) === player ? lists(FULL & ~s[TRIED + player]!) : NONE),
    isLegal: (s, player, move) =>
      turn(s) === player && move < CELLS && ((s[TRIED + player]! >> move) & 1) === 0,
    apply(s, cell) {
      const player = s[MOVER]!
      const bit = 1 << cell
      const isFree = ((s[MARKS]! | s[MARKS + 1]!) & bit) === 0
      if (isFree) {
        s[MARKS + player]! |= bit
        if (hasLine(s[MARKS + player]!)) s[WINNER] = player + 1
      }
      if (isFree || gameversion === 'abrupt') s[MOVER] = 1 - player
      s[TRIED + player]! |= bit
      history.push(s, player * CELLS + cell)
    },
    returns: (s) => RETURNS[s[WINNER]! as 0 | 1 | 2],
    text: (s) => board(s, FULL),
    moveText: (_, player, move) => `${SIGNS[player]}(${Math.floor(move / 3)},${move % 3})`,
    informationState(s, player) {
      let out = `${board(s, s[TRIED + player]!)}\n`
      if (isCounted) out += `${history.count(s)}\n`
      for (const { who, cell } of tries(s)) {
        if (who === player) out += `${who},${cell} `
        else if (isCounted) out += `${who},? `
      }
      return out
    },
    observation(s, player) {
      const seen = board(s, s[TRIED + player]!)
      return isCounted ? `${seen}\nTotal turns: ${history.count(s)}` : seen
    },
    tensor: {
      length: 3 * CELLS + (isCounted ? LONGEST + 1 : 0),
      /** Nine numbers for each of: unknown, noughts, crosses; then how many tries there were. */
      write(s, player, out) {
        for (let i = 0; i < CELLS; i++)
          out['.ox'.indexOf(signAt(s, s[TRIED + player]!, i)) * CELLS + i] = 1
        if (isCounted) out[3 * CELLS + history.count(s)] = 1
      },
    },
    redeal: (s, player, int) => redeal({ game, tries, isCounted }, s, player, int),
  }
  return game
}
