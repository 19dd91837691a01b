import { assign } from '../../kernels/particle/index.js'
import { type Deed, places, type Seen, type Vec, vec } from './seen.js'
import { length, middle, minus, nearest, toward } from './steer.js'

/**
 * Which of some places an agent takes, when each agent takes one and the way is short for all together. Every agent comes
 * to the same plan, because all see the same from their own places.
 *
 * @param others where the others are, as seen from the agent, in their order
 * @param index the agent's place among them
 */
export function share(targets: readonly Vec[], others: readonly Vec[], index: number): Vec {
  const agents = [...others]
  agents.splice(index, 0, [0, 0])
  const n = Math.max(agents.length, targets.length)
  const cost = new Float64Array(n * n)
  for (const [i, a] of agents.entries()) {
    for (const [k, t] of targets.entries()) cost[i * n + k] = length(minus(t, a))
  }
  return targets[assign(cost, n)[index]!] ?? middle(targets)
}

/** Covers landmarks: each agent goes to the one that is its share. */
export function spread(seen: Seen): Deed {
  const velocity = vec(seen, 'velocity')
  const near = places(seen, 'near landmark')
  const landmarks = near.length > 0 ? near : places(seen, 'landmark')
  const others = places(seen, 'agent')
  if (near.length === 0 && others.length === seen.agents - 1)
    return { to: toward(share(landmarks, others, seen.index), velocity) }
  // Who sees only some takes the nearest that nobody seen is nearer to.
  const rivals = [...places(seen, 'near agent'), ...others].filter((at) => length(at) > 0)
  const free = landmarks.filter((l) => rivals.every((r) => length(minus(l, r)) > length(l)))
  return { to: toward(nearest(free) ?? nearest(landmarks) ?? [0, 0], velocity) }
}
