import { z } from 'zod'
import { gameWorld } from '../../kernels/board/index.js'
import { firstPriceAuctionRules } from './rules.js'

const MOST = 1000

/** A first-price sealed-bid auction. */
export const firstPriceAuction = gameWorld({
  id: 'first-price-auction',
  version: 1,
  title: 'First-price sealed-bid auction',
  params: z.strictObject({
    players: z.int().min(2).max(10).default(2),
    maxValue: z.int().min(1).max(MOST).default(10),
  }),
  moves: MOST,
  game: firstPriceAuctionRules,
})
