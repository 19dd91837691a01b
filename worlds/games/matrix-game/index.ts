export { matrixRules } from './rules.js'
export { scenarios as matrixGameScenarios } from './scenarios/index.js'
export { matrixGame } from './world.js'
