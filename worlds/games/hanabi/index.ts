export { hanabiConvention } from './policies.js'
export { hanabiRules } from './rules.js'
export { scenarios as hanabiScenarios } from './scenarios/index.js'
export { hanabi } from './world.js'
