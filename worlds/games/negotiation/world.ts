import { z } from 'zod'
import type { Problem } from '../../../engine/index.js'
import { gameWorld } from '../../kernels/board/index.js'
import { negotiationRules } from './rules.js'
import {
  LEAST_STEPS,
  MOST_ITEMS,
  MOST_STEPS,
  MOST_VALUE,
  type NegotiationParams,
} from './setting.js'

const values = z.array(z.int().min(0).max(MOST_VALUE))

/** Negotiation with proposals and cheap talk. */
export const negotiation = gameWorld({
  id: 'negotiation',
  version: 1,
  title: 'Negotiation',
  rules: ({ numItems, enableUtterances, numSymbols }) => [
    `Two players split a pool of ${numItems} kinds of items; each knows only what they are worth to itself (its util vec).`,
    'In turn each proposes how many of each kind it would keep itself, or agrees to the last proposal of the other,',
    'which then gets what it proposed and leaves the rest.',
    ...(enableUtterances
      ? [
          `After a proposal it also says symbols from 0 to ${numSymbols - 1}, which bind to nothing.`,
        ]
      : []),
    'After "Max steps" proposals without an agreement both get nothing.',
    'A return is what the items that one gets are worth to oneself.',
  ],
  params: z.strictObject({
    numItems: z.int().min(1).max(4).default(3),
    enableUtterances: z.boolean().default(true),
    numSymbols: z.int().min(1).max(10).default(5),
    utteranceDim: z.int().min(1).max(3).default(3),
    /** Settings of which chance draws one; the rules draw each number when left out. */
    instances: z
      .array(
        z.strictObject({
          maxSteps: z.int().min(LEAST_STEPS).max(MOST_STEPS),
          pool: z.array(z.int().min(0).max(MOST_ITEMS)),
          values: z.tuple([values, values]),
        }),
      )
      .min(1)
      .max(10_000)
      .optional(),
  }),
  moves: 6 * 6 * 6 * 6 + 1 + 1000,
  validate: instancesFit,
  game: negotiationRules,
})

function instancesFit({ numItems, instances = [] }: NegotiationParams): Problem[] {
  return instances.flatMap(({ pool, values: [first, second] }, i) =>
    [pool, first, second]
      .map((list, k): Problem => {
        const path = k === 0 ? 'pool' : `values.${k - 1}`
        return {
          path: `params.instances.${i}.${path}`,
          message: 'There is not one number for each kind of item',
          expected: `${numItems} numbers`,
          got: String(list.length),
        }
      })
      .filter(({ got }) => got !== String(numItems)),
  )
}
