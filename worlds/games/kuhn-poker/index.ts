export { kuhnPokerRules } from './rules.js'
export { scenarios as kuhnPokerScenarios } from './scenarios/index.js'
export { kuhnPoker } from './world.js'
