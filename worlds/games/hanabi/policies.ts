import { definePolicy } from '../../../engine/index.js'
import {
  type Card,
  type HanabiView,
  isPlayable,
  isUseless,
  kindsLeft,
  likelihood,
} from './knowledge.js'
import { COLORS, type HanabiMove, hanabiMoves } from './moves.js'
import { hanabi } from './world.js'

/**
 * Plays by a plain convention: play what must be playable; hint cards that others could play, best so that they know it, or
 * with hints to spare any news; discard what is useless, or else the oldest card of which nothing is known. When the deck is
 * nearly empty hints go first, since they take no card from it, and in the last round anything is tried that may fit.
 */
export const hanabiConvention = definePolicy(hanabi, {
  id: 'hanabi-convention',
  decide({ obs, act }) {
    const view = obs.view as unknown as HanabiView
    const moves = hanabiMoves({ ...view, colors: view.colors.length })
    const legal = obs.legal.map(({ move }) => move)
    const slot = playableSlot(view)
    const play = slot < 0 ? undefined : moves.findIndex((m) => m.kind === 'play' && m.slot === slot)
    const hint = bestHint(view, moves, legal)
    const isShort = view.deck > 0 && view.deck <= view.players
    const wish = isShort ? (hint ?? play) : (play ?? hint)
    if (wish !== undefined) return act.play({ move: wish })
    const oldest = discardSlot(view)
    return act.play({
      move: legal.includes(oldest) ? oldest : (legal.find((id) => isHint(moves[id]!)) ?? legal[0]!),
    })
  },
})

const isHint = (move: HanabiMove): boolean => move.kind === 'color' || move.kind === 'rank'

/**
 * The own card that is most likely playable, of the lowest rank among equals, or -1 when none is likely enough: in the last
 * round, when a mistake costs nothing, any.
 */
function playableSlot(view: HanabiView): number {
  const left = kindsLeft(view, view.hands.slice(1))
  let best = -1
  let most = view.deck === 0 && view.lives > 1 ? Number.MIN_VALUE : 1
  let lowest = Infinity
  for (const [slot, card] of view.hands[0]!.entries()) {
    const chance = likelihood(card, left, (color, rank) => isPlayable(view, color, rank))
    const rank = Number(card.ranks[0])
    if (chance < most || (chance === most && rank >= lowest)) continue
    best = slot
    most = chance
    lowest = rank
  }
  return best
}

/** The hint that tells others most about cards that they could play; undefined when there is none. */
function bestHint(view: HanabiView, moves: readonly HanabiMove[], legal: readonly number[]) {
  let best: number | undefined
  let most = view.hints > view.players ? 0 : 9
  for (const id of legal) {
    const move = moves[id]!
    if (move.kind !== 'color' && move.kind !== 'rank') continue
    const value = hintValue(view, move.target, move.kind === 'color', move.value)
    if (value <= most) continue
    most = value
    best = id
  }
  return best
}

/** 100 for each card that is known to be playable by it, 10 for each playable card and 1 for any that it tells news of. */
function hintValue(view: HanabiView, target: number, isColor: boolean, value: number): number {
  const left = kindsLeft(view, [])
  const playable = (color: number, rank: number) => isPlayable(view, color, rank)
  let total = 0
  for (const card of view.hands[target]!) {
    const [color, rank] = [COLORS.indexOf(card.card![0]!), Number(card.card![1]) - 1]
    const after = hinted(card, isColor, value, (isColor ? color : rank) === value)
    if (after.colors + after.ranks === card.colors + card.ranks) continue
    if (!playable(color, rank) || likelihood(card, left, playable) === 1) total += 1
    else total += likelihood(after, left, playable) === 1 ? 100 : 10
  }
  return total
}

/** What is known of a card after a hint. */
function hinted(card: Card, isColor: boolean, value: number, isTouched: boolean): Card {
  const name = isColor ? COLORS[value]! : String(value + 1)
  const keep = (all: string) => (isTouched ? name : all.replace(name, ''))
  return isColor ? { ...card, colors: keep(card.colors) } : { ...card, ranks: keep(card.ranks) }
}

/** A card that can no longer be of use, or the oldest that no hint has touched, or the oldest. */
function discardSlot(view: HanabiView): number {
  const own = view.hands[0]!
  const left = kindsLeft(view, view.hands.slice(1))
  const useless = own.findIndex(
    (card) => likelihood(card, left, (c, r) => isUseless(view, c, r)) === 1,
  )
  if (useless >= 0) return useless
  const untouched = own.findIndex(
    ({ colors, ranks }) => colors === view.colors && ranks.length === view.ranks,
  )
  return Math.max(0, untouched)
}
