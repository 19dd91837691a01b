import firstPriceAuction from './first-price-auction.json' with { type: 'json' }
import firstPriceAuction4 from './first-price-auction-4.json' with { type: 'json' }

export const scenarios = { firstPriceAuction, firstPriceAuction4 }
