/** How small a pivot may be before equations are taken for dependent, beside the greatest number in the table. */
const SINGULAR = 1e-12

/**
 * Solves linear equations by Gaussian elimination with partial pivoting.
 *
 * @returns undefined when the equations do not have exactly one solution
 */
export function solveLinear(
  matrix: readonly (readonly number[])[],
  right: readonly number[],
): number[] | undefined {
  const n = right.length
  const a = matrix.map((row, i) => [...row, right[i]!])
  const scale = Math.max(...matrix.flat().map(Math.abs), 1e-300)
  for (let k = 0; k < n; k++) {
    let pivot = k
    for (let i = k + 1; i < n; i++) if (Math.abs(a[i]![k]!) > Math.abs(a[pivot]![k]!)) pivot = i
    if (Math.abs(a[pivot]![k]!) <= SINGULAR * scale) return undefined
    ;[a[k], a[pivot]] = [a[pivot]!, a[k]!]
    for (let i = 0; i < n; i++) {
      if (i === k) continue
      const factor = a[i]![k]! / a[k]![k]!
      if (factor === 0) continue
      for (let j = k; j <= n; j++) a[i]![j]! -= factor * a[k]![j]!
    }
  }
  return a.map((row, k) => row[n]! / row[k]!)
}
