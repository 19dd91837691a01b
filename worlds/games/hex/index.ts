export { hexRules } from './rules.js'
export { scenarios as hexScenarios } from './scenarios/index.js'
export { hex } from './world.js'
