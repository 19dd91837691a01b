import { z } from 'zod'
import { gameWorld } from '../../kernels/board/index.js'
import { phantomRules } from './rules.js'

/** Tic-tac-toe in which nobody sees the other's marks. */
export const phantomTicTacToe = gameWorld({
  id: 'phantom-tic-tac-toe',
  version: 1,
  title: 'Phantom tic-tac-toe',
  params: z.strictObject({
    obstype: z.enum(['reveal-nothing', 'reveal-numturns']).default('reveal-nothing'),
    gameversion: z.enum(['classical', 'abrupt']).default('classical'),
  }),
  moves: 9,
  game: phantomRules,
})
