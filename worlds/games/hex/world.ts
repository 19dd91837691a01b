import { z } from 'zod'
import { gameWorld } from '../../kernels/board/index.js'
import { hexRules } from './rules.js'

/** Hex: whoever joins its two edges of the board wins. */
export const hex = gameWorld({
  id: 'hex',
  version: 1,
  title: 'Hex',
  rules: () => [
    'Players lay stones on a rhombus of hexagons in turn, player 0 with x, player 1 with o. Each row is shifted half a cell',
    'to the right, so a cell touches two in the row above, two in its own and two in the row below.',
    'Player 0 wins by joining the top to the bottom edge, player 1 by joining the left to the right edge: 1, the other -1.',
    'A move is a column as a letter and a row as a number: a1 is at the top left.',
  ],
  params: z.strictObject({ boardSize: z.int().min(1).max(19).default(11) }),
  moves: 19 * 19,
  game: ({ boardSize }) => hexRules(boardSize),
})
