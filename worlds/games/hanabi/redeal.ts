import { handOf, type Layout } from './table.js'

/** Tries at dealing a hand that fits the hints; a hand that fits exists, so that more would only be luck. */
const TRIES = 200

/**
 * Deals a player's own hand anew from the cards that it cannot see (its hand and the deck), such that each card still fits
 * what hints have told of it, for or against. Every such hand can come.
 */
export function redeal(at: Layout, s: Int32Array, me: number, int: (n: number) => number): void {
  const held = handOf(at, s, me)
  const first = me * at.params.handSize
  const unseen = Array.from(s.subarray(at.left, at.left + at.kinds))
  for (let i = 0; i < held; i++) unseen[s[at.card + first + i]! - 1]! += 1
  for (let attempt = 0; attempt < TRIES; attempt++) {
    const left = [...unseen]
    const hand = dealt(at, s, first, held, left, int)
    if (hand === undefined) continue
    for (let i = 0; i < held; i++) s[at.card + first + i] = 1 + hand[i]!
    s.set(left, at.left)
    return
  }
}

/** A hand that fits, taken out of what is left; undefined when some card had nothing left that it could be. */
function dealt(
  at: Layout,
  s: Int32Array,
  first: number,
  held: number,
  left: number[],
  int: (n: number) => number,
): number[] | undefined {
  const hand: number[] = []
  for (let i = 0; i < held; i++) {
    const fitting = left.flatMap((n, kind) =>
      fits(at, s, first + i, kind) ? Array.from({ length: n }, () => kind) : [],
    )
    if (fitting.length === 0) return undefined
    const kind = fitting[int(fitting.length)]!
    left[kind]! -= 1
    hand.push(kind)
  }
  return hand
}

function fits(at: Layout, s: Int32Array, slot: number, kind: number): boolean {
  const { ranks } = at.params
  return (
    (s[at.colors + slot]! & (1 << Math.floor(kind / ranks))) !== 0 &&
    (s[at.ranks + slot]! & (1 << (kind % ranks))) !== 0
  )
}
