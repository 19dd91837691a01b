export { ticTacToeRules } from './rules.js'
export { scenarios as ticTacToeScenarios } from './scenarios/index.js'
export { ticTacToe } from './world.js'
