export { repeatedRules } from './rules.js'
export { scenarios as repeatedGameScenarios } from './scenarios/index.js'
export { alwaysCooperate, alwaysDefect, grim, pavlov, titForTat } from './strategies.js'
export { repeatedGame } from './world.js'
