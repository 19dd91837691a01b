import { definePolicy } from '../../../engine/index.js'
import { goofspiel } from './world.js'

/** Bids as much as the point card is worth, or the nearest card that it still has. */
export const matcher = definePolicy(goofspiel, {
  id: 'matcher',
  decide({ obs, act }) {
    const { card } = obs.view as { card: number }
    const nearest = obs.legal
      .map(({ move }) => move)
      .sort((a, b) => Math.abs(a + 1 - card) - Math.abs(b + 1 - card))[0]!
    return act.play({ move: nearest })
  },
})
