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
  rules: ({ colors, ranks, handSize, maxInformationTokens, maxLifeTokens }) => [
    `A team plays cards of ${colors} colours so that each colour ascends from 1 to ${ranks}.`,
    `Each hand has ${handSize} cards; you see all hands but your own.`,
    'In your turn you play a card, discard one, or tell another player which of its cards have a colour or a rank.',
    `A hint costs an information token (${maxInformationTokens} at first); a discard brings one back, and so does finishing a colour.`,
    `A card that does not fit costs one of ${maxLifeTokens} lives; the last life lost ends the game and costs the whole score.`,
    'Once the deck is empty each player has one more turn. All get 1 for each card that fits.',
    `There are three cards of rank 1 of each colour, one of the highest rank, two of each other.`,
    'Cards are numbered from 0, the oldest; "player +1" is who moves after you. Hands are listed from your own on:',
    'in "R2 || XX|RY12" the card is R2 (XX when it is hidden), its owner was told neither colour nor rank (XX),',
    'and knows that it is red or yellow and 1 or 2.',
  ],
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
