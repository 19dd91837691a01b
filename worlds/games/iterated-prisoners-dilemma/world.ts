import { z } from 'zod'
import { gameWorld } from '../../kernels/board/index.js'
import { iteratedRules } from './rules.js'

/** The prisoner's dilemma in rounds, after each of which chance may end the game. */
export const iteratedPrisonersDilemma = gameWorld({
  id: 'iterated-prisoners-dilemma',
  version: 1,
  title: "Iterated prisoner's dilemma",
  rules: ({ terminationProbability, maxGameLength }) => [
    'In each round two players choose at the same time to cooperate or to defect.',
    'Both cooperate: 5 each. Both defect: 1 each. Only one defects: 10 for it, 0 for the other.',
    `After each round the game ends with probability ${terminationProbability}, and after ${maxGameLength} rounds for sure.`,
    'Returns add up. You see what you (us) and the other (op) did so far: C or D by round.',
  ],
  params: z.strictObject({
    terminationProbability: z.number().min(0).max(1).default(0.125),
    maxGameLength: z.int().min(1).max(9999).default(9999),
  }),
  moves: 2,
  game: iteratedRules,
})
