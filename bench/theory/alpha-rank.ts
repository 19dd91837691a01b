import { CoactError, expm1, log, log1p } from '../../engine/index.js'
import { checkPayoffs, checkSquare } from './check.js'
import { type Matrix, type Payoffs, profileAt, profileCount, stridesOf } from './payoffs.js'
import { logAdd, stationary } from './stationary.js'

export interface AlphaRankOptions {
  /** How strongly payoffs select, above 0; `Infinity` is the limit, made ergodic by `epsilon` (default `Infinity`). */
  readonly alpha?: number
  /** Agents in each population, from 2 (default 50). */
  readonly m?: number
  /** In the limit: how likely a worse strategy takes over, above 0 and below ½ (default 0.001). */
  readonly epsilon?: number
}

/**
 * α-rank of a single population that plays a symmetric game: how much of the time each strategy has it all to itself, when
 * mutants come rarely and take over by imitation (Omidshafiei et al. 2019).
 *
 * For finite α a mutant takes over with probability ρ = 1 / (1 + Σₗ Πₜ e^−α(f(mutant) − f(resident))), the fitness being
 * averaged over the m − 1 others. In the limit ρ is 1 − ε for a mutant that beats the resident, ½ when they are equal, else ε.
 *
 * @param matrix what each strategy gets against each other
 * @returns by strategy, adding up to 1
 * @throws CoactError `theory/options`, `theory/shape`, `theory/number`
 * @example
 * alphaRank([[0, -1, 1], [1, 0, -1], [-1, 1, 0]]) // [1/3, 1/3, 1/3]
 */
export function alphaRank(matrix: Matrix, options: AlphaRankOptions = {}): number[] {
  checkSquare(matrix)
  const { alpha, m, epsilon } = checked(options)
  const n = matrix.length
  const logs = matrix.map((_, resident) =>
    matrix.map((_, mutant) => {
      if (mutant === resident) return -Infinity
      const better = matrix[mutant]![resident]! - matrix[resident]![mutant]!
      const rho =
        alpha === Infinity
          ? limitRho(better, epsilon)
          : singleRho(matrix, mutant, resident, alpha, m)
      return rho - log(n - 1)
    }),
  )
  return stationary(logs)
}

/**
 * α-rank with one population for each player: how much of the time each profile of strategies is played. Only one
 * population's strategy changes at a time; ρ = (1 − e^−u) / (1 − e^−mu) with u = α times what the change brings to it.
 *
 * @returns by profile, the last player's strategy varying fastest, adding up to 1
 * @throws CoactError `theory/options`, `theory/shape`, `theory/number`
 * @example
 * alphaRankPopulations(bimatrix([[5, 0], [10, 1]]), { alpha: 1 }) // all on the last profile: both defect
 */
export function alphaRankPopulations(payoffs: Payoffs, options: AlphaRankOptions = {}): number[] {
  checkPayoffs(payoffs)
  const { alpha, m, epsilon } = checked(options)
  const { shape, values } = payoffs
  const total = profileCount(shape)
  const strides = stridesOf(shape)
  const changes = shape.reduce((sum, k) => sum + k - 1, 0)
  const logs = Array.from({ length: total }, (_, from) => {
    const row = Array.from({ length: total }, () => -Infinity)
    const profile = profileAt(shape, from)
    for (const [p, strategies] of shape.entries()) {
      for (let s = 0; s < strategies; s++) {
        if (s === profile[p]) continue
        const to = from + (s - profile[p]!) * strides[p]!
        const better = values[p]![to]! - values[p]![from]!
        const rho = alpha === Infinity ? limitRho(better, epsilon) : constantRho(alpha * better, m)
        row[to] = rho - log(changes)
      }
    }
    return row
  })
  return stationary(logs)
}

/** How near payoffs are taken for equal. */
const EQUAL = 1e-14

const limitRho = (better: number, epsilon: number): number =>
  Math.abs(better) <= EQUAL ? log(0.5) : better > 0 ? log1p(-epsilon) : log(epsilon)

/** log ρ of a mutant whose advantage u is the same however many there are. */
function constantRho(u: number, m: number): number {
  const size = Math.abs(u)
  if (size <= EQUAL) return -log(m)
  const quotient = log(-expm1(-size)) - log(-expm1(-m * size))
  return u > 0 ? quotient : quotient - (m - 1) * size
}

/** log ρ of a mutant in a population that plays against itself. */
function singleRho(
  matrix: Matrix,
  mutant: number,
  resident: number,
  alpha: number,
  m: number,
): number {
  const [own, other] = [matrix[mutant]!, matrix[resident]!]
  let exponent = 0
  let sum = 0
  for (let mutants = 1; mutants < m; mutants++) {
    const residents = m - mutants
    const mine = ((mutants - 1) * own[mutant]! + residents * own[resident]!) / (m - 1)
    const theirs = ((residents - 1) * other[resident]! + mutants * other[mutant]!) / (m - 1)
    exponent -= alpha * (mine - theirs)
    sum = logAdd(sum, exponent)
  }
  return -sum
}

function checked({ alpha = Infinity, m = 50, epsilon = 0.001 }: AlphaRankOptions) {
  const wrong = !(alpha > 0)
    ? `alpha ${alpha}`
    : !(Number.isInteger(m) && m >= 2)
      ? `m ${m}`
      : !(epsilon > 0 && epsilon < 0.5)
        ? `epsilon ${epsilon}`
        : undefined
  if (wrong !== undefined) {
    throw new CoactError('theory/options', 'These options of α-rank make no sense', {
      expected: 'alpha above 0, a whole m from 2, epsilon above 0 and below 0.5',
      got: wrong,
    })
  }
  return { alpha, m, epsilon }
}

/** Strategies or profiles by how much of the time they are played, most first. */
export const rankedBy = (pi: readonly number[]): number[] =>
  [...pi.keys()].sort((a, b) => pi[b]! - pi[a]! || a - b)
