import { z } from 'zod'
import { gameWorld } from '../../kernels/board/index.js'
import { coinGameRules } from './rules.js'

/** The coin game of hidden preferences, for one to ten players. */
export const coinGame = gameWorld({
  id: 'coin-game',
  version: 1,
  title: 'Coin game',
  rules: ({ players, episodeLength }) => [
    'Each player has a favourite colour, which only it knows. Coins of several colours (a, b, c …) lie on a field',
    'and players (digits) walk in turn, and take the coins that they step on;',
    'walls and other players are in the way.',
    `After ${episodeLength} moves of all ${players} together each gets a² + b² - c²: a counts the coins of its own colour, b those of`,
    "the other players' colours, c those of colours nobody likes, whoever took them.",
    'You see your own colour (0 is a), how many coins of each colour each player has, and the field.',
  ],
  params: z.strictObject({
    players: z.int().min(1).max(10).default(2),
    rows: z.int().min(1).max(20).default(8),
    columns: z.int().min(1).max(20).default(8),
    episodeLength: z.int().min(1).max(1000).default(20),
    numExtraCoinColors: z.int().min(0).max(10).default(1),
    numCoinsPerColor: z.int().min(1).max(50).default(4),
  }),
  moves: 5,
  validate({ players, rows, columns, numExtraCoinColors, numCoinsPerColor }) {
    const things = players + (players + numExtraCoinColors) * numCoinsPerColor
    if (things <= rows * columns) return []
    return [
      {
        path: 'numCoinsPerColor',
        message: 'players and coins do not fit onto the field',
        expected: `at most ${rows * columns} together`,
        got: String(things),
      },
    ]
  },
  game: coinGameRules,
})
