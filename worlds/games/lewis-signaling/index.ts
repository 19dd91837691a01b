export { lewisCode } from './policies.js'
export { lewisSignalingRules } from './rules.js'
export { scenarios as lewisSignalingScenarios } from './scenarios/index.js'
export { lewisSignaling } from './world.js'
