export { boxCloser } from './box-closer.js'
export { dotsAndBoxesRules } from './rules.js'
export { scenarios as dotsAndBoxesScenarios } from './scenarios/index.js'
export { dotsAndBoxes } from './world.js'
