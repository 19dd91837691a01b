import { log2 } from '../../engine/index.js'

/** The mean of the values at some places. */
export const meanAt = (values: readonly number[], places: readonly number[]): number =>
  places.reduce((sum, i) => sum + values[i]!, 0) / places.length

/** The standard error of the mean; 0 of one value. */
export function standardError(values: readonly number[]): number {
  const n = values.length
  const mean = values.reduce((a, b) => a + b, 0) / n
  const squares = values.reduce((a, b) => a + (b - mean) * (b - mean), 0)
  return n < 2 ? 0 : Math.sqrt(squares / (n - 1) / n)
}

/** Shannon's entropy of counts, in bits. */
export function entropy(counts: Iterable<number>): number {
  const list = [...counts].filter((n) => n > 0)
  const sum = list.reduce((a, b) => a + b, 0)
  return list.reduce((h, n) => h - (n / sum) * log2(n / sum), 0)
}

/** Gini's coefficient `ΣΣ|x − y| / (2NΣx)`: 0 when all have the same; null where one is negative, or all are 0. */
export function giniOf(values: readonly number[]): number | null {
  const sum = values.reduce((a, b) => a + b, 0)
  if (sum <= 0 || values.some((x) => x < 0)) return null
  let gaps = 0
  for (const a of values) for (const b of values) gaps += Math.abs(a - b)
  return gaps / (2 * values.length * sum)
}

/** Jain's fairness `(Σx)² / (NΣx²)`: 1/N to 1; null when all are 0. */
export function jainOf(values: readonly number[]): number | null {
  const squares = values.reduce((a, b) => a + b * b, 0)
  const sum = values.reduce((a, b) => a + b, 0)
  return squares === 0 ? null : (sum * sum) / (values.length * squares)
}

/** Length of the longest common subsequence. */
export function lcs(a: readonly string[], b: readonly string[]): number {
  let row = new Array<number>(b.length + 1).fill(0)
  for (const word of a) {
    const next = [0]
    for (let k = 0; k < b.length; k++)
      next.push(word === b[k] ? row[k]! + 1 : Math.max(row[k + 1]!, next[k]!))
    row = next
  }
  return row[b.length]!
}

const BETA = 0.95

/** `(1 + β²) D / (m + β² n)` with β = 0.95: how much of a reference of m actions is matched by n actions, D of them. */
export const tesOf = (matched: number, reference: number, history: number): number =>
  reference + history === 0
    ? 0
    : ((1 + BETA * BETA) * matched) / (reference + BETA * BETA * history)

/**
 * What the released code of the task-execution score counts: how many actions of the reference are met in order, beginning
 * with its first and ending with the first that is not met.
 */
export function anchored(reference: readonly string[], history: readonly string[]): number {
  let from = 0
  for (const [i, word] of reference.entries()) {
    const at = history.indexOf(word, from)
    if (at < 0) return i
    from = at + 1
  }
  return reference.length
}
