import { createStreams } from '../../../engine/index.js'

export const ITEMS = ['Book', 'Hat', 'Basketball'] as const
/** The most items a pool may have. */
export const MOST_ITEMS = 7
const LEAST_ITEMS = 5
/** What the whole pool is worth to each player. */
export const TOTAL_VALUE = 10

/** Numbers by kind of item. */
export type Bundle = readonly [number, number, number]

/** What lies on the table and what one item of each kind is worth to each player. */
export interface Instance {
  readonly pool: Bundle
  readonly values: readonly [Bundle, Bundle]
}

export const worth = (values: Bundle, items: Bundle): number =>
  values[0] * items[0] + values[1] * items[1] + values[2] * items[2]

/** All bundles with each number from `least` up to `most`, the first number changing fastest. */
export function bundles(least: number, most: number): Bundle[] {
  const out: Bundle[] = []
  for (let c = least; c <= most; c++) {
    for (let b = least; b <= most; b++) for (let a = least; a <= most; a++) out.push([a, b, c])
  }
  return out
}

export const size = (items: Bundle): number => items[0] + items[1] + items[2]

/** Each item is of use to somebody, and some to both. */
const isCompetitive = (a: Bundle, b: Bundle): boolean =>
  a.every((v, i) => v + b[i]! > 0) && a.some((v, i) => v * b[i]! > 0)

/** Every instance that the rules of Lewis et al. (2017) allow: pools of 5 to 7 items, at least one of each kind. */
function allInstances(): Instance[] {
  const pools = bundles(1, MOST_ITEMS).filter(
    (pool) => size(pool) >= LEAST_ITEMS && size(pool) <= MOST_ITEMS,
  )
  const values = bundles(0, TOTAL_VALUE)
  return pools.flatMap((pool) => {
    const fair = values.filter((v) => worth(v, pool) === TOTAL_VALUE)
    return fair.flatMap((a) =>
      fair.filter((b) => isCompetitive(a, b)).map((b): Instance => ({ pool, values: [a, b] })),
    )
  })
}

/**
 * Different instances, drawn at random from all that are allowed; the same for the same seed.
 *
 * @example
 * bargainingInstances(2, 7) // [{ pool: [1, 3, 1], values: [[4, 2, 0], [1, 1, 6]] }, …]
 */
export function bargainingInstances(count: number, seed: number): Instance[] {
  const rng = createStreams(`bargaining/${seed}`, {}, false).stream('instances')
  return rng.shuffle(allInstances()).slice(0, count)
}
