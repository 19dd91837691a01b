import { z } from 'zod'
import { gameWorld } from '../../kernels/board/index.js'
import { dotsAndBoxesRules } from './rules.js'

/** Dots and boxes: whoever closes more boxes wins. */
export const dotsAndBoxes = gameWorld({
  id: 'dots-and-boxes',
  version: 1,
  title: 'Dots and boxes',
  rules: ({ utilityMargin }) => [
    'Players draw lines between neighbouring dots in turn. Who draws the fourth side of a box owns it and draws again.',
    utilityMargin
      ? 'When all lines are drawn, each gets the boxes it owns less those of the other.'
      : 'When all lines are drawn, who owns more boxes wins: 1, the other -1, and 0 when even.',
    'A move names a horizontal (h) or vertical (v) line with its row and column, counted from 0 at the top left.',
  ],
  params: z.strictObject({
    numRows: z.int().min(1).max(15).default(2),
    numCols: z.int().min(1).max(15).default(2),
    utilityMargin: z.boolean().default(false),
  }),
  moves: 2 * 15 * 16,
  game: dotsAndBoxesRules,
})
