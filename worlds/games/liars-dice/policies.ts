import { definePolicy } from '../../../engine/index.js'
import { liarsDice } from './world.js'

interface Bid {
  readonly quantity: number
  readonly face: number
}

interface Seen {
  readonly dice: number
  readonly sides: number
  readonly own: readonly number[]
  readonly bid: Bid | null
}

/** Bids what is most likely true by its own dice, or calls when the last bid is less likely true than that. */
export const liarsDiceOdds = definePolicy(liarsDice, {
  id: 'liars-dice-odds',
  decide({ obs, act }) {
    const view = obs.view as unknown as Seen
    let best = obs.legal[0]!.move
    let most = -1
    for (const { move, text } of obs.legal) {
      const odds = text === 'Liar' ? 1 - likelihood(view, view.bid!) : likelihood(view, bidOf(text))
      if (odds <= most) continue
      most = odds
      best = move
    }
    return act.play({ move: best })
  },
})

/** Reads `2-5`. */
function bidOf(text: string): Bid {
  const [quantity, face] = text.split('-').map(Number)
  return { quantity: quantity!, face: face! }
}

/** How likely a bid is true when the hidden dice are fair: the upper tail of a binomial distribution. */
function likelihood({ dice, sides, own }: Seen, { quantity, face }: Bid): number {
  const missing = quantity - own.filter((d) => d === face || d === sides).length
  const hit = face === sides ? 1 / sides : 2 / sides
  let counts = [1]
  for (let i = own.length; i < dice; i++) {
    counts = [...counts, 0].map((p, n) => p * (1 - hit) + (n === 0 ? 0 : counts[n - 1]! * hit))
  }
  return counts.reduce((sum, p, n) => (n >= missing ? sum + p : sum), 0)
}
