import { z } from 'zod'
import { gameWorld } from '../../kernels/board/index.js'
import { liarsDiceRules } from './rules.js'

/** Liar's dice. */
export const liarsDice = gameWorld({
  id: 'liars-dice',
  version: 1,
  title: "Liar's dice",
  rules: ({ players, numdice, diceSides, biddingRule }) => [
    `Each of ${players} players rolls ${numdice === 1 ? 'a die' : `${numdice} dice`} with ${diceSides} sides in secret.`,
    'In turn players bid how many dice of a face there are among all, each bid higher than the last:',
    biddingRule === 'reset-face'
      ? 'a greater quantity, or the same of a higher face. The bid 2-5 is two fives.'
      : 'a higher face, or a greater quantity of the same. The bid 2-5 is two fives.',
    `Face ${diceSides} is wild and counts as every face.`,
    'Instead of bidding one may call the last bidder a liar. If the bid is true the bidder wins, else the caller: 1, the other of',
    'the two -1.',
    'You see your dice, then bids.',
  ],
  params: z.strictObject({
    players: z.int().min(2).max(6).default(2),
    numdice: z.int().min(1).max(5).default(1),
    diceSides: z.int().min(2).max(10).default(6),
    biddingRule: z.enum(['reset-face', 'reset-quantity']).default('reset-face'),
  }),
  moves: 301,
  game: liarsDiceRules,
})
