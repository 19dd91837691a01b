export { hexRules } from './rules.js'
export { scenarios as hexScenarios } from './scenarios/index.js'
export { shortestPath } from './shortest-path.js'
export { hex } from './world.js'
