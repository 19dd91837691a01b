import { z } from 'zod'
import { gameWorld } from '../../kernels/board/index.js'
import { kuhnPokerRules } from './rules.js'

/** Kuhn's poker for two to ten players. */
export const kuhnPoker = gameWorld({
  id: 'kuhn-poker',
  version: 1,
  title: "Kuhn's poker",
  rules: ({ players }) => [
    `Each player pays one chip into the pot and gets one of ${players + 1} cards, 0 to ${players}, which only it sees.`,
    'In turn players pass or bet one chip, until all have passed or all others have answered the first bet,',
    'by betting too or passing, which then gives up.',
    'The highest card among those who bet, or among all when nobody did, takes the pot. Returns are chips won or lost.',
    'You see your card as the first digit, then the chips that each player has paid; p is a pass and b a bet.',
  ],
  params: z.strictObject({ players: z.int().min(2).max(10).default(2) }),
  moves: 2,
  game: ({ players }) => kuhnPokerRules(players),
})
