import { z } from 'zod'
import { gameWorld } from '../../kernels/board/index.js'
import { tradeCommRules } from './rules.js'

const MOST_ITEMS = 32

/** Trading with words that mean nothing yet. */
export const tradeComm = gameWorld({
  id: 'trade-comm',
  version: 1,
  title: 'Trading and communication',
  rules: ({ numItems }) => [
    `Two players each get one of ${numItems} items, which only they see. Each says one word, a number, which means nothing by itself.`,
    'Then each secretly offers a trade: "Trade 3:7" gives item 3 for item 7.',
    'Both get 1 when each gives what it has for what the other has, else 0.',
  ],
  params: z.strictObject({ numItems: z.int().min(2).max(MOST_ITEMS).default(10) }),
  moves: MOST_ITEMS + MOST_ITEMS * MOST_ITEMS,
  game: ({ numItems }) => tradeCommRules(numItems),
})
