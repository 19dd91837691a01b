import { CoactError } from '../../engine/index.js'
import { checkCount, checkMixtures, checkPayoffs } from './check.js'
import {
  dot,
  greatest,
  type Mixtures,
  type Payoffs,
  strategyValues,
  uniformMixture,
} from './payoffs.js'

/**
 * Fictitious play: everybody best-responds, one after the other, to how often the others have played each strategy so far.
 *
 * @param iterations from 1
 * @returns how often each strategy was played, by player
 * @throws CoactError `theory/options`, `theory/shape`, `theory/number`
 */
export function fictitiousPlay(
  payoffs: Payoffs,
  { iterations }: { readonly iterations: number },
): number[][] {
  checkPayoffs(payoffs)
  checkCount(iterations, 'iterations', 1)
  const average = payoffs.shape.map(uniformMixture)
  for (let t = 1; t <= iterations; t++) {
    for (let p = 0; p < payoffs.shape.length; p++) {
      const best = greatest(strategyValues(payoffs, average, p))
      average[p] = average[p]!.map((share, s) => share + ((s === best ? 1 : 0) - share) / (t + 1))
    }
  }
  return average
}

export interface ProjectedReplicatorOptions {
  readonly iterations: number
  /** Length of a step (default 0.001). */
  readonly dt?: number
  /** How much exploration is kept: no strategy falls below γ / (1 + their number) (default 1e-6). */
  readonly gamma?: number
}

/**
 * Projected replicator dynamics (Lanctot et al. 2017): Euler steps of the replicator dynamics, each brought back to the
 * nearest mixture in which every strategy keeps a least share.
 *
 * @param start by player; all strategies alike when left out
 * @returns the average over all steps, by player
 * @throws CoactError `theory/options`, `theory/shape`, `theory/number`, `theory/mixture`
 */
export function projectedReplicator(
  payoffs: Payoffs,
  { iterations, dt = 0.001, gamma = 1e-6 }: ProjectedReplicatorOptions,
  start: Mixtures = payoffs.shape.map(uniformMixture),
): number[][] {
  if (!(gamma >= 0 && gamma <= 1 && dt > 0 && dt < Infinity)) {
    throw new CoactError('theory/options', 'These options of replicator dynamics make no sense', {
      expected: 'gamma from 0 to 1, dt above 0',
      got: `gamma ${gamma}, dt ${dt}`,
    })
  }
  checkPayoffs(payoffs)
  checkMixtures(start, payoffs.shape)
  checkCount(iterations, 'iterations', 1)
  let x: readonly (readonly number[])[] = start
  const sums = start.map((shares) => shares.map(() => 0))
  for (let t = 0; t < iterations; t++) {
    const now = x
    x = now.map((shares, p) => {
      const values = strategyValues(payoffs, now, p)
      const mean = dot(values, shares)
      const moved = shares.map((share, s) => share + dt * share * (values[s]! - mean))
      return project(moved, gamma / (shares.length + 1))
    })
    for (const [p, shares] of x.entries())
      for (const [s, share] of shares.entries()) sums[p]![s]! += share
  }
  return sums.map((shares) => shares.map((sum) => sum / iterations))
}

/**
 * The nearest point whose numbers are at least `floor` and add up to 1 (Duchi et al. 2008).
 *
 * @param floor at most 1 / length
 */
export function project(x: readonly number[], floor = 0): number[] {
  const room = 1 - floor * x.length
  const shifted = x.map((v) => v - floor)
  const sorted = [...shifted].sort((a, b) => b - a)
  let sum = 0
  let cut = 0
  for (const [i, v] of sorted.entries()) {
    sum += v
    const theta = (sum - room) / (i + 1)
    if (v - theta > 0) cut = theta
  }
  return shifted.map((v) => Math.max(v - cut, 0) + floor)
}
