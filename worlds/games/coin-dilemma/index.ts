export { coinDilemmaRules } from './rules.js'
export { scenarios as coinDilemmaScenarios } from './scenarios/index.js'
export { nearestCoinTaker, ownCoinTaker } from './takers.js'
export { coinDilemma } from './world.js'
