import { z } from 'zod'
import { gameWorld, inTurns, turnsRule, turnsSchema } from '../../kernels/board/index.js'
import { goofspielRules } from './rules.js'

/** Goofspiel: players bid their cards for points. */
export const goofspiel = gameWorld({
  id: 'goofspiel',
  version: 1,
  title: 'Goofspiel',
  rules: ({ numCards, pointsOrder, impInfo, returnsType, turns }) => [
    `Each player holds bidding cards 1 to ${numCards}. In each round a point card is turned`,
    pointsOrder === 'random' ? '(in random order)' : `(in ${pointsOrder} order)`,
    'and all bid one of their cards for it at the same time; the card is then gone.',
    'The highest bid wins as many points as the point card says; when the highest bids are equal nobody does.',
    'The last card is played by itself.',
    impInfo
      ? 'Bids stay secret: all learn only who won (-3 is nobody).'
      : 'Bids are shown after each round.',
    {
      win_loss:
        'In the end those with most points share 1 and the others share -1; all get 0 when all are even.',
      point_difference: 'In the end each gets its points less the mean of all.',
      total_points: 'In the end each gets its points.',
    }[returnsType],
    ...turnsRule(turns),
  ],
  params: z.strictObject({
    numCards: z.int().min(1).max(20).default(13),
    numTurns: z.int().min(-1).max(20).default(-1),
    players: z.int().min(2).max(10).default(2),
    pointsOrder: z.enum(['random', 'descending', 'ascending']).default('random'),
    impInfo: z.boolean().default(false),
    egocentric: z.boolean().default(false),
    returnsType: z.enum(['win_loss', 'point_difference', 'total_points']).default('win_loss'),
    turns: turnsSchema,
  }),
  moves: 20,
  game: ({ turns, ...params }) => inTurns(turns, goofspielRules(params)),
  validate({ numCards, numTurns }) {
    if (numTurns === -1 || (numTurns >= 1 && numTurns <= numCards)) return []
    return [
      {
        path: 'params.numTurns',
        message: 'There cannot be so many rounds',
        expected: `1 to ${numCards}, or -1 for all cards`,
        got: String(numTurns),
      },
    ]
  },
})
