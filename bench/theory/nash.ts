import { CoactError } from '../../engine/index.js'
import { checkPayoffs } from './check.js'
import { solveLinear } from './linear.js'
import {
  dot,
  type Matrix,
  matricesOf,
  type Payoffs,
  profileAt,
  profileCount,
  stridesOf,
  times,
  transposed,
} from './payoffs.js'

/** A Nash equilibrium of two players. */
export interface Equilibrium {
  /** The row player's probabilities, and the column player's. */
  readonly mixtures: readonly [readonly number[], readonly number[]]
  /** What each gets. */
  readonly values: readonly [number, number]
}

/** How far numbers may be off for an equilibrium. */
const TOLERANCE = 1e-9
const STRATEGIES_MAX = 10

/**
 * The profiles of pure strategies from which nobody gains by changing alone, for any number of players.
 *
 * @returns lists of strategies by player
 * @throws CoactError `theory/shape`, `theory/number`
 */
export function pureEquilibria(payoffs: Payoffs): number[][] {
  checkPayoffs(payoffs)
  const { shape, values } = payoffs
  const strides = stridesOf(shape)
  const isStable = (n: number, profile: readonly number[]): boolean =>
    profile.every((own, p) => {
      for (let s = 0; s < shape[p]!; s++)
        if (values[p]![n + (s - own) * strides[p]!]! > values[p]![n]! + TOLERANCE) return false
      return true
    })
  const out: number[][] = []
  for (let n = 0; n < profileCount(shape); n++) {
    const profile = profileAt(shape, n)
    if (isStable(n, profile)) out.push(profile)
  }
  return out
}

/**
 * Nash equilibria of two players by support enumeration: for each pair of equally large sets of strategies, the mixtures
 * that make the other indifferent. In games without ties these are all equilibria; with ties, some of each connected
 * family.
 *
 * @returns those with the smallest supports first
 * @throws CoactError `theory/players`, `theory/shape`, `theory/number`; `theory/too-large` above 10 strategies
 * @example
 * nashEquilibria(bimatrix([[3, 0], [0, 2]], [[2, 0], [0, 3]])).length // 3
 */
export function nashEquilibria(payoffs: Payoffs): Equilibrium[] {
  checkPayoffs(payoffs)
  const { rows, columns } = matricesOf(payoffs)
  if (Math.max(...payoffs.shape) > STRATEGIES_MAX) {
    throw new CoactError('theory/too-large', 'There are too many strategies to try all supports', {
      expected: `at most ${STRATEGIES_MAX} of each player`,
      got: payoffs.shape.join(' × '),
      next: 'Use `fictitiousPlay` or `projectedReplicator`, which approximate.',
    })
  }
  const [n, m] = payoffs.shape as readonly [number, number]
  const turned = transposed(columns)
  const found: Equilibrium[] = []
  for (let size = 1; size <= Math.min(n, m); size++) {
    const theirs = subsets(m, size)
    for (const own of subsets(n, size)) {
      for (const other of theirs) {
        const y = indifferent(rows, own, other)
        const x = y === undefined ? undefined : indifferent(turned, other, own)
        if (x === undefined || y === undefined) continue
        if (!isBest(times(rows, y), own) || !isBest(times(turned, x), other)) continue
        const values = [dot(x, times(rows, y)), dot(y, times(turned, x))] as const
        if (!found.some((e) => isSame(e.mixtures[0], x) && isSame(e.mixtures[1], y)))
          found.push({ mixtures: [x, y], values })
      }
    }
  }
  return found
}

/** The mixture of `other` that makes all of `own` equally good. */
function indifferent(
  matrix: Matrix,
  own: readonly number[],
  other: readonly number[],
): number[] | undefined {
  const k = own.length
  const equations = own.map((r) => [...other.map((c) => matrix[r]![c]!), -1])
  const solution = solveLinear([...equations, [...other.map(() => 1), 0]], [...own.map(() => 0), 1])
  if (solution === undefined) return undefined
  const out = matrix[0]!.map(() => 0)
  for (let i = 0; i < k; i++) {
    if (solution[i]! < -TOLERANCE) return undefined
    out[other[i]!] = Math.max(0, solution[i]!)
  }
  return out
}

const isBest = (values: readonly number[], own: readonly number[]): boolean => {
  const best = Math.max(...values)
  return own.every((s) => values[s]! >= best - TOLERANCE * Math.max(1, Math.abs(best)))
}

const isSame = (a: readonly number[], b: readonly number[]): boolean =>
  a.every((p, i) => Math.abs(p - b[i]!) <= 1e-7)

/** All subsets of 0 … n − 1 of a size, in lexical order. */
function subsets(n: number, size: number, from = 0): number[][] {
  if (size === 0) return [[]]
  const out: number[][] = []
  for (let i = from; i <= n - size; i++)
    for (const rest of subsets(n, size - 1, i + 1)) out.push([i, ...rest])
  return out
}
