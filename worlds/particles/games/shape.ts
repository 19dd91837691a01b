import { assign } from '../../kernels/particle/index.js'
import type { Scene } from '../scene.js'

/** Distances count up to here. */
const FAR = 2

/**
 * How well agents fill a shape: the mean of their distances to its places, each agent with a place of its own, so that they
 * are least in sum.
 *
 * @param at places as x, y, x, y, …: one for each agent
 */
export function misfit(s: Scene, at: Float64Array): number {
  const n = s.agents
  const cost = new Float64Array(n * n)
  for (let i = 0; i < n; i++) {
    for (let k = 0; k < n; k++) {
      const dx = s.x[i]! - at[k * 2]!
      const dy = s.y[i]! - at[k * 2 + 1]!
      cost[i * n + k] = Math.sqrt(dx * dx + dy * dy)
    }
  }
  const place = assign(cost, n)
  let sum = 0
  for (let i = 0; i < n; i++) sum += Math.min(cost[i * n + place[i]!]!, FAR)
  return sum / n
}
