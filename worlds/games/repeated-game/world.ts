import { z } from 'zod'
import {
  gameWorld,
  inTurns,
  matrixOf,
  matrixProblems,
  matrixSchema,
  turnsSchema,
} from '../../kernels/board/index.js'
import { repeatedRules } from './rules.js'

/** A game in normal form, played several times. */
export const repeatedGame = gameWorld({
  id: 'repeated-game',
  version: 1,
  title: 'Repeated game',
  params: z.strictObject({
    stageGame: matrixSchema.default('pd'),
    numRepetitions: z.int().min(1).max(10_000).default(10),
    turns: turnsSchema,
  }),
  moves: 32,
  game: ({ stageGame, numRepetitions, turns }) =>
    inTurns(turns, repeatedRules(matrixOf(stageGame), numRepetitions)),
  validate: ({ stageGame }) => matrixProblems(stageGame, 'params.stageGame'),
})
