export { lineProber } from './line-prober.js'
export { phantomRules } from './rules.js'
export { scenarios as phantomTicTacToeScenarios } from './scenarios/index.js'
export { phantomTicTacToe } from './world.js'
