import { z } from 'zod'
import { gameWorld, inTurns, turnsRule, turnsSchema } from '../../kernels/board/index.js'
import { blottoRules, splitCount } from './rules.js'

const MOST_MOVES = 1024

/** Colonel Blotto: all split coins among fields at once. */
export const blotto = gameWorld({
  id: 'blotto',
  version: 1,
  title: 'Colonel Blotto',
  rules: ({ coins, fields, turns }) => [
    `Each player splits ${coins} coins among ${fields} fields, all at the same time.`,
    'A move lists the coins on each field. A field goes to the player who alone has most coins there.',
    'Those with most fields share a return of 1 and the others share -1; all get 0 when all have as many.',
    ...turnsRule(turns),
  ],
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
