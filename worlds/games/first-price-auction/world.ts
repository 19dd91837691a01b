import { z } from 'zod'
import { gameWorld } from '../../kernels/board/index.js'
import { firstPriceAuctionRules } from './rules.js'

const MOST = 1000

/** A first-price sealed-bid auction. */
export const firstPriceAuction = gameWorld({
  id: 'first-price-auction',
  version: 1,
  title: 'First-price sealed-bid auction',
  rules: ({ maxValue }) => [
    `One thing is for sale. It is worth something from 1 to ${maxValue} to each player, which only that player knows.`,
    'Each bids once, in secret, less than that. The highest bidder gets the thing and pays its bid;',
    'lots decide between equal bids.',
    'The winner gets its value less its bid, the others get 0. The number that you see is your value.',
  ],
  params: z.strictObject({
    players: z.int().min(2).max(10).default(2),
    maxValue: z.int().min(1).max(MOST).default(10),
  }),
  moves: MOST,
  game: firstPriceAuctionRules,
})
