import { z } from 'zod'
import { gameWorld } from '../../kernels/board/index.js'
import { nimRules } from './rules.js'

/** Nim: players take from piles until nothing is left. */
export const nim = gameWorld({
  id: 'nim',
  version: 1,
  title: 'Nim',
  rules: ({ isMisere }) => [
    'In turn players take one or more things from one of the piles.',
    isMisere
      ? 'Who takes the last thing of all loses: -1, the other 1.'
      : 'Who takes the last thing of all wins: 1, the other -1.',
    'You see who moves, then how many are left in each pile; piles are numbered from 1 in moves.',
  ],
  params: z.strictObject({
    pileSizes: z.array(z.int().min(1).max(50)).min(1).max(20).default([1, 3, 5, 7]),
    isMisere: z.boolean().default(true),
  }),
  moves: 20 * 50 + 1,
  game: nimRules,
})
