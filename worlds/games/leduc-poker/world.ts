import { z } from 'zod'
import type { Problem } from '../../../engine/index.js'
import { gameWorld } from '../../kernels/board/index.js'
import type { LeducPokerParams } from './course.js'
import { leducPokerRules } from './rules.js'

/** Leduc hold'em for two to ten players. */
export const leducPoker = gameWorld({
  id: 'leduc-poker',
  version: 1,
  title: 'Leduc poker',
  params: z.strictObject({
    players: z.int().min(2).max(10).default(2),
    startingPlayer: z.int().min(0).max(9).default(0),
    actionMapping: z.boolean().default(false),
    suitIsomorphism: z.boolean().default(false),
  }),
  moves: 3,
  validate: startsWithSomebody,
  game: leducPokerRules,
})

function startsWithSomebody({ players, startingPlayer }: LeducPokerParams): Problem[] {
  if (startingPlayer < players) return []
  return [
    {
      path: 'params.startingPlayer',
      message: 'There is no such player',
      expected: `0 to ${players - 1}`,
      got: String(startingPlayer),
    },
  ]
}
