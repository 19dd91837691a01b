import { z } from 'zod'
import { gameWorld } from '../../kernels/board/index.js'
import { ticTacToeRules } from './rules.js'

/** Tic-tac-toe: whoever has three in a row first wins. */
export const ticTacToe = gameWorld({
  id: 'tic-tac-toe',
  version: 1,
  title: 'Tic-tac-toe',
  params: z.strictObject({}),
  moves: ticTacToeRules.moves,
  game: () => ticTacToeRules,
})
