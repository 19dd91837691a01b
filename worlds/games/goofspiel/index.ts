export { matcher } from './matcher.js'
export { goofspielRules } from './rules.js'
export { scenarios as goofspielScenarios } from './scenarios/index.js'
export { goofspiel } from './world.js'
