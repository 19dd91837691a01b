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
import { repeatedRules } from './rules.js'

/** A game in normal form, played several times. */
export const repeatedGame = gameWorld({
  id: 'repeated-game',
  version: 1,
  title: 'Repeated game',
  rules: ({ stageGame, numRepetitions, turns }) => [
    `In each of ${numRepetitions} rounds all players choose at the same time, and then see what all chose. Pay-offs add up.`,
    payoffWords(matrixOf(stageGame)),
    'Rounds are listed as what player 0 chose, then player 1, and so on.',
    ...turnsRule(turns),
  ],
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
