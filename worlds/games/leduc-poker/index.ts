export { leducByRank } from './policies.js'
export { leducPokerRules } from './rules.js'
export { scenarios as leducPokerScenarios } from './scenarios/index.js'
export { leducPoker } from './world.js'
