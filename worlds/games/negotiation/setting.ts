import type { Chance } from '../../../engine/index.js'

export const MOST_ITEMS = 5
export const MOST_VALUE = 10
export const LEAST_STEPS = 4
export const MOST_STEPS = 10
/** How often each number of steps from 4 to 10 comes: a Poisson distribution of mean 7, cut off, times 10!·e⁷ / 7⁴. */
const STEP_WEIGHTS = [151_200, 211_680, 246_960, 246_960, 216_090, 168_070, 117_649]

/** What the talks are about: how long they may last, how many items there are, what each is worth to either. */
export interface Setting {
  readonly maxSteps: number
  readonly pool: readonly number[]
  readonly values: readonly [readonly number[], readonly number[]]
}

export interface NegotiationParams {
  readonly numItems: number
  readonly enableUtterances: boolean
  readonly numSymbols: number
  readonly utteranceDim: number
  /** Settings of which chance draws one; the rules draw each number when left out. */
  readonly instances?: readonly Setting[] | undefined
}

/** A setting as numbers in the order in which chance draws them. */
export const numbersOf = ({ maxSteps, pool, values }: Setting): number[] => [
  maxSteps,
  ...pool,
  ...values[0],
  ...values[1],
]

const range = (from: number, to: number): readonly number[] =>
  Object.freeze(Array.from({ length: to - from + 1 }, (_, i) => from + i))
const STEPS: Chance = { outcomes: range(LEAST_STEPS, MOST_STEPS), weights: STEP_WEIGHTS }
const ITEMS: Chance = { outcomes: range(0, MOST_ITEMS) }
const VALUES: Chance = { outcomes: range(0, MOST_VALUE) }

/**
 * What chance may draw for a number of the setting. Values are uniform over all that are not zero throughout: as long as a
 * player's are, zero comes as much more rarely as the rest then has to make up for it.
 *
 * @param s begins with the numbers drawn so far
 */
export function drawOf(s: Int32Array, i: number, numItems: number): Chance {
  if (i === 0) return STEPS
  if (i <= numItems) return ITEMS
  const own = (i - 1) % numItems
  for (let k = i - own; k < i; k++) if (s[k] !== 0) return VALUES
  let rest = 1
  for (let k = own + 1; k < numItems; k++) rest *= MOST_VALUE + 1
  const { outcomes } = VALUES
  const weights = outcomes.map((value) => (value === 0 ? rest - 1 : rest))
  return rest === 1 ? { outcomes: outcomes.slice(1) } : { outcomes, weights }
}
