import { z } from 'zod'
import { gameWorld } from '../../kernels/board/index.js'
import { breakthroughRules } from './rules.js'

/** Breakthrough: whoever reaches the far row first wins. */
export const breakthrough = gameWorld({
  id: 'breakthrough',
  version: 1,
  title: 'Breakthrough',
  params: z.strictObject({
    rows: z.int().min(2).max(9).default(8),
    columns: z.int().min(2).max(9).default(8),
  }),
  moves: 9 * 9 * 12,
  game: breakthroughRules,
})
