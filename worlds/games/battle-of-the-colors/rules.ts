import type { Game } from '../../../engine/index.js'
import { BLUE, RED, squareGame } from '../../kernels/board/index.js'

const RED_BLOCK = 2
const BLUE_BLOCK = 3
const PLAYERS = [RED, BLUE]

const RED_MATCH = 0
const BLUE_MATCH = 1
const DIFFERENT = 2

/**
 * The Battle of the Colors of VS-Bench: both players on the red block get 2 (red) and 1 (blue), both on the blue block 1 and
 * 2, and the block comes back on a cell without players. One on each block brings nothing, and both blocks come back.
 * Blocks may come to lie on one another; then being on them counts as red.
 *
 * Cells: those of `squareGame` with the pieces `red_pos`, `blue_pos`, `red_block_pos`, `blue_block_pos`.
 *
 * @param horizon joint moves, from 1
 */
export const battleOfTheColorsRules = (horizon: number): Game =>
  squareGame({
    name: `battle_of_the_colors(horizon=${horizon})`,
    horizon,
    pieces: ['red_pos', 'blue_pos', 'red_block_pos', 'blue_block_pos'],
    counters: ['red_match', 'blue_match', 'red_blue_diff'],
    avoids: () => PLAYERS,
    perMove: [0, 2],
    chancesPerMove: 2,
    resolve(s, q) {
      const red = q.at(s, RED)
      const blue = q.at(s, BLUE)
      const redBlock = q.at(s, RED_BLOCK)
      const blueBlock = q.at(s, BLUE_BLOCK)
      const bothOnRed = red === redBlock && blue === redBlock
      const bothOnBlue = red === blueBlock && blue === blueBlock
      const apart =
        (red === redBlock && blue === blueBlock) || (red === blueBlock && blue === redBlock)
      if (bothOnRed) q.count(s, RED_MATCH)
      else if (bothOnBlue) q.count(s, BLUE_MATCH)
      else if (apart) q.count(s, DIFFERENT)
      if (bothOnRed || apart) q.lift(s, RED_BLOCK)
      if (bothOnBlue || apart) q.lift(s, BLUE_BLOCK)
    },
    returns: (n) => [2 * n(RED_MATCH) + n(BLUE_MATCH), n(RED_MATCH) + 2 * n(BLUE_MATCH)],
  })
