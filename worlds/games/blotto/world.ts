import { z } from 'zod'
import { gameWorld, inTurns, turnsSchema } from '../../kernels/board/index.js'
import { blottoRules, splitCount } from './rules.js'

const MOST_MOVES = 1024

/** Colonel Blotto: all split coins among fields at once. */
export const blotto = gameWorld({
  id: 'blotto',
  version: 1,
  title: 'Colonel Blotto',
  params: z.strictObject({
    players: z.int().min(2).max(10).default(2),
    coins: z.int().min(1).max(1000).default(10),
    fields: z.int().min(1).max(1000).default(3),
    turns: turnsSchema,
  }),
  moves: MOST_MOVES,
  game: ({ turns, ...params }) => inTurns(turns, blottoRules(params)),
  validate({ coins, fields }) {
    const ways = splitCount(coins, fields)
    if (ways <= MOST_MOVES) return []
    return [
      {
        path: 'params.coins',
        message: 'There are too many ways to split the coins',
        expected: `at most ${MOST_MOVES}`,
        got: String(ways),
      },
    ]
  },
})
