import { z } from 'zod'
import { gameWorld } from '../../kernels/board/index.js'
import { coinDilemmaRules } from './rules.js'

/** VS-Bench's The Coin Dilemma: two players on 5 × 5 cells, moving at once. */
export const coinDilemma = gameWorld({
  id: 'coin-dilemma',
  version: 1,
  title: 'The Coin Dilemma',
  rules: ({ horizon }) => [
    'Red (player 0) and blue (player 1) walk on 5 × 5 cells, both at once, and may share a cell.',
    'A position is [x, y]; UP adds 1 to y and RIGHT adds 1 to x; who would leave the board stays.',
    'There is a red and a blue coin. Who lands on a coin, of whichever colour, gets 1;',
    'when it is the colour of the other player, the other loses 2.',
    'A coin that was taken comes back on a free cell.',
    `The game lasts ${horizon} moves.`,
    'Counters say how many coins of its own colour (coop) and of the other colour (defect) each has taken.',
  ],
  params: z.strictObject({ horizon: z.int().min(1).max(10_000).default(50) }),
  moves: 5,
  game: ({ horizon }) => coinDilemmaRules(horizon),
})
