import { definePolicy } from '../../../engine/index.js'
import { firstPriceAuction } from './world.js'

/**
 * Bids (n - 1) / n of its value: with n bidders whose values are drawn uniformly this is the symmetric equilibrium of the
 * auction with bids of any size (Vickrey 1961).
 */
export const shadingBidder = definePolicy(firstPriceAuction, {
  id: 'shading-bidder',
  decide({ obs, act }) {
    const { players, value } = obs.view as { players: number; value: number }
    return act.play({ move: Math.min(value - 1, Math.floor((value * (players - 1)) / players)) })
  },
})
