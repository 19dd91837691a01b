import { z } from 'zod'
import { gameWorld } from '../../kernels/board/index.js'
import { iteratedRules } from './rules.js'

/** The prisoner's dilemma in rounds, after each of which chance may end the game. */
export const iteratedPrisonersDilemma = gameWorld({
  id: 'iterated-prisoners-dilemma',
  version: 1,
  title: "Iterated prisoner's dilemma",
  params: z.strictObject({
    terminationProbability: z.number().min(0).max(1).default(0.125),
    maxGameLength: z.int().min(1).max(9999).default(9999),
  }),
  moves: 2,
  game: iteratedRules,
})
