import { CoactError, exp, log1p } from '../../engine/index.js'

/** log(eᵃ + eᵇ). */
export function logAdd(a: number, b: number): number {
  if (a === -Infinity) return b
  if (b === -Infinity) return a
  return a > b ? a + log1p(exp(b - a)) : b + log1p(exp(a - b))
}

/**
 * The stationary distribution of an irreducible Markov chain, by the elimination of Grassmann, Taksar and Heyman (1985).
 * It never subtracts, and here works on logarithms: transitions as rare as e^-100000 are told from impossible ones.
 *
 * @param logs logarithms of transition probabilities, `-Infinity` for none; the diagonal is not looked at
 * @returns by state, adding up to 1
 * @throws CoactError `theory/reducible` when some states cannot be reached from others
 * @example
 * stationary([[0, Math.log(0.1)], [Math.log(0.3), 0]]) // [0.75, 0.25]
 */
export function stationary(logs: readonly (readonly number[])[]): number[] {
  const n = logs.length
  const a = logs.map((row) => Float64Array.from(row))
  for (let k = n - 1; k > 0; k--) {
    let out = -Infinity
    for (let j = 0; j < k; j++) out = logAdd(out, a[k]![j]!)
    if (out === -Infinity) {
      throw new CoactError('theory/reducible', 'The chain has states that it cannot leave', {
        where: `state ${k}`,
        next: 'Give every transition a small probability.',
      })
    }
    for (let i = 0; i < k; i++) {
      const through = a[i]![k]! - out
      a[i]![k] = through
      if (through === -Infinity) continue
      for (let j = 0; j < k; j++) if (j !== i) a[i]![j] = logAdd(a[i]![j]!, through + a[k]![j]!)
    }
  }
  const weights = [0]
  let total = 0
  for (let k = 1; k < n; k++) {
    let sum = -Infinity
    for (let i = 0; i < k; i++) sum = logAdd(sum, weights[i]! + a[i]![k]!)
    weights.push(sum)
    total = logAdd(total, sum)
  }
  return weights.map((w) => exp(w - total))
}
