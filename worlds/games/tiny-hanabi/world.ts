import { z } from 'zod'
import type { Problem } from '../../../engine/index.js'
import { gameWorld } from '../../kernels/board/index.js'
import { TINY_HANABI_PAYOFF, type TinyHanabiParams, tinyHanabiRules } from './rules.js'

/** Tiny Hanabi: one card and one action each, and one pay-off for all. */
export const tinyHanabi = gameWorld({
  id: 'tiny-hanabi',
  version: 1,
  title: 'Tiny Hanabi',
  rules: ({ numPlayers, numChance, numActions, payoff }) => [
    `Each of ${numPlayers} players gets a card, d0 to d${numChance - 1}, that only it sees; then each acts once in turn, a0 to a${numActions - 1},`,
    'seen by all. All get the same, which depends on all cards and all actions.',
    ...(payoff.length > 256
      ? []
      : [
          'Pay-offs, listed by the cards of players 0, 1 … and then their actions, the last changing fastest:',
          `${payoff.join(' ')}.`,
        ]),
  ],
  params: z.strictObject({
    numPlayers: z.int().min(2).max(10).default(2),
    numChance: z.int().min(1).max(10).default(2),
    numActions: z.int().min(1).max(10).default(3),
    payoff: z
      .array(z.int().min(-1_000_000).max(1_000_000))
      .max(65_536)
      .default([...TINY_HANABI_PAYOFF]),
  }),
  moves: 10,
  validate: payoffFits,
  game: tinyHanabiRules,
})

function payoffFits({ numPlayers, numChance, numActions, payoff }: TinyHanabiParams): Problem[] {
  let expected = 1
  for (let p = 0; p < numPlayers; p++) expected *= numChance * numActions
  if (payoff.length === expected) return []
  return [
    {
      path: 'params.payoff',
      message: 'The pay-offs are not one for each combination of cards and actions',
      expected: `${expected} numbers`,
      got: String(payoff.length),
    },
  ]
}
