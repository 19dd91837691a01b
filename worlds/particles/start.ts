import { z } from 'zod'
import type { Rng } from '../../engine/index.js'
import { WORDS_MAX } from './components.js'

const place = z.number().min(-1e6).max(1e6)
const pair = z.tuple([place, place])

const bodySchema = z.strictObject({
  p: pair.describe('Position'),
  v: pair.default([0, 0]).describe('Velocity'),
  c: z.array(z.number().min(-1e6).max(1e6)).max(WORDS_MAX).optional().describe('What it last said'),
  type: z.int().min(0).max(254).optional().describe('Kind of treasure'),
  alive: z.boolean().optional().describe('Whether the treasure can be found'),
  holding: z.int().min(0).max(254).nullable().optional().describe('Kind of treasure held'),
})

const landmark = z.int().min(0).max(255)

/** A start state: every body, agents first, then landmarks; and who is after what. */
export const startSchema = z.strictObject({
  bodies: z.array(bodySchema).max(256),
  goals: z
    .array(landmark.nullable())
    .max(64)
    .optional()
    .describe(
      'By agent: the landmark, counted from 0, that it is after or tells of; drawn when left out',
    ),
  key: landmark.optional().describe('The landmark whose code is the key; drawn when left out'),
})

export type Start = z.output<typeof startSchema>
export type StartBody = Start['bodies'][number]

/** A number of [from, to). */
export const between = (rng: Rng, from: number, to: number): number =>
  from + (to - from) * rng.float()

/** A body at rest at a random place of a square about the origin. */
export const somewhere = (rng: Rng, half: number): StartBody => ({
  p: [between(rng, -half, half), between(rng, -half, half)],
  v: [0, 0],
})

/** Bodies at rest at random places of a square about the origin. */
export const scattered = (rng: Rng, count: number, half: number): StartBody[] =>
  Array.from({ length: count }, () => somewhere(rng, half))
