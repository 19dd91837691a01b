import { z } from 'zod'
import type { Problem } from '../../../engine/index.js'
import { gameWorld } from '../../kernels/board/index.js'
import { bargainingInstances, MOST_ITEMS, size, TOTAL_VALUE, worth } from './instances.js'
import { AGREE } from './offers.js'
import { bargainingRules } from './rules.js'

const pool = z.int().min(0).max(MOST_ITEMS)
const value = z.int().min(0).max(TOTAL_VALUE)
const values = z.tuple([value, value, value])

const params = z.strictObject({
  /** Pools with the values of both players; made at random from `instancesSeed` when left out. */
  instances: z
    .array(z.strictObject({ pool: z.tuple([pool, pool, pool]), values: z.tuple([values, values]) }))
    .min(1)
    .max(10_000)
    .optional(),
  instancesSeed: z.int().min(0).default(0),
  /** How many instances are in play, from the first on. */
  maxNumInstances: z.int().min(1).max(10_000).default(1000),
  maxTurns: z.int().min(1).max(100).default(10),
  discount: z.number().min(0).max(1).default(1),
  probEnd: z.number().min(0).max(1).default(0),
})

type BargainingParams = z.output<typeof params>

/** Deal or no deal: two players bargain about a pool of items. */
export const bargaining = gameWorld({
  id: 'bargaining',
  version: 1,
  title: 'Bargaining',
  rules: ({ maxTurns, discount, probEnd }) => [
    'Two players split a pool of books, hats and basketballs, which are worth different things to them;',
    'each knows only its own values.',
    'In turn each says what it would keep itself, or agrees to the last offer of the other, which then gets',
    'what it said and leaves the rest.',
    `After ${maxTurns} offers without an agreement both get nothing.`,
    ...(probEnd === 0
      ? []
      : [`From the second offer on the talks break down with probability ${probEnd}.`]),
    ...(discount === 1
      ? []
      : [`From the third turn on each turn multiplies what is got by ${discount}.`]),
    'A return is what the items that one gets are worth to oneself.',
  ],
  params,
  moves: AGREE + 1,
  validate: instancesFit,
  game: ({ instances, instancesSeed, maxNumInstances, ...rest }) =>
    bargainingRules({
      ...rest,
      instances:
        instances?.slice(0, maxNumInstances) ?? bargainingInstances(maxNumInstances, instancesSeed),
    }),
})

function instancesFit({ instances = [] }: BargainingParams): Problem[] {
  return instances.flatMap((instance, i): Problem[] => {
    const path = `params.instances.${i}`
    if (size(instance.pool) > MOST_ITEMS) {
      return [
        {
          path: `${path}.pool`,
          message: 'There are too many items',
          expected: `at most ${MOST_ITEMS}`,
          got: String(size(instance.pool)),
        },
      ]
    }
    return instance.values.flatMap((own, player): Problem[] => {
      const total = worth(own, instance.pool)
      if (total <= TOTAL_VALUE) return []
      return [
        {
          path: `${path}.values.${player}`,
          message: 'The pool is worth too much',
          expected: `at most ${TOTAL_VALUE}`,
          got: String(total),
        },
      ]
    })
  })
}
