import type { Game } from '../../../engine/index.js'
import type { Goofspiel } from './rules.js'
import { type Layout, TIED } from './state.js'

/**
 * The last point card and those that are left; the points of each player, beginning with who looks; then its hand and who
 * won each round, or where all is open the hands of all.
 */
export function tensorOf(
  { players, numCards, impInfo, egocentric }: Goofspiel,
  layout: Layout,
): NonNullable<Game['tensor']> {
  const slots = (numCards * (numCards + 1)) / 2 + 1
  const points = 2 * numCards
  const hands = points + players * slots
  const shown = impInfo ? 1 : players
  const wins = hands + shown * numCards
  const bits = (out: Float32Array, from: number, set: number): void => {
    for (let c = 0; c < numCards; c++) if (((set >> c) & 1) === 1) out[from + c] = 1
  }
  return {
    length: wins + (impInfo ? layout.rounds * players : 0),
    write(s, player, out) {
      const dealt = layout.dealt(s)
      if (dealt > 0) out[layout.cardAt(s, dealt - 1)] = 1
      bits(out, numCards, layout.undealt(s))
      for (let i = 0; i < players; i++) {
        const p = (player + i) % players
        out[points + i * slots + s[layout.points + p]!] = 1
        if (i < shown) bits(out, hands + i * numCards, s[layout.hand + p]!)
      }
      if (!impInfo) return
      for (let r = 0; r < layout.played(s); r++) {
        const winner = layout.winnerAt(s, r)
        if (winner === TIED) continue
        const seen = egocentric ? (players + winner - player) % players : winner
        out[wins + r * players + seen] = 1
      }
    },
  }
}
