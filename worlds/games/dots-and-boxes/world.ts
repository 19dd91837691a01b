import { z } from 'zod'
import { gameWorld } from '../../kernels/board/index.js'
import { dotsAndBoxesRules } from './rules.js'

/** Dots and boxes: whoever closes more boxes wins. */
export const dotsAndBoxes = gameWorld({
  id: 'dots-and-boxes',
  version: 1,
  title: 'Dots and boxes',
  params: z.strictObject({
    numRows: z.int().min(1).max(15).default(2),
    numCols: z.int().min(1).max(15).default(2),
    utilityMargin: z.boolean().default(false),
  }),
  moves: 2 * 15 * 16,
  game: dotsAndBoxesRules,
})
