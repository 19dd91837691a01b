import { z } from 'zod'
import { gameWorld } from '../../kernels/board/index.js'
import { battleOfTheColorsRules } from './rules.js'

/** VS-Bench's Battle of the Colors: two players on 5 × 5 cells, moving at once. */
export const battleOfTheColors = gameWorld({
  id: 'battle-of-the-colors',
  version: 1,
  title: 'Battle of the Colors',
  rules: ({ horizon }) => [
    'Red (player 0) and blue (player 1) walk on 5 × 5 cells, both at once, and may share a cell.',
    'A position is [x, y]; UP adds 1 to y and RIGHT adds 1 to x.',
    'When both are on the red block red gets 2 and blue 1; both on the blue block, red gets 1 and blue 2;',
    'the block then comes back elsewhere.',
    'One on each block brings nothing, and both blocks move. Alone on a block nothing happens.',
    `The game lasts ${horizon} moves.`,
    'Counters say how often both met on the red block, on the blue one, and stood on one each.',
  ],
  params: z.strictObject({ horizon: z.int().min(1).max(10_000).default(50) }),
  moves: 5,
  game: ({ horizon }) => battleOfTheColorsRules(horizon),
})
