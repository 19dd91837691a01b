import { z } from 'zod'
import { gameWorld } from '../../kernels/board/index.js'
import { phantomRules } from './rules.js'

/** Tic-tac-toe in which nobody sees the other's marks. */
export const phantomTicTacToe = gameWorld({
  id: 'phantom-tic-tac-toe',
  version: 1,
  title: 'Phantom tic-tac-toe',
  rules: ({ gameversion, obstype }) => [
    'Two players mark cells of a 3 × 3 board in turn, player 0 with x, player 1 with o, and see only what they tried themselves.',
    gameversion === 'classical'
      ? 'Who tries a taken cell is shown so and tries another.'
      : 'Who tries a taken cell is shown so and loses the turn.',
    ...(obstype === 'reveal-numturns' ? ['Both are told how many tries there were.'] : []),
    'Three in a row, a column or a diagonal win: 1, the other -1. A full board is a draw: 0.',
    'A move names row and column from 0 at the top left. So far: your tries in order.',
  ],
  params: z.strictObject({
    obstype: z.enum(['reveal-nothing', 'reveal-numturns']).default('reveal-nothing'),
    gameversion: z.enum(['classical', 'abrupt']).default('classical'),
  }),
  moves: 9,
  game: phantomRules,
})
