import phantomTicTacToe from './phantom-tic-tac-toe.json' with { type: 'json' }
import phantomTicTacToeAbrupt from './phantom-tic-tac-toe-abrupt.json' with { type: 'json' }

export const scenarios = { phantomTicTacToe, phantomTicTacToeAbrupt }
