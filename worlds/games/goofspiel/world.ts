import { z } from 'zod'
import { gameWorld, inTurns, turnsSchema } from '../../kernels/board/index.js'
import { goofspielRules } from './rules.js'

/** Goofspiel: players bid their cards for points. */
export const goofspiel = gameWorld({
  id: 'goofspiel',
  version: 1,
  title: 'Goofspiel',
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
