import { CHANCE, SIMULTANEOUS, TERMINAL } from '../../../engine/index.js'
import type { Goofspiel } from './rules.js'

/** What stands for a tie where a winner is told. */
export const TIED = -3

/** Where things are in a state, and what changes them. */
export type Layout = ReturnType<typeof layoutOf>

/**
 * The cells: how many rounds were played; how many point cards were turned; by round 1 + its point card; by round 1 + its
 * winner, or one more than there are players for a tie; by player the cards in its hand, as bits; by player its points; by
 * round and player 1 + its bid.
 */
export function layoutOf({ numCards, numTurns, players }: Goofspiel) {
  const rounds = numTurns === -1 ? numCards : numTurns
  const DEALT = 1
  const card = 2
  const winner = card + rounds
  const hand = winner + rounds
  const points = hand + players
  const bids = points + players
  const list = (name: string, n: number): string[] =>
    Array.from({ length: n }, (_, i) => `${name}.${i}`)
  const played = (s: Int32Array): number => s[0]!
  const dealt = (s: Int32Array): number => s[DEALT]!
  const cardAt = (s: Int32Array, round: number): number => s[card + round]! - 1
  const bidAt = (s: Int32Array, round: number, player: number): number =>
    s[bids + round * players + player]! - 1
  return {
    rounds,
    hand,
    points,
    bids,
    cells: [
      'played',
      'dealt',
      ...list('card', rounds),
      ...list('winner', rounds),
      ...list('hand', players),
      ...list('points', players),
      ...Array.from({ length: rounds }, (_, r) => list(`bid.${r}`, players)).flat(),
    ],
    played,
    dealt,
    cardAt,
    bidAt,
    winnerAt(s: Int32Array, round: number): number {
      const w = s[winner + round]! - 1
      return w === players ? TIED : w
    },
    turn(s: Int32Array): number {
      if (s[0] === rounds) return TERMINAL
      return s[DEALT] === s[0] ? CHANCE : SIMULTANEOUS
    },
    /** The point cards that were not turned yet, as bits. */
    undealt(s: Int32Array): number {
      let left = (1 << numCards) - 1
      for (let r = 0; r < s[DEALT]!; r++) left &= ~(1 << cardAt(s, r))
      return left
    },
    deal(s: Int32Array, point: number): void {
      s[card + s[DEALT]!] = point + 1
      s[DEALT]! += 1
    },
    /** Plays a round. */
    bid(s: Int32Array, made: ArrayLike<number>): void {
      const round = s[0]!
      let best = 0
      let ties = 0
      for (let p = 0; p < players; p++) {
        const bid = made[p]!
        s[bids + round * players + p] = bid + 1
        s[hand + p]! &= ~(1 << bid)
        if (p > 0 && bid === made[best]) ties += 1
        else if (bid > made[best]!) [best, ties] = [p, 0]
      }
      if (ties === 0) s[points + best]! += cardAt(s, round) + 1
      s[winner + round] = 1 + (ties === 0 ? best : players)
      s[0] = round + 1
    },
  }
}
