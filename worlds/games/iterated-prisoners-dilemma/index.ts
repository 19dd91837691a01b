export { iteratedRules } from './rules.js'
export { scenarios as iteratedPrisonersDilemmaScenarios } from './scenarios/index.js'
export { iteratedPrisonersDilemma } from './world.js'
