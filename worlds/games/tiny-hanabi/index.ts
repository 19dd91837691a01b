export { tinyHanabiCode } from './policies.js'
export { tinyHanabiRules } from './rules.js'
export { scenarios as tinyHanabiScenarios } from './scenarios/index.js'
export { tinyHanabi } from './world.js'
