import { CHANCE, drawOutcome, type Game, TERMINAL } from '../../../engine/index.js'
import {
  drawOf,
  MOST_ITEMS,
  MOST_STEPS,
  MOST_VALUE,
  type NegotiationParams,
  numbersOf,
} from './setting.js'
import { type Talks, talksOf } from './talks.js'
import { textsOf } from './texts.js'

const NONE: readonly number[] = Object.freeze([])

/**
 * Two players share a pool of items of which neither knows what they are worth to the other. In turn they propose what they
 * would keep, or agree to the last proposal, and with each proposal say some symbols that bind to nothing.
 *
 * Cells: the setting, how much of it is drawn, whether there is an agreement, then the history of moves.
 */
export function negotiationRules(params: NegotiationParams): Game {
  const { numItems, enableUtterances, numSymbols, utteranceDim, instances } = params
  const talks = talksOf(params)
  const { agree, history, proposals, utterances } = talks
  const words = utterances.map((_, i) => agree + 1 + i)
  const turn = (s: Int32Array): number => {
    if (!talks.isReady(s)) return CHANCE
    return talks.isOver(s) ? TERMINAL : talks.mover(s)
  }
  const isPossible = (s: Int32Array, move: number): boolean => {
    if (talks.isWordDue(s)) return move > agree && move <= agree + words.length
    if (move === agree) return talks.made(s) > 0
    return proposals[move]?.every((n, i) => n <= talks.pool(s)[i]!) === true
  }
  return {
    name: `negotiation(enable_utterances=${enableUtterances ? 'True' : 'False'},${instances === undefined ? '' : `instances=${instances.length},`}num_items=${numItems},num_symbols=${numSymbols},utterance_dim=${utteranceDim})`,
    players: 2,
    moves: agree + 1 + words.length,
    cells: talks.cells,
    utility: 'general-sum',
    minReturn: 0,
    maxReturn: MOST_VALUE * MOST_ITEMS * numItems,
    information: 'imperfect',
    rewards: 'terminal',
    longest: talks.setup + 2 * MOST_STEPS + 1,
    start() {},
    turn,
    legal(s, player) {
      if (turn(s) !== player) return NONE
      if (talks.isWordDue(s)) return words
      const out: number[] = []
      for (let move = 0; move <= agree; move++) if (isPossible(s, move)) out.push(move)
      return out
    },
    isLegal: (s, player, move) => turn(s) === player && isPossible(s, move),
    chance: (s) =>
      instances === undefined
        ? drawOf(s, s[talks.drawn]!, numItems)
        : { outcomes: instances.map((_, i) => i) },
    apply(s, move) {
      if (!talks.isReady(s)) {
        if (instances === undefined) s[s[talks.drawn]!] = move
        else s.set(numbersOf(instances[move]!))
        s[talks.drawn] = instances === undefined ? s[talks.drawn]! + 1 : talks.setup
      } else if (move === agree) s[talks.agreed] = 1
      else history.push(s, move)
    },
    returns: (s) => (s[talks.agreed] === 0 ? [0, 0] : split(talks, s)),
    ...textsOf(params, talks, turn),
    tensor: tensorOf(params, talks, turn),
    redeal: (s, player, int) => redeal(params, talks, s, player, int),
  }
}

/** The proposer keeps what it said, the other gets the rest. */
function split(talks: Talks, s: Int32Array): number[] {
  const last = talks.made(s) - 1
  const kept = talks.proposal(s, last)
  const pool = talks.pool(s)
  return [0, 1].map((p) => {
    let total = 0
    for (const [i, value] of talks.values(s, p).entries()) {
      total += value * (p === (last & 1) ? kept[i]! : pool[i]! - kept[i]!)
    }
    return total
  })
}

/** Whose turn (2), proposal or word (2), over, agreed, the pool, the own values, the last proposal, the last word. */
function tensorOf(
  { numItems, enableUtterances, numSymbols, utteranceDim }: NegotiationParams,
  talks: Talks,
  turn: (s: Int32Array) => number,
): NonNullable<Game['tensor']> {
  const ofWords = enableUtterances ? utteranceDim * numSymbols : 0
  return {
    length: 6 + numItems * (2 * (MOST_ITEMS + 1) + MOST_VALUE + 1) + ofWords,
    write(s, player, out) {
      if (!talks.isReady(s)) return
      const now = turn(s)
      if (now >= 0) out[now] = 1
      out[talks.isWordDue(s) ? 3 : 2] = 1
      if (now === TERMINAL) out[4] = 1
      if (s[talks.agreed] !== 0) out[5] = 1
      let from = 6
      const put = (numbers: ArrayLike<number> | undefined, length: number, base: number): void => {
        for (let i = 0; i < length; i++) {
          if (numbers !== undefined) out[from + numbers[i]!] = 1
          from += base
        }
      }
      const [made, said] = [talks.made(s), talks.said(s)]
      put(talks.pool(s), numItems, MOST_ITEMS + 1)
      put(talks.values(s, player), numItems, MOST_VALUE + 1)
      put(made > 0 ? talks.proposal(s, made - 1) : undefined, numItems, MOST_ITEMS + 1)
      if (said > 0) put(talks.utterance(s, said - 1), utteranceDim, numSymbols)
    },
  }
}

/** Draws anew what a player cannot know: the other's values, and all before the talks begin. */
function redeal(
  { numItems, instances }: NegotiationParams,
  talks: Talks,
  s: Int32Array,
  player: number,
  int: (n: number) => number,
): void {
  const isReady = talks.isReady(s)
  if (instances !== undefined) {
    if (!isReady) return
    const other = talks.values(s, 1 - player)
    const alike = instances.filter((setting) =>
      numbersOf({ ...setting, values: hiding(setting.values, player, other) }).every(
        (n, i) => n === s[i],
      ),
    )
    other.set(alike[int(alike.length)]!.values[player === 0 ? 1 : 0])
    return
  }
  const first = isReady ? 1 + numItems * (2 - player) : 0
  const end = isReady ? first + numItems : s[talks.drawn]!
  for (let i = first; i < end; i++) s[i] = drawOutcome(drawOf(s, i, numItems), { int })
}

/** Both players' values, the other's taken from elsewhere. */
const hiding = (
  values: readonly [readonly number[], readonly number[]],
  player: number,
  other: Int32Array,
): [readonly number[], readonly number[]] =>
  player === 0 ? [values[0], [...other]] : [[...other], values[1]]
