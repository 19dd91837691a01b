import { z } from 'zod'
import { gameWorld } from '../../kernels/board/index.js'
import { liarsDiceRules } from './rules.js'

/** Liar's dice. */
export const liarsDice = gameWorld({
  id: 'liars-dice',
  version: 1,
  title: "Liar's dice",
  params: z.strictObject({
    players: z.int().min(2).max(6).default(2),
    numdice: z.int().min(1).max(5).default(1),
    diceSides: z.int().min(2).max(10).default(6),
    biddingRule: z.enum(['reset-face', 'reset-quantity']).default('reset-face'),
  }),
  moves: 301,
  game: liarsDiceRules,
})
