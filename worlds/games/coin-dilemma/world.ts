import { z } from 'zod'
import { gameWorld } from '../../kernels/board/index.js'
import { coinDilemmaRules } from './rules.js'

/** VS-Bench's The Coin Dilemma: two players on 5 × 5 cells, moving at once. */
export const coinDilemma = gameWorld({
  id: 'coin-dilemma',
  version: 1,
  title: 'The Coin Dilemma',
  params: z.strictObject({ horizon: z.int().min(1).max(10_000).default(50) }),
  moves: 5,
  game: ({ horizon }) => coinDilemmaRules(horizon),
})
