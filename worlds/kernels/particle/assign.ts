/**
 * Who goes where, so that the sum of costs is least: the Hungarian method with potentials, in O(n³).
 *
 * @param cost square matrix by rows: `cost[row * n + column]`, finite
 * @param n its size
 * @returns by row the column that it is given
 * @example
 * assign([1, 9, 9, 1], 2) // [0, 1]
 */
export function assign(cost: ArrayLike<number>, n: number): number[] {
  // Rows and columns count from 1; column 0 holds the row that is being placed.
  const u = new Float64Array(n + 1)
  const v = new Float64Array(n + 1)
  const rowOf = new Int32Array(n + 1)
  const before = new Int32Array(n + 1)
  const least = new Float64Array(n + 1)
  const used = new Uint8Array(n + 1)
  for (let row = 1; row <= n; row++) {
    rowOf[0] = row
    least.fill(Infinity)
    used.fill(0)
    let column = 0
    while (rowOf[column] !== 0) {
      used[column] = 1
      const i = rowOf[column]!
      let delta = Infinity
      let next = 0
      for (let j = 1; j <= n; j++) {
        if (used[j] === 1) continue
        const reduced = cost[(i - 1) * n + j - 1]! - u[i]! - v[j]!
        if (reduced < least[j]!) {
          least[j] = reduced
          before[j] = column
        }
        if (least[j]! < delta) {
          delta = least[j]!
          next = j
        }
      }
      for (let j = 0; j <= n; j++) {
        if (used[j] === 1) {
          u[rowOf[j]!]! += delta
          v[j]! -= delta
        } else least[j]! -= delta
      }
      column = next
    }
    while (column !== 0) {
      const from = before[column]!
      rowOf[column] = rowOf[from]!
      column = from
    }
  }
  const out = new Array<number>(n)
  for (let j = 1; j <= n; j++) out[rowOf[j]! - 1] = j - 1
  return out
}
