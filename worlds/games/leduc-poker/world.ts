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
  rules: ({ players, suitIsomorphism, actionMapping }) => [
    suitIsomorphism
      ? `The deck has ranks 0 to ${players}, two cards of each.`
      : `The deck has ${2 * players + 2} cards; cards 0 and 1 have the lowest rank, 2 and 3 the next, and so on.`,
    'Each player pays one chip and gets a card that only it sees.',
    'After a round of betting a card is laid open for all, and a second round follows.',
    'A raise is 2 chips in the first round and 4 in the second; there are at most two raises a round.',
    'To call is to pay what is missing, or nothing; to fold is to give up.',
    ...(actionMapping ? ['Folds and raises that are not possible count as calls.'] : []),
    'A pair with the open card wins, then the higher rank; equal hands share the pot. Returns are chips won or lost.',
    'In what you see, Private is your card (-10000 is none yet), rounds list 0 for a fold, 1 for a call and 2 for a raise; Ante is what each player has paid.',
  ],
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
