import { z } from 'zod'
import { gameWorld } from '../../kernels/board/index.js'
import { ticTacToeRules } from './rules.js'

/** Tic-tac-toe: whoever has three in a row first wins. */
export const ticTacToe = gameWorld({
  id: 'tic-tac-toe',
  version: 1,
  title: 'Tic-tac-toe',
  rules: () => [
    'Two players mark cells of a 3 × 3 board in turn, player 0 with x, player 1 with o.',
    'Three in a row, a column or a diagonal win: 1, the other -1. A full board is a draw: 0.',
    'A move names row and column, counted from 0 at the top left.',
  ],
  params: z.strictObject({}),
  moves: ticTacToeRules.moves,
  game: () => ticTacToeRules,
})
