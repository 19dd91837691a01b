import { z } from 'zod'
import { gameWorld } from '../../kernels/board/index.js'
import { tradeCommRules } from './rules.js'

const MOST_ITEMS = 32

/** Trading with words that mean nothing yet. */
export const tradeComm = gameWorld({
  id: 'trade-comm',
  version: 1,
  title: 'Trading and communication',
  params: z.strictObject({ numItems: z.int().min(2).max(MOST_ITEMS).default(10) }),
  moves: MOST_ITEMS + MOST_ITEMS * MOST_ITEMS,
  game: ({ numItems }) => tradeCommRules(numItems),
})
