export { applePicker, hunter } from './hunters.js'
export { monsterHuntRules } from './rules.js'
export { scenarios as monsterHuntScenarios } from './scenarios/index.js'
export { monsterHunt } from './world.js'
