import { z } from 'zod'
import { gameWorld } from '../../kernels/board/index.js'
import { GRID, gridProblem } from './arena.js'
import { laserTagRules } from './rules.js'

/** Laser tag on a grid that both players see. */
export const laserTag = gameWorld({
  id: 'laser-tag',
  version: 1,
  title: 'Laser tag',
  rules: ({ horizon, zeroSum }) => [
    'Two players, A (player 0) and B (player 1), walk on a grid with walls (*). Both choose an action at once;',
    'then chance says whose is done first.',
    'You turn, step without turning, stand, or fire straight ahead; walls stop the beam.',
    `A hit gives 1${zeroSum ? ' and costs the other 1' : ''}, takes the other off the grid until it begins anew, and undoes what it was about to do.`,
    horizon < 0 ? 'The first hit ends the game.' : `The game lasts ${horizon} moves.`,
    'Orientations say which way A and B face: 0 north (up), 1 south, 2 east, 3 west.',
  ],
  params: z.strictObject({
    horizon: z
      .int()
      .min(-1)
      .max(10_000)
      .refine((n) => n !== 0, 'at least 1, or -1 to play until the first tag')
      .default(1000),
    zeroSum: z.boolean().default(false),
    grid: z.string().min(1).max(4000).default(GRID),
  }),
  moves: 10,
  validate({ grid }) {
    const expected = gridProblem(grid)
    return expected === undefined
      ? []
      : [{ path: 'grid', message: 'the grid cannot be played on', expected, got: grid }]
  },
  game: laserTagRules,
})
