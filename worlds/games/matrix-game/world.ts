import { z } from 'zod'
import {
  gameWorld,
  inTurns,
  matrixOf,
  matrixProblems,
  matrixSchema,
  payoffWords,
  turnsRule,
  turnsSchema,
} from '../../kernels/board/index.js'
import { matrixRules } from './rules.js'

/** Games in normal form: the prisoner's dilemma and others by name, or a table of one's own. */
export const matrixGame = gameWorld({
  id: 'matrix-game',
  version: 1,
  title: 'Matrix game',
  rules: ({ game, turns }) => [
    'All players choose once, at the same time.',
    payoffWords(matrixOf(game)),
    ...turnsRule(turns),
  ],
  params: z.strictObject({ game: matrixSchema.default('pd'), turns: turnsSchema }),
  moves: 32,
  game: ({ game, turns }) => inTurns(turns, matrixRules(matrixOf(game))),
  validate: ({ game }) => matrixProblems(game, 'params.game'),
})
