import type { Game } from '../../../engine/index.js'
import { BLUE, RED, squareGame } from '../../kernels/board/index.js'

const RED_COIN = 2
const BLUE_COIN = 3
const PIECES = [RED, BLUE, RED_COIN, BLUE_COIN]

/** What is counted, by place in the counters: who took whose coin. */
const COUNTERS = ['red_coop', 'red_defect', 'blue_coop', 'blue_defect']
const OWN = [0, 2]
const OTHER = [1, 3]

/**
 * The Coin Dilemma of VS-Bench: whoever lands on a coin gets 1, and the owner of a coin that the other takes loses 2. A taken
 * coin comes back on a cell without players and coins.
 *
 * Cells: those of `squareGame` with the pieces `red_pos`, `blue_pos`, `red_coin_pos`, `blue_coin_pos`, and counters of own
 * coins (`coop`) and of the other's (`defect`).
 *
 * @param horizon joint moves, from 1
 */
export const coinDilemmaRules = (horizon: number): Game =>
  squareGame({
    name: `coin_dilemma(horizon=${horizon})`,
    horizon,
    pieces: ['red_pos', 'blue_pos', 'red_coin_pos', 'blue_coin_pos'],
    counters: COUNTERS,
    avoids: (piece) => PIECES.filter((other) => other !== piece),
    perMove: [-2, 1],
    chancesPerMove: 2,
    resolve(s, q) {
      const coins = [q.at(s, RED_COIN), q.at(s, BLUE_COIN)]
      for (const player of [RED, BLUE]) {
        const here = q.at(s, player)
        if (here === coins[player]) q.count(s, OWN[player]!)
        if (here === coins[1 - player]) q.count(s, OTHER[player]!)
      }
      for (const owner of [RED, BLUE]) {
        const coin = coins[owner]
        if (q.at(s, RED) === coin || q.at(s, BLUE) === coin) q.lift(s, RED_COIN + owner)
      }
    },
    returns: (n) => [n(0) + n(1) - 2 * n(3), n(2) + n(3) - 2 * n(1)],
  })
