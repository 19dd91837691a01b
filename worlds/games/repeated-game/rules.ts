import { type Game, SIMULTANEOUS, TERMINAL } from '../../../engine/index.js'
import { formOf, type Matrix, packedHistoryAt } from '../../kernels/board/index.js'

const NONE: readonly number[] = Object.freeze([])

/** Joint moves of a table by number, in lexicographic order. */
function jointOf({ moves }: Matrix) {
  const counts = moves.map((names) => names.length)
  return {
    number: (made: ArrayLike<number>): number => {
      let n = 0
      for (let p = 0; p < counts.length; p++) n = n * counts[p]! + made[p]!
      return n
    },
    moves(n: number): number[] {
      const made = counts.map(() => 0)
      for (let p = counts.length - 1; p >= 0; p--) {
        made[p] = n % counts[p]!
        n = Math.floor(n / counts[p]!)
      }
      return made
    },
  }
}

/**
 * A game in normal form that is played several times; pay-offs add up, and after each round all see what all did.
 *
 * Cells: by joint move how often it was made; then the history of joint moves.
 *
 * @param rounds at least 1
 * @example
 * repeatedRules(MATRICES.pd, 10)
 */
export function repeatedRules(matrix: Matrix, rounds: number): Game {
  const stage = formOf(matrix)
  const players = matrix.moves.length
  const profiles = matrix.payoffs.length
  const joint = jointOf(matrix)
  const history = packedHistoryAt(profiles, rounds, Math.max(profiles, 2))
  const moves = stage.counts.map((n) => Object.freeze(Array.from({ length: n }, (_, i) => i)))
  const turn = (s: Int32Array): number => (history.count(s) === rounds ? TERMINAL : SIMULTANEOUS)
  const words = (n: number): string =>
    joint.moves(n).reduce((text, move, p) => `${text}${stage.moveText(p, move)} `, '')
  const last = (s: Int32Array): number => history.at(s, history.count(s) - 1)
  const returns = (s: Int32Array): number[] => {
    const total = Array.from({ length: players }, () => 0)
    for (let i = 0; i < profiles; i++) {
      if (s[i] === 0) continue
      for (let p = 0; p < players; p++) total[p]! += s[i]! * matrix.payoffs[i]![p]!
    }
    return total
  }
  return {
    name: `repeated_game(num_repetitions=${rounds},stage_game=${stage.name})`,
    players,
    moves: Math.max(...stage.counts),
    cells: [...matrix.payoffs.map((_, i) => `times.${joint.moves(i).join('.')}`), ...history.cells],
    utility: stage.utility,
    minReturn: rounds * stage.minReturn,
    maxReturn: rounds * stage.maxReturn,
    information: 'perfect',
    rewards: 'each',
    longest: rounds,
    start() {},
    turn,
    legal: (s, player) => (turn(s) === TERMINAL ? NONE : moves[player]!),
    apply() {},
    applyJoint(s, made) {
      const n = joint.number(made)
      s[n]! += 1
      history.push(s, n)
    },
    returns,
    text(s) {
      let out = ''
      for (let i = 0; i < history.count(s); i++) {
        const n = history.at(s, i)
        out += `Round ${i}:\nActions: ${words(n)}\nRewards: ${matrix.payoffs[n]!.join(' ')} \n`
      }
      return `${out}Total Returns: ${returns(s).join(' ')} `
    },
    moveText: (_, player, move) => stage.moveText(player, move),
    informationState(s) {
      let out = ''
      for (let i = 0; i < history.count(s); i++) out += `${words(history.at(s, i))};`
      return out
    },
    observation: (s) => (history.count(s) === 0 ? '' : words(last(s))),
    view: (s) => ({
      round: history.count(s),
      last: history.count(s) === 0 ? null : joint.moves(last(s)),
    }),
    tensor: tensorOf(stage.counts, (s) => (history.count(s) === 0 ? NONE : joint.moves(last(s)))),
  }
}

/** What each player did last. */
const tensorOf = (
  counts: readonly number[],
  last: (s: Int32Array) => readonly number[],
): NonNullable<Game['tensor']> => ({
  length: counts.reduce((a, b) => a + b, 0),
  write(s, _player, out) {
    let first = 0
    for (const [p, move] of last(s).entries()) {
      out[first + move] = 1
      first += counts[p]!
    }
  },
})
