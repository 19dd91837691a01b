import { CoactError } from '../../engine/index.js'
import { checkCount, checkMixture, checkMixtures, checkPayoffs, checkSquare } from './check.js'
import { dot, type Matrix, type Mixtures, type Payoffs, strategyValues, times } from './payoffs.js'

export interface EulerOptions {
  /** Length of a step (default 0.01). */
  readonly dt?: number
  readonly steps: number
}

/**
 * How fast the shares of a single population change: ẋₐ = xₐ (fₐ − x·f) with f = A x (Taylor and Jonker 1978).
 *
 * @param matrix what each strategy gets against each other
 * @param x the shares, which add up to 1
 * @example
 * replicatorDerivative([[0, -1, 1], [1, 0, -1], [-1, 1, 0]], [0.5, 0.3, 0.2]) // [-0.05, 0.09, -0.04]
 */
export const replicatorDerivative = (matrix: Matrix, x: readonly number[]): number[] =>
  growth(x, times(matrix, x))

/**
 * How fast the shares of several populations change, one for each player: each strategy grows by how much better it does
 * than its population, against the others' shares. For two players f¹ = A y and f² = Bᵀ x.
 */
export const replicatorDerivatives = (payoffs: Payoffs, x: Mixtures): number[][] =>
  x.map((shares, p) => growth(shares, strategyValues(payoffs, x, p)))

/**
 * Shares of a single population after each step of the replicator dynamics, by explicit Euler steps; the start is first.
 *
 * @returns `steps + 1` lists of shares
 * @throws CoactError `theory/options`, `theory/shape`, `theory/number`, `theory/mixture`
 * @example
 * replicator([[0, -1, 1], [1, 0, -1], [-1, 1, 0]], [0.5, 0.3, 0.2], { steps: 1 })[1] // [0.4995, 0.3009, 0.1996]
 */
export function replicator(
  matrix: Matrix,
  start: readonly number[],
  { dt = 0.01, steps }: EulerOptions,
): number[][] {
  checkSquare(matrix)
  checkMixture(start, matrix.length)
  checkSteps(dt, steps)
  const states = [[...start]]
  for (let i = 0; i < steps; i++) {
    const x = states[i]!
    states.push(euler(x, replicatorDerivative(matrix, x), dt))
  }
  return states
}

/**
 * As {@link replicator}, for one population for each player.
 *
 * @returns `steps + 1` lists of shares by player
 * @throws CoactError `theory/options`, `theory/shape`, `theory/number`, `theory/mixture`
 */
export function replicatorPopulations(
  payoffs: Payoffs,
  start: Mixtures,
  { dt = 0.01, steps }: EulerOptions,
): number[][][] {
  checkPayoffs(payoffs)
  checkMixtures(start, payoffs.shape)
  checkSteps(dt, steps)
  const states = [start.map((shares) => [...shares])]
  for (let i = 0; i < steps; i++) {
    const x = states[i]!
    const slopes = replicatorDerivatives(payoffs, x)
    states.push(x.map((shares, p) => euler(shares, slopes[p]!, dt)))
  }
  return states
}

function checkSteps(dt: number, steps: number): void {
  checkCount(steps, 'steps', 0)
  if (dt > 0 && dt < Infinity) return
  throw new CoactError('theory/options', 'This length of a step makes no sense', {
    expected: 'a finite dt above 0',
    got: String(dt),
  })
}

function growth(shares: readonly number[], fitness: readonly number[]): number[] {
  const mean = dot(shares, fitness)
  return shares.map((share, i) => share * (fitness[i]! - mean))
}

const euler = (x: readonly number[], slope: readonly number[], dt: number): number[] =>
  x.map((share, i) => share + dt * slope[i]!)
