import { type Deed, peak, places, type Seen, type Vec, vec } from './seen.js'
import { length, middle, minus, nearest, toward } from './steer.js'

const THRUST = 1.5

interface Other {
  readonly at: Vec
  /** The kind of treasure that it takes; -1 for a collector. */
  readonly takes: number
  /** The kind that it holds; -1 is none. */
  readonly holds: number
}

const kindOf = (oneHot: readonly number[] = []): number =>
  oneHot.some((x) => x === 1) ? peak(oneHot) : -1

/** Collectors go for the nearest treasure that no other is nearer to, then to its deposit; deposits go to meet them. */
export function treasure(seen: Seen): Deed {
  const { parts } = seen
  const others: Other[] = places(seen, 'near agent').map((at, k) => ({
    at,
    takes: kindOf(parts[`deposit kind of near agent ${k}`]),
    holds: kindOf(parts[`held by near agent ${k}`]),
  }))
  const at = seen.role === 'deposit' ? meet(seen, others) : fetch(seen, others)
  return { to: toward(at, vec(seen, 'velocity'), THRUST / (seen.role === 'deposit' ? 2.25 : 1)) }
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
  const there = places(seen, 'near treasure').filter(
    (_, k) => kindOf(seen.parts[`kind of near treasure ${k}`]) >= 0,
  )
  const rivals = others.filter((o) => o.takes < 0 && o.holds < 0).map((o) => o.at)
  const free = there.filter((t) => rivals.every((r) => length(minus(t, r)) > length(t)))
  return nearest(free) ?? nearest(there) ?? [0, 0]
}
