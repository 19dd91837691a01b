import { definePolicy } from '../../../engine/index.js'
import { negotiation } from './world.js'

interface Seen {
  readonly maxSteps: number
  readonly pool: readonly number[]
  readonly values: readonly number[]
  readonly proposals: number
  readonly last: readonly number[] | null
}

/** How much of all it wants at the start, and how much at the end. */
const FIRST_WISH = 0.8
const LAST_WISH = 0.5

const worth = (values: readonly number[], items: readonly number[]): number =>
  values.reduce((sum, value, i) => sum + value * items[i]!, 0)

const count = (items: readonly number[]): number => items.reduce((a, b) => a + b, 0)

/** More than there are items. */
const MUCH = 100

/** How many of the items that the other asked for it would not get. */
const refused = (
  pool: readonly number[],
  kept: readonly number[],
  asked: readonly number[] | null,
): number =>
  asked === null ? 0 : count(asked.map((n, i) => Math.max(0, n - (pool[i]! - kept[i]!))))

/**
 * Agrees to what is worth as much as it wants; else keeps what is, and of the items that the other asked for as few as it can.
 * It wants less from step to step.
 */
export const concedingNegotiator = definePolicy(negotiation, {
  id: 'conceding-negotiator',
  decide({ obs, act }) {
    const { maxSteps, pool, values, proposals, last } = obs.view as unknown as Seen
    const all = worth(values, pool)
    const wish = all * (FIRST_WISH - ((FIRST_WISH - LAST_WISH) * proposals) / maxSteps)
    let best = obs.legal[0]!.move
    let least = Infinity
    for (const { move, text } of obs.legal) {
      if (text === 'Proposal: Agreement reached!') {
        const offered = all - worth(values, last!)
        if (offered >= wish || proposals >= maxSteps - 2) return act.play({ move })
        continue
      }
      const kept = /^Proposal: \[(.*)\]$/.exec(text)?.[1]?.split(', ').map(Number)
      if (kept === undefined || worth(values, kept) < wish) continue
      const grudge = refused(pool, kept, last) * MUCH + count(kept)
      if (grudge >= least) continue
      least = grudge
      best = move
    }
    return act.play({ move: best })
  },
})
