/**
 * Whether simultaneous moves clash: two movers would stand in one cell, or would change places.
 *
 * @param from cells by mover
 * @param to cells that they want, by mover; their own when they stay
 * @param count how many movers there are
 */
export function movesClash(from: ArrayLike<number>, to: ArrayLike<number>, count: number): boolean {
  for (let a = 0; a < count; a++) {
    const target = to[a]!
    const origin = from[a]!
    for (let b = a + 1; b < count; b++) {
      if (to[b] === target) return true
      if (to[b] === origin && from[b] === target) return true
    }
  }
  return false
}
