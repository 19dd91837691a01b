import { z } from 'zod'
import { gameWorld } from '../../kernels/board/index.js'
import { monsterHuntRules } from './rules.js'

/** VS-Bench's Monster Hunt: two players on 5 × 5 cells, moving at once. */
export const monsterHunt = gameWorld({
  id: 'monster-hunt',
  version: 1,
  title: 'Monster Hunt',
  params: z.strictObject({ horizon: z.int().min(1).max(10_000).default(50) }),
  moves: 5,
  game: ({ horizon }) => monsterHuntRules(horizon),
})
