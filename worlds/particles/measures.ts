import { exp } from '../../engine/index.js'
import { distance, touches } from '../kernels/particle/index.js'
import type { Scene } from './scene.js'

/** Distance from a body to the nearest of some; Infinity when there are none. */
export function leastDistance(s: Scene, from: number, to: readonly number[]): number {
  let least = Infinity
  for (let k = 0; k < to.length; k++) {
    const d = distance(s, from, to[k]!)
    if (d < least) least = d
  }
  return least
}

/** Square of the distance between two bodies. */
export function squared(s: Scene, i: number, k: number): number {
  const dx = s.x[i]! - s.x[k]!
  const dy = s.y[i]! - s.y[k]!
  return dx * dx + dy * dy
}

/** How many of some bodies a body touches. */
export function touched(s: Scene, one: number, others: readonly number[]): number {
  let n = 0
  for (let k = 0; k < others.length; k++) if (touches(s, one, others[k]!)) n += 1
  return n
}

/** Pairs of one body of each list that touch. */
export function touchingPairs(
  s: Scene,
  some: readonly number[],
  others: readonly number[],
): number {
  let n = 0
  for (let k = 0; k < some.length; k++) n += touched(s, some[k]!, others)
  return n
}

/** The fine for leaving the square of half width 1, for one axis: 0 below 0.9, steep from there, at most 10. */
function fine(x: number): number {
  const far = Math.abs(x)
  if (far < 0.9) return 0
  if (far < 1) return (far - 0.9) * 10
  return Math.min(exp(2 * far - 2), 10)
}

/** The fine for leaving the square, for both axes. */
export const outside = (s: Scene, i: number): number => fine(s.x[i]!) + fine(s.y[i]!)
