export { greedyCollector } from './collector.js'
export { coinGameRules } from './rules.js'
export { scenarios as coinGameScenarios } from './scenarios/index.js'
export { coinGame } from './world.js'
