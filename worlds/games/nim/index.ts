export { perfectNim } from './perfect.js'
export { nimRules } from './rules.js'
export { scenarios as nimScenarios } from './scenarios/index.js'
export { nim } from './world.js'
