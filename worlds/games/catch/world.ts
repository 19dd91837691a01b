import { z } from 'zod'
import { gameWorld } from '../../kernels/board/index.js'
import { catchRules } from './rules.js'

/** Catch: one player moves a paddle below a falling ball. */
export const catchGame = gameWorld({
  id: 'catch',
  version: 1,
  title: 'Catch',
  rules: ({ rows }) => [
    'A ball (o) falls one row with each move; you move a paddle (x) in the bottom row left, right or not.',
    `After ${rows - 1} moves you get 1 when the paddle is below the ball, else -1.`,
  ],
  params: z.strictObject({
    rows: z.int().min(2).max(100).default(10),
    columns: z.int().min(1).max(100).default(5),
  }),
  moves: 3,
  game: catchRules,
})
