import { type Deed, peak, places, type Seen, type Vec, vec } from './seen.js'
import { length, middle, minus, nearest, plus, times, toward } from './steer.js'

const THRUST = 1.5
/** How far collectors stay apart, and how much that is worth against the way. */
const ROOM = 0.3
const CARE = 12
/** A treasure is left where it is until its deposit has come as near as this; meanwhile one waits beside it. */
const NEAR = 0.45
const BESIDE = 0.13

interface Other {
  readonly at: Vec
  readonly v: Vec
  /** The kind of treasure that it takes; -1 for a collector. */
  readonly takes: number
  /** The kind that it holds; -1 is none. */
  readonly holds: number
}

const kindOf = (oneHot: readonly number[] = []): number =>
  oneHot.some((x) => x === 1) ? peak(oneHot) : -1

/**
 * Collectors go for the nearest treasure that no other is nearer to, then to its deposit, and keep out of each other's
 * way; deposits go to meet them.
 */
export function treasure(seen: Seen): Deed {
  const { parts } = seen
  const others: Other[] = places(seen, 'near agent').map((at, k) => ({
    at,
    v: vec(seen, `velocity of near agent ${k}`),
    takes: kindOf(parts[`deposit kind of near agent ${k}`]),
    holds: kindOf(parts[`held by near agent ${k}`]),
  }))
  const velocity = vec(seen, 'velocity')
  if (seen.role === 'deposit')
    return { to: toward(meet(seen, others), velocity, { thrust: THRUST / 2.25 }) }
  const collectors = others.filter((o) => o.takes < 0)
  // Where the others will be when this tick's thrust tells.
  const ahead = collectors.map((o) => plus(o.at, times(o.v, 0.2)))
  const avoid = (at: Vec): number =>
    ahead.reduce((sum, o) => sum + Math.max(0, ROOM - length(minus(at, o))), 0) * CARE
  return { to: toward(fetch(seen, others), velocity, { thrust: THRUST, avoid }) }
}

function meet(seen: Seen, others: readonly Other[]): Vec {
  const kinds = (seen.parts['held by near agent 0'] ?? []).length
  const kind = seen.index - (seen.agents - kinds)
  const collectors = others.filter((o) => o.takes < 0).map((o) => o.at)
  return nearest(others.filter((o) => o.holds === kind).map((o) => o.at)) ?? middle(collectors)
}

function fetch(seen: Seen, others: readonly Other[]): Vec {
  const held = kindOf(seen.parts['holding'])
  if (held >= 0) return others.find((o) => o.takes === held)?.at ?? [0, 0]
  const there = places(seen, 'near treasure')
    .map((at, k) => ({ at, kind: kindOf(seen.parts[`kind of near treasure ${k}`]) }))
    .filter((t) => t.kind >= 0)
  const rivals = others.filter((o) => o.takes < 0 && o.holds < 0).map((o) => o.at)
  const free = there.filter((t) => rivals.every((r) => length(minus(t.at, r)) > length(t.at)))
  // They come by distance.
  const chosen = free[0] ?? there[0]
  if (chosen === undefined) return [0, 0]
  const deposit = others.find((o) => o.takes === chosen.kind)?.at ?? [0, 0]
  const isFar = length(minus(chosen.at, deposit)) > NEAR
  return isFar ? times(chosen.at, 1 - BESIDE / Math.max(length(chosen.at), BESIDE)) : chosen.at
}
