import { CoactError } from '../../engine/index.js'
import { checkCount, checkMixture, checkPayoffs } from './check.js'
import {
  dot,
  type Matrix,
  matricesOf,
  type Payoffs,
  times,
  transposed,
  uniformMixture,
} from './payoffs.js'

export interface RiskOptions {
  /** What variance costs, from 0; 0 is plain best response. */
  readonly gamma: number
  /** The least probability that opponents are thought to give to each strategy (default 0). */
  readonly epsilon?: number
}

/** A best response that minds variance. */
export interface RiskAverseResponse {
  readonly mixture: readonly number[]
  readonly mean: number
  readonly variance: number
  /** mean − γ · variance */
  readonly objective: number
}

const STEPS_MAX = 100_000
const TOLERANCE = 1e-13

/**
 * Experimental. The row player's mixture σ with the highest σ·μ − γ σᵀΣσ, where μ = M y and Σ = M diag(y) Mᵀ − μ μᵀ are mean
 * and covariance of its strategies' payoffs over what the opponent draws from y. The least variable one of equally good
 * responses where γ is 0. The formula was reconstructed from mean–variance theory and the summary of Slumbers et al.,
 * "Learning Risk-Averse Equilibria in Multi-Agent Systems" (2022), not taken from the paper's text.
 *
 * @param matrix the row player's payoffs
 * @param opponent the column player's probabilities
 * @throws CoactError `theory/options`, `theory/shape`, `theory/number`, `theory/mixture`
 * @example
 * riskAverseBestResponse([[2, 0], [1, 1]], [0.7, 0.3], { gamma: 1 }).mixture // [5/21, 16/21]
 */
export function riskAverseBestResponse(
  matrix: Matrix,
  opponent: readonly number[],
  { gamma, epsilon = 0 }: RiskOptions,
): RiskAverseResponse {
  checkTable(matrix, opponent)
  const y = floored(opponent, gamma, epsilon)
  const mean = times(matrix, y)
  const covariance = mean.map((mi, i) =>
    mean.map((mj, j) => {
      let sum = 0
      for (let c = 0; c < y.length; c++)
        sum += y[c]! * (matrix[i]![c]! - mi) * (matrix[j]![c]! - mj)
      return sum
    }),
  )
  const mixture = climb(mean, covariance, gamma)
  const variance = dot(mixture, times(covariance, mixture))
  const average = dot(mean, mixture)
  return { mixture, mean: average, variance, objective: average - gamma * variance }
}

function checkTable(matrix: Matrix, opponent: readonly number[]): void {
  checkMixture(opponent, matrix[0]?.length ?? 0)
  checkPayoffs({ shape: [matrix.length, opponent.length], values: [matrix.flat(), matrix.flat()] })
}

/** Moves weight between the pair of strategies where it brings most, as far as it brings most, until nothing is gained. */
function climb(mean: readonly number[], covariance: Matrix, gamma: number): number[] {
  const n = mean.length
  let start = 0
  for (let i = 1; i < n; i++) {
    const less = covariance[i]![i]! - covariance[start]![start]!
    if (less < 0 || (less === 0 && mean[i]! > mean[start]!)) start = i
  }
  const x = mean.map((_, i): number => (i === start ? 1 : 0))
  const scale = Math.max(
    1,
    ...mean.map(Math.abs),
    ...covariance.flat().map((v) => gamma * Math.abs(v)),
  )
  for (let step = 0; step < STEPS_MAX; step++) {
    const slope = times(covariance, x).map((v, i) => mean[i]! - 2 * gamma * v)
    let up = 0
    let down = -1
    for (let i = 0; i < n; i++) {
      if (slope[i]! > slope[up]!) up = i
      if (x[i]! > 0 && (down < 0 || slope[i]! < slope[down]!)) down = i
    }
    const gain = slope[up]! - slope[down]!
    if (gain <= TOLERANCE * scale) break
    const bend =
      2 * gamma * (covariance[up]![up]! + covariance[down]![down]! - 2 * covariance[up]![down]!)
    const far = bend > 0 ? Math.min(gain / bend, x[down]!) : x[down]!
    x[up]! += far
    x[down] = far === x[down] ? 0 : x[down]! - far
  }
  return x
}

function floored(opponent: readonly number[], gamma: number, epsilon: number): number[] {
  if (!(gamma >= 0 && gamma < Infinity && epsilon >= 0 && epsilon * opponent.length < 1)) {
    throw new CoactError('theory/options', 'These options of risk aversion make no sense', {
      expected: `gamma from 0, epsilon from 0 and below 1 / ${opponent.length}`,
      got: `gamma ${gamma}, epsilon ${epsilon}`,
    })
  }
  return opponent.map((p) => epsilon + (1 - epsilon * opponent.length) * p)
}

/**
 * Experimental: see {@link riskAverseBestResponse}. Mixtures of two players that are risk-averse best responses to each
 * other, approached by averaging: σ ← σ + (response − σ) / (t + 1).
 *
 * @param iterations from 1; both players are updated together in each
 * @returns the averages, and by how much each could still raise its objective
 * @throws CoactError `theory/players`, `theory/options`, `theory/shape`, `theory/number`
 */
export function riskAverseEquilibrium(
  payoffs: Payoffs,
  { iterations, ...options }: RiskOptions & { readonly iterations: number },
): { readonly mixtures: readonly [number[], number[]]; readonly gaps: readonly [number, number] } {
  checkPayoffs(payoffs)
  checkCount(iterations, 'iterations', 1)
  const { rows, columns } = matricesOf(payoffs)
  const own = [rows, transposed(columns)] as const
  let x = uniformMixture(rows.length)
  let y = uniformMixture(rows[0]!.length)
  for (let t = 1; t <= iterations; t++) {
    const a = riskAverseBestResponse(own[0], y, options).mixture
    const b = riskAverseBestResponse(own[1], x, options).mixture
    x = x.map((v, i) => v + (a[i]! - v) / (t + 1))
    y = y.map((v, i) => v + (b[i]! - v) / (t + 1))
  }
  return { mixtures: [x, y], gaps: [gap(own[0], x, y, options), gap(own[1], y, x, options)] }
}

function gap(
  matrix: Matrix,
  x: readonly number[],
  y: readonly number[],
  options: RiskOptions,
): number {
  const { gamma, epsilon = 0 } = options
  const seen = floored(y, gamma, epsilon)
  const outcomes = transposed(matrix).map((column) => dot(column, x))
  const mean = dot(outcomes, seen)
  let variance = 0
  for (const [c, p] of seen.entries()) variance += p * (outcomes[c]! - mean) * (outcomes[c]! - mean)
  return riskAverseBestResponse(matrix, y, options).objective - (mean - gamma * variance)
}
