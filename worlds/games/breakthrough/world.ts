import { z } from 'zod'
import { gameWorld } from '../../kernels/board/index.js'
import { breakthroughRules } from './rules.js'

/** Breakthrough: whoever reaches the far row first wins. */
export const breakthrough = gameWorld({
  id: 'breakthrough',
  version: 1,
  title: 'Breakthrough',
  rules: ({ rows }) => [
    `Player 0 has the black pieces (b) at the top, which move down; player 1 the white ones (w), which move up.`,
    'A piece moves one cell straight or diagonally forward to an empty cell, or takes an enemy piece',
    'diagonally forward; taking is never a must.',
    `Who reaches the far row (1 for black, ${rows} for white) or takes all enemy pieces wins: 1, the other -1.`,
    'A move names the cells it leads from and to; * marks a capture.',
  ],
  params: z.strictObject({
    rows: z.int().min(2).max(9).default(8),
    columns: z.int().min(2).max(9).default(8),
  }),
  moves: 9 * 9 * 12,
  game: breakthroughRules,
})
