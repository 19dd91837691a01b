import { z } from 'zod'
import type { Problem } from '../../../engine/index.js'
import { gameWorld } from '../../kernels/board/index.js'
import { deckSize } from './moves.js'
import { hanabiRules } from './rules.js'

const params = z
  .strictObject({
    players: z.int().min(2).max(5).default(2),
    colors: z.int().min(1).max(5).default(5),
    ranks: z.int().min(1).max(5).default(5),
    /** 5 for two or three players and 4 for more when left out. */
    handSize: z.int().min(1).max(5).optional(),
    maxInformationTokens: z.int().min(1).max(50).default(8),
    maxLifeTokens: z.int().min(1).max(50).default(3),
  })
  .transform((p) => ({ ...p, handSize: p.handSize ?? (p.players < 4 ? 5 : 4) }))

/** Hanabi for two to five players. */
export const hanabi = gameWorld({
  id: 'hanabi',
  version: 1,
  title: 'Hanabi',
  params,
  moves: 50,
  validate: enoughCards,
  game: hanabiRules,
})

function enoughCards(p: z.output<typeof params>): Problem[] {
  const cards = deckSize(p)
  if (p.players * p.handSize <= cards) return []
  return [
    {
      path: 'params.handSize',
      message: 'The deck is too small for the hands',
      expected: `at most ${Math.floor(cards / p.players)}`,
      got: String(p.handSize),
    },
  ]
}
