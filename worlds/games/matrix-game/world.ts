import { z } from 'zod'
import { gameWorld, matrixOf, matrixProblems, matrixSchema } from '../../kernels/board/index.js'
import { matrixRules } from './rules.js'

/** Games in normal form: the prisoner's dilemma and others by name, or a table of one's own. */
export const matrixGame = gameWorld({
  id: 'matrix-game',
  version: 1,
  title: 'Matrix game',
  params: z.strictObject({ game: matrixSchema.default('pd') }),
  moves: 32,
  game: ({ game }) => matrixRules(matrixOf(game)),
  validate: ({ game }) => matrixProblems(game, 'params.game'),
})
