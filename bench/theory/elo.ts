import { CoactError, log10, pow } from '../../engine/index.js'
import { checkCount, checkNumbers } from './check.js'
import type { Matrix } from './payoffs.js'

const SCALE = 400

/**
 * How much of a game the first player is expected to win.
 *
 * @param a the first player's rating
 * @param b the second player's
 * @returns 0 to 1, a draw being worth ½
 * @example
 * expectedScore(1400, 1000) // 0.909…
 */
export const expectedScore = (a: number, b: number): number => 1 / (1 + pow(10, (b - a) / SCALE))

/**
 * Ratings after one game (Elo 1978): R ← R + K (score − expected).
 *
 * @param score of the first player: 1 won, ½ drawn, 0 lost
 * @param k how much one game counts (default 32)
 * @throws CoactError `theory/number`, `theory/options`
 * @example
 * eloUpdate(1000, 1000, 1) // [1016, 984]
 */
export function eloUpdate(a: number, b: number, score: number, k = 32): [number, number] {
  checkNumbers([a, b, k], 'ratings')
  if (!(score >= 0 && score <= 1)) {
    throw new CoactError('theory/options', 'This score of one game makes no sense', {
      expected: '1 won, 0.5 drawn, 0 lost, or what lies between',
      got: String(score),
    })
  }
  const change = k * (score - expectedScore(a, b))
  return [a + change, b - change]
}

export interface EloOptions {
  /** Added to each pair's wins, so that nobody's rating is endless (default 0.01). */
  readonly smoothing?: number
  readonly iterationsMax?: number
  /** The change of strengths at which iterations end (default 1e-10). */
  readonly tolerance?: number
}

/**
 * Ratings under which the results of all games are most likely (Bradley–Terry), by minorise–maximise steps (Hunter 2004).
 * The order of games does not matter. Draws count half.
 *
 * @param wins how often each beat each other
 * @param draws how often each drew with each other, symmetric
 * @returns ratings on the scale of 400, the lowest 0
 * @throws CoactError `theory/shape`, `theory/number`, `theory/options`
 * @example
 * eloRatings([[0, 2], [1, 0]]) // [about 120, 0]
 */
export function eloRatings(
  wins: Matrix,
  draws: Matrix = [],
  { smoothing = 0.01, iterationsMax = 2000, tolerance = 1e-10 }: EloOptions = {},
): number[] {
  const n = wins.length
  const isSquare = (m: Matrix): boolean => m.length === n && m.every((row) => row.length === n)
  if (n === 0 || !isSquare(wins) || (draws.length > 0 && !isSquare(draws))) {
    throw new CoactError('theory/shape', 'Results are tables of each against each', {
      expected: 'square tables of the same size',
    })
  }
  checkResults([...wins.flat(), ...draws.flat()])
  checkCount(iterationsMax, 'iterations', 1)
  if (!(smoothing >= 0 && smoothing < Infinity && tolerance >= 0)) {
    throw new CoactError('theory/options', 'These options of ratings make no sense', {
      expected: 'a finite smoothing and a tolerance, both from 0',
      got: `smoothing ${smoothing}, tolerance ${tolerance}`,
    })
  }
  if (n === 1) return [0]
  const won = wins.map((row, i) => row.map((w, j) => w + (draws[i]?.[j] ?? 0) / 2 + smoothing))
  const totals = won.map((row, i) => row.reduce((sum, w, j) => (i === j ? sum : sum + w), 0))
  let strengths = won.map(() => 1)
  for (let t = 0; t < iterationsMax; t++) {
    const next = totals.map((total, i) => {
      let games = 0
      for (let j = 0; j < n; j++)
        if (j !== i) games += (won[i]![j]! + won[j]![i]!) / (strengths[i]! + strengths[j]!)
      return games === 0 ? strengths[i]! : total / games
    })
    const sum = next.reduce((a, b) => a + b, 0)
    let change = 0
    for (let i = 0; i < n; i++) {
      next[i] = Math.max(next[i]! / sum, Number.MIN_VALUE)
      change = Math.max(change, Math.abs(next[i]! - strengths[i]!))
    }
    strengths = next
    if (change < tolerance) break
  }
  const ratings = strengths.map((s) => SCALE * log10(s))
  const lowest = Math.min(...ratings)
  return ratings.map((r) => r - lowest)
}

function checkResults(counts: readonly number[]): void {
  checkNumbers(counts, 'results')
  if (counts.every((n) => n >= 0)) return
  throw new CoactError('theory/number', 'Nobody wins or draws less than no game', {
    expected: 'counts from 0',
    got: String(counts.find((n) => n < 0)),
  })
}
