export { shadingBidder } from './policies.js'
export { firstPriceAuctionRules } from './rules.js'
export { scenarios as firstPriceAuctionScenarios } from './scenarios/index.js'
export { firstPriceAuction } from './world.js'
