export { breakthroughRules } from './rules.js'
export { runner } from './runner.js'
export { scenarios as breakthroughScenarios } from './scenarios/index.js'
export { breakthrough } from './world.js'
