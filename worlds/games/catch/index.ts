export { catcher } from './catcher.js'
export { catchRules } from './rules.js'
export { scenarios as catchScenarios } from './scenarios/index.js'
export { catchGame } from './world.js'
