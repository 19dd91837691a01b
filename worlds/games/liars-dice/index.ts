export { liarsDiceOdds } from './policies.js'
export { liarsDiceRules } from './rules.js'
export { scenarios as liarsDiceScenarios } from './scenarios/index.js'
export { liarsDice } from './world.js'
