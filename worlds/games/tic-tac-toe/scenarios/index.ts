import ticTacToe from './tic-tac-toe.json' with { type: 'json' }

export const scenarios = { ticTacToe }
