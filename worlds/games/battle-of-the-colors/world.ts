import { z } from 'zod'
import { gameWorld } from '../../kernels/board/index.js'
import { battleOfTheColorsRules } from './rules.js'

/** VS-Bench's Battle of the Colors: two players on 5 × 5 cells, moving at once. */
export const battleOfTheColors = gameWorld({
  id: 'battle-of-the-colors',
  version: 1,
  title: 'Battle of the Colors',
  params: z.strictObject({ horizon: z.int().min(1).max(10_000).default(50) }),
  moves: 5,
  game: ({ horizon }) => battleOfTheColorsRules(horizon),
})
