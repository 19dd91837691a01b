import { CHANCE, type Chance, type Game, SIMULTANEOUS, TERMINAL } from '../../../engine/index.js'
import { packedHistoryAt } from '../../kernels/board/index.js'

/** What {@link iteratedRules} takes. */
export interface Iterated {
  /** How likely each round is the last one, 0 to 1; to a millionth. */
  readonly terminationProbability: number
  /** Rounds at most. */
  readonly maxGameLength: number
}

const NONE: readonly number[] = Object.freeze([])
const MOVES: readonly number[] = Object.freeze([0, 1])
const WORDS = ['COOPERATE', 'DEFECT']
const CONTINUE = 0
const STOP = 1
/** By joint move (2 × player 0's + player 1's): what both get. */
const PAYOFFS = [
  [5, 5],
  [0, 10],
  [10, 0],
  [1, 1],
] as const
const PROFILES = PAYOFFS.length
/** Whose turn it is: the players', chance's, or nobody's. */
const PHASE = PROFILES
const CHOOSING = 0
const CHANCES = 1
const OVER = 2

/**
 * The prisoner's dilemma, again and again until chance says stop.
 *
 * Cells: by joint move how often it was made; whose turn it is; then the history of joint moves.
 *
 * @example
 * iteratedRules({ terminationProbability: 0.125, maxGameLength: 9999 })
 */
export function iteratedRules({ terminationProbability, maxGameLength }: Iterated): Game {
  const history = packedHistoryAt(PHASE + 1, maxGameLength, PROFILES)
  const chance = continuation(terminationProbability)
  const letters = (s: Int32Array, player: number): string => {
    let out = ''
    for (let i = 0; i < history.count(s); i++)
      out += WORDS[(history.at(s, i) >> (1 - player)) & 1]![0]
    return out
  }
  const seen = (s: Int32Array, player: number): string =>
    `us:${letters(s, player)} op:${letters(s, 1 - player)}`
  const last = (s: Int32Array): number[] | null => {
    if (history.count(s) === 0) return null
    const n = history.at(s, history.count(s) - 1)
    return [n >> 1, n & 1]
  }
  return {
    name: `python_iterated_prisoners_dilemma(max_game_length=${maxGameLength},termination_probability=${terminationProbability})`,
    players: 2,
    moves: 2,
    cells: ['times.0.0', 'times.0.1', 'times.1.0', 'times.1.1', 'phase', ...history.cells],
    utility: 'general-sum',
    minReturn: 0,
    maxReturn: 10 * maxGameLength,
    information: 'perfect',
    rewards: 'each',
    longest: 2 * maxGameLength,
    start() {},
    turn: (s) => [SIMULTANEOUS, CHANCE, TERMINAL][s[PHASE]!]!,
    legal: (s) => (s[PHASE] === CHOOSING ? MOVES : NONE),
    chance: () => chance,
    apply(s, outcome) {
      const isOver = outcome === STOP || history.count(s) === maxGameLength
      s[PHASE] = isOver ? OVER : CHOOSING
    },
    applyJoint(s, made) {
      const n = 2 * made[0]! + made[1]!
      s[n]! += 1
      history.push(s, n)
      s[PHASE] = CHANCES
    },
    returns(s) {
      let [a, b] = [0, 0]
      for (let i = 0; i < PROFILES; i++) {
        a += s[i]! * PAYOFFS[i]![0]
        b += s[i]! * PAYOFFS[i]![1]
      }
      return [a, b]
    },
    text: (s) => `p0:${letters(s, 0)} p1:${letters(s, 1)}`,
    moveText: (_, player, move) =>
      player === CHANCE ? (move === CONTINUE ? 'CONTINUE' : 'STOP') : WORDS[move]!,
    informationState: seen,
    observation: seen,
    view: (s) => ({ round: history.count(s), last: last(s) }),
    /** What both did last. */
    tensor: {
      length: 4,
      write(s, _player, out) {
        for (const [p, move] of (last(s) ?? []).entries()) out[2 * p + move] = 1
      },
    },
  }
}

/** Going on and stopping with whole weights. */
function continuation(stop: number): Chance {
  const millionths = Math.round(stop * 1_000_000)
  const weights = [1_000_000 - millionths, millionths]
  const by = divisor(weights[0]!, weights[1]!)
  const outcomes = [CONTINUE, STOP].filter((o) => weights[o]! > 0)
  return { outcomes, weights: outcomes.map((o) => weights[o]! / by) }
}

const divisor = (a: number, b: number): number => (b === 0 ? a : divisor(b, a % b))
