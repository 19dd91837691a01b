import { definePolicy } from '../../../engine/index.js'
import { type Bundle, size, worth } from './instances.js'
import { AGREE, OFFERS } from './offers.js'
import { bargaining } from './world.js'

interface Seen {
  readonly pool: Bundle
  readonly values: Bundle
  readonly offers: number
  readonly maxTurns: number
  readonly last: Bundle | null
}

/** How much of all it wants at the start, and how much at the end. */
const FIRST_WISH = 0.7
const LAST_WISH = 0.4

/**
 * Accepts what is worth as much as it wants, and else asks for the fewest items that are worth that. It wants less from turn
 * to turn, and takes anything at the last.
 */
export const concedingBargainer = definePolicy(bargaining, {
  id: 'conceding-bargainer',
  decide({ obs, act }) {
    const { pool, values, offers, maxTurns, last } = obs.view as unknown as Seen
    const all = worth(values, pool)
    const offered = last === null ? -1 : all - worth(values, last)
    const wish = all * (FIRST_WISH - ((FIRST_WISH - LAST_WISH) * offers) / maxTurns)
    if (offered >= wish || (offered >= 0 && offers >= maxTurns - 2))
      return act.play({ move: AGREE })
    let best: number | undefined
    for (const { move } of obs.legal) {
      if (move === AGREE || worth(values, OFFERS[move]!) < wish) continue
      if (best === undefined || isKinder(values, move, best)) best = move
    }
    return act.play({ move: best ?? obs.legal[0]!.move })
  },
})

/** Whether an offer leaves the other more items than another one, or as many and is worth more. */
function isKinder(values: Bundle, move: number, than: number): boolean {
  const [a, b] = [OFFERS[move]!, OFFERS[than]!]
  if (size(a) !== size(b)) return size(a) < size(b)
  return worth(values, a) > worth(values, b)
}
