import { CHANCE, type Chance, type Game, TERMINAL } from '../../../engine/index.js'
import { historyAt } from '../../kernels/board/index.js'
import { type Bundle, type Instance, MOST_ITEMS, TOTAL_VALUE, worth } from './instances.js'
import { AGREE, OFFERS, type Talks } from './offers.js'
import { redealer } from './redeal.js'
import { instanceText, offerText, textsOf } from './texts.js'

const NONE: readonly number[] = Object.freeze([])
/** Chances are told in parts of a million. */
const PARTS = 1_000_000
/** Cells: 1 + the instance; whether there is an agreement; whether chance has ended it; whether chance is to decide that. */
const INSTANCE = 0
const AGREED = 1
const ENDED = 2
const WAITING = 3

export interface BargainingRules {
  readonly instances: readonly Instance[]
  readonly maxTurns: number
  /** Returns shrink by this factor with each turn from the third on. */
  readonly discount: number
  /** How likely the talks break down after each offer from the second on, in steps of one millionth. */
  readonly probEnd: number
}

/**
 * Deal or no deal: two players split a pool of items that are worth different things to them. In turn they say what they would
 * keep, or agree to the other's last offer; without an agreement both get nothing.
 *
 * Cells: the instance that was drawn, how the talks stand, then the history of offers.
 */
export function bargainingRules(params: BargainingRules): Game {
  const { instances, maxTurns, discount, probEnd } = params
  const talks = talksOf(instances, maxTurns)
  const { offers } = talks
  const turn = (s: Int32Array): number => {
    if (s[INSTANCE] === 0) return CHANCE
    const n = offers.count(s)
    if (s[AGREED] !== 0 || s[ENDED] !== 0 || n >= maxTurns) return TERMINAL
    return s[WAITING] === 0 ? n & 1 : CHANCE
  }
  const isPossible = (s: Int32Array, move: number): boolean => {
    if (move === AGREE) return offers.count(s) > 0
    const { pool } = talks.instance(s)
    return OFFERS[move]?.every((n, i) => n <= pool[i]!) === true
  }
  return {
    name: `bargaining(discount=${discount},instances=${instances.length},max_turns=${maxTurns},prob_end=${probEnd})`,
    players: 2,
    moves: AGREE + 1,
    cells: ['instance', 'agreed', 'ended', 'waiting', ...offers.cells],
    utility: 'general-sum',
    minReturn: 0,
    maxReturn: TOTAL_VALUE,
    information: 'imperfect',
    rewards: 'terminal',
    longest: 1 + maxTurns + (probEnd > 0 ? maxTurns : 0),
    start() {},
    turn,
    legal(s, player) {
      if (turn(s) !== player) return NONE
      const out: number[] = []
      for (let move = 0; move <= AGREE; move++) if (isPossible(s, move)) out.push(move)
      return out
    },
    isLegal: (s, player, move) => turn(s) === player && isPossible(s, move),
    chance: chanceOf(instances.length, probEnd),
    apply(s, move) {
      if (s[INSTANCE] === 0) s[INSTANCE] = 1 + move
      else if (s[WAITING] !== 0) {
        s[WAITING] = 0
        if (move === instances.length + 1) s[ENDED] = 1
      } else if (move === AGREE) s[AGREED] = 1
      else {
        offers.push(s, move)
        if (probEnd > 0 && offers.count(s) >= 2) s[WAITING] = 1
      }
    },
    returns: (s) => (s[AGREED] === 0 ? [0, 0] : split(talks, discount, s)),
    moveText(_, player, move) {
      if (player !== CHANCE) return move === AGREE ? 'Agree' : offerText(OFFERS[move]!)
      if (move >= instances.length) return move === instances.length ? 'Continue' : 'End'
      return `Sample game instance:\n${instanceText(instances[move]!)}`
    },
    ...textsOf(talks, maxTurns),
    tensor: tensorOf(talks, maxTurns),
    redeal: redealer(instances, INSTANCE),
  }
}

function talksOf(instances: readonly Instance[], maxTurns: number): Talks {
  const offers = historyAt(WAITING + 1, maxTurns)
  return {
    offers,
    isStarted: (s) => s[INSTANCE] !== 0,
    isAgreed: (s) => s[AGREED] !== 0,
    instance: (s) => instances[s[INSTANCE]! - 1]!,
    last: (s) => OFFERS[offers.count(s) === 0 ? -1 : offers.at(s, offers.count(s) - 1)],
  }
}

/** An instance at the start; later whether the talks go on. */
function chanceOf(count: number, probEnd: number): (s: Int32Array) => Chance {
  const outcomes = Object.freeze(Array.from({ length: count }, (_, i) => i))
  const end = Math.round(probEnd * PARTS)
  return (s) =>
    s[INSTANCE] === 0 ? { outcomes } : { outcomes: [count, count + 1], weights: [PARTS - end, end] }
}

/** The proposer keeps what it said, the other gets the rest. */
function split(talks: Talks, discount: number, s: Int32Array): number[] {
  const { pool, values } = talks.instance(s)
  const kept = talks.last(s)!
  const rest: Bundle = [pool[0] - kept[0], pool[1] - kept[1], pool[2] - kept[2]]
  const proposer = (talks.offers.count(s) + 1) & 1
  let factor = 1
  for (let i = 2; i <= talks.offers.count(s); i++) factor *= discount
  return [0, 1].map((p) => factor * worth(values[p as 0 | 1], p === proposer ? kept : rest))
}

/**
 * Whether agreed, how many offers, the pool, the own values and the last offer; numbers as that many ones.
 */
function tensorOf(talks: Talks, maxTurns: number): NonNullable<Game['tensor']> {
  const length = 1 + maxTurns + 1 + 3 * (2 * (MOST_ITEMS + 1) + TOTAL_VALUE + 1)
  return {
    length,
    write(s, player, out) {
      if (!talks.isStarted(s)) return
      if (talks.isAgreed(s)) out[0] = 1
      out[1 + talks.offers.count(s)] = 1
      const { pool, values } = talks.instance(s)
      let from = maxTurns + 2
      const put = (bundle: Bundle | undefined, most: number): void => {
        for (let i = 0; i < 3; i++) {
          if (bundle !== undefined) out.fill(1, from, from + bundle[i]! + 1)
          from += most + 1
        }
      }
      put(pool, MOST_ITEMS)
      put(values[player as 0 | 1], TOTAL_VALUE)
      put(talks.last(s), MOST_ITEMS)
    },
  }
}
