export { concedingNegotiator } from './policies.js'
export { negotiationRules } from './rules.js'
export { scenarios as negotiationScenarios } from './scenarios/index.js'
export { negotiation } from './world.js'
