import { z } from 'zod'
import { gameWorld } from '../../kernels/board/index.js'
import { coinGameRules } from './rules.js'

/** The coin game of hidden preferences, for one to ten players. */
export const coinGame = gameWorld({
  id: 'coin-game',
  version: 1,
  title: 'Coin game',
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
