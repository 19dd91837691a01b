import { CHANCE, type Game, SIMULTANEOUS, TERMINAL } from '../../../engine/index.js'

/**
 * A one-shot game of two players who choose at once.
 *
 * @param rows payoffs of the row player by row and column, then those of the column player
 */
export function matrixGame(
  rows: readonly (readonly number[])[],
  columns: readonly (readonly number[])[],
  utility: Game['utility'] = 'general-sum',
): Game {
  const all = [...rows, ...columns].flat()
  return {
    name: 'matrix',
    players: 2,
    moves: Math.max(rows.length, rows[0]!.length),
    cells: ['row', 'column'],
    utility,
    minReturn: Math.min(...all),
    maxReturn: Math.max(...all),
    information: 'imperfect',
    rewards: 'terminal',
    longest: 1,
    start() {},
    turn: (s) => (s[0] === 0 ? SIMULTANEOUS : TERMINAL),
    legal: (s, player) => (s[0] === 0 ? [...(player === 0 ? rows : rows[0]!).keys()] : []),
    apply() {},
    applyJoint(s, moves) {
      s[0] = 1 + moves[0]!
      s[1] = 1 + moves[1]!
    },
    returns: (s) =>
      s[0] === 0 ? [0, 0] : [rows[s[0]! - 1]![s[1]! - 1]!, columns[s[0]! - 1]![s[1]! - 1]!],
    text: (s) => s.join(' '),
    moveText: (_, _player, move) => String(move),
    informationState: (s) => (s[0] === 0 ? '' : s.join(' ')),
    observation: () => '',
  }
}

/** Chance throws a coin that only one player sees, at odds of 3 to 1; the other guesses. A right guess wins 1 of the seer. */
export const guessing: Game = {
  name: 'guessing',
  players: 2,
  moves: 2,
  cells: ['coin', 'guess'],
  utility: 'zero-sum',
  minReturn: -1,
  maxReturn: 1,
  information: 'imperfect',
  rewards: 'terminal',
  longest: 2,
  start() {},
  turn: (s) => (s[0] === 0 ? CHANCE : s[1] === 0 ? 1 : TERMINAL),
  legal: (s, player) => (s[0] !== 0 && s[1] === 0 && player === 1 ? [0, 1] : []),
  chance: () => ({ outcomes: [0, 1], weights: [3, 1] }),
  apply(s, move) {
    s[s[0] === 0 ? 0 : 1] = 1 + move
  },
  returns: (s) => (s[1] === 0 ? [0, 0] : s[0] === s[1] ? [-1, 1] : [1, -1]),
  text: (s) => s.join(' '),
  moveText: (_, _player, move) => String(move),
  informationState: (s, player) => (player === 0 ? `${s[0]}` : `${s[1]}`),
  observation: () => '',
}
