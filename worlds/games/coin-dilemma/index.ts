export { coinDilemmaRules } from './rules.js'
export { scenarios as coinDilemmaScenarios } from './scenarios/index.js'
export { coinDilemma } from './world.js'
