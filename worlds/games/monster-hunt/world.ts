import { z } from 'zod'
import { gameWorld } from '../../kernels/board/index.js'
import { monsterHuntRules } from './rules.js'

/** VS-Bench's Monster Hunt: two players on 5 × 5 cells, moving at once. */
export const monsterHunt = gameWorld({
  id: 'monster-hunt',
  version: 1,
  title: 'Monster Hunt',
  rules: ({ horizon }) => [
    'Red (player 0) and blue (player 1) walk on 5 × 5 cells, both at once, and may share a cell.',
    'A position is [x, y]; UP adds 1 to y and RIGHT adds 1 to x.',
    'There are two apples and a monster, which steps towards the nearer player after each move, before rewards are given.',
    'A player on an apple gets 2. Both players on the monster get 5 each; one alone there loses 2 and is moved to another cell.',
    'What was taken comes back on a free cell.',
    `The game lasts ${horizon} moves.`,
    'Counters say how many apples each took, how often each met the monster, and how often both did together.',
  ],
  params: z.strictObject({ horizon: z.int().min(1).max(10_000).default(50) }),
  moves: 5,
  game: ({ horizon }) => monsterHuntRules(horizon),
})
