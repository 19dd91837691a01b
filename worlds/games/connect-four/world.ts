import { z } from 'zod'
import { gameWorld } from '../../kernels/board/index.js'
import { connectFourRules } from './rules.js'

/** Connect four: whoever has four in a line first wins. */
export const connectFour = gameWorld({
  id: 'connect-four',
  version: 1,
  title: 'Connect four',
  rules: ({ xInRow }) => [
    'Players drop pieces into the columns of an upright board in turn, player 0 with x, player 1 with o;',
    'a piece falls to the lowest free row.',
    `Who first has ${xInRow} in a row, a column or a diagonal wins: 1, the other -1. A full board is a draw: 0.`,
    'A move is the number of a column, counted from 0 at the left.',
  ],
  params: z.strictObject({
    rows: z.int().min(1).max(12).default(6),
    columns: z.int().min(1).max(12).default(7),
    xInRow: z.int().min(2).max(12).default(4),
  }),
  moves: 12,
  game: connectFourRules,
})
