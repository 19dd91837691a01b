import { z } from 'zod'
import { gameWorld } from '../../kernels/board/index.js'
import { hexRules } from './rules.js'

/** Hex: whoever joins its two edges of the board wins. */
export const hex = gameWorld({
  id: 'hex',
  version: 1,
  title: 'Hex',
  params: z.strictObject({ boardSize: z.int().min(1).max(19).default(11) }),
  moves: 19 * 19,
  game: ({ boardSize }) => hexRules(boardSize),
})
