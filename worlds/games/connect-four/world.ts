import { z } from 'zod'
import { gameWorld } from '../../kernels/board/index.js'
import { connectFourRules } from './rules.js'

/** Connect four: whoever has four in a line first wins. */
export const connectFour = gameWorld({
  id: 'connect-four',
  version: 1,
  title: 'Connect four',
  params: z.strictObject({
    rows: z.int().min(1).max(12).default(6),
    columns: z.int().min(1).max(12).default(7),
    xInRow: z.int().min(2).max(12).default(4),
  }),
  moves: 12,
  game: connectFourRules,
})
