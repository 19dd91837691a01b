export { tradeCode } from './policies.js'
export { tradeCommRules } from './rules.js'
export { scenarios as tradeCommScenarios } from './scenarios/index.js'
export { tradeComm } from './world.js'
