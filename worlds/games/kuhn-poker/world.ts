import { z } from 'zod'
import { gameWorld } from '../../kernels/board/index.js'
import { kuhnPokerRules } from './rules.js'

/** Kuhn's poker for two to ten players. */
export const kuhnPoker = gameWorld({
  id: 'kuhn-poker',
  version: 1,
  title: "Kuhn's poker",
  params: z.strictObject({ players: z.int().min(2).max(10).default(2) }),
  moves: 2,
  game: ({ players }) => kuhnPokerRules(players),
})
