import { z } from 'zod'
import { gameWorld } from '../../kernels/board/index.js'
import { GRID, gridProblem } from './arena.js'
import { laserTagRules } from './rules.js'

/** Laser tag on a grid that both players see. */
export const laserTag = gameWorld({
  id: 'laser-tag',
  version: 1,
  title: 'Laser tag',
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
