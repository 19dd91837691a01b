import { definePolicy } from '../../../engine/index.js'
import { CALL, FOLD, RAISE } from './table.js'
import { leducPoker } from './world.js'

interface Seen {
  readonly ranks: number
  readonly rank: number
  readonly public: number | null
  readonly toCall: number
}

/** Raises with a pair or the highest rank, folds a low card when it has to pay for it, and calls otherwise. */
export const leducByRank = definePolicy(leducPoker, {
  id: 'leduc-by-rank',
  decide({ obs, act }) {
    const { ranks, rank, public: shared, toCall } = obs.view as unknown as Seen
    const isStrong = rank === shared || (shared === null && rank === ranks - 1)
    const isWeak = rank !== shared && (shared === null ? rank === 0 : rank < ranks - 1)
    const wish = isStrong ? RAISE : isWeak && toCall > 0 ? FOLD : CALL
    return act.play({ move: obs.legal.some(({ move }) => move === wish) ? wish : CALL })
  },
})
