export { blottoRules } from './rules.js'
export { scenarios as blottoScenarios } from './scenarios/index.js'
export { blotto } from './world.js'
