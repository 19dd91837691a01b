import type { Vec, Way } from './seen.js'

const WAYS: readonly (readonly [Way, number, number])[] = [
  ['stay', 0, 0],
  ['left', -1, 0],
  ['right', 1, 0],
  ['down', 0, -1],
  ['up', 0, 1],
]

/** Thrust along the axes and between them. */
const SLANTS: readonly Vec[] = [0, -1, 1].flatMap((x) => [0, -1, 1].map((y): Vec => [x, y]))

const DT = 0.1
const KEPT = 0.75
/** Ticks' worth of the next speed that one looks ahead, slowing down. */
const AHEAD = 2.3

export const length = ([x, y]: Vec): number => Math.sqrt(x * x + y * y)
export const minus = (a: Vec, b: Vec): Vec => [a[0] - b[0], a[1] - b[1]]
export const plus = (a: Vec, b: Vec): Vec => [a[0] + b[0], a[1] + b[1]]
export const times = ([x, y]: Vec, k: number): Vec => [x * k, y * k]

/** The nearest of some places, or undefined. */
export const nearest = (of: readonly Vec[]): Vec | undefined =>
  of.reduce<Vec | undefined>(
    (best, at) => (best === undefined || length(at) < length(best) ? at : best),
    undefined,
  )

/** The middle of some places. */
export const middle = (of: readonly Vec[]): Vec =>
  times(of.reduce(plus, [0, 0]), of.length === 0 ? 0 : 1 / of.length)

interface Steering {
  /** Speed that a tick's thrust gives, by the length of a tick (default 5). */
  readonly thrust?: number
  /** How bad it is to be at a place, as seen from where the agent is. */
  readonly avoid?: (at: Vec) => number
}

/** The direction whose thrust brings an agent nearest to a place as seen from it, and lets it stop there. */
export function toward(at: Vec, velocity: Vec, { thrust = 5, avoid }: Steering = {}): Way {
  return best((x, y) => {
    const next: Vec = [velocity[0] * KEPT + x * thrust * DT, velocity[1] * KEPT + y * thrust * DT]
    const there = plus(times(velocity, DT), times(next, AHEAD * DT))
    return -length(minus(at, there)) - (avoid?.(there) ?? 0)
  })
}

/** The thrust with the best outlook: where an agent would be when it thrusts so for some ticks, less what it pays on the way. */
export function outlook(
  velocity: Vec,
  body: { readonly thrust: number; readonly maxSpeed: number; readonly ticks: number },
  worth: (moved: Vec) => number,
  toll: (moved: Vec) => number = () => 0,
): Vec {
  const value = (x: number, y: number): number => {
    let paid = 0
    let moved: Vec = [0, 0]
    let v = velocity
    for (let t = 0; t < body.ticks; t++) {
      moved = plus(moved, times(v, DT))
      v = [v[0] * KEPT + x * body.thrust * DT, v[1] * KEPT + y * body.thrust * DT]
      const speed = length(v)
      if (speed > body.maxSpeed) v = times(v, body.maxSpeed / speed)
      paid += toll(moved)
    }
    return worth(moved) - paid
  }
  return SLANTS.reduce((a, b) => (value(b[0], b[1]) > value(a[0], a[1]) ? b : a))
}

/** The thrust, in any direction, that brings an agent nearest to a place as seen from it, and lets it stop there. */
export function straight(at: Vec, velocity: Vec, thrust = 5): Vec {
  // Where it would be with no thrust, and what is left of the way as thrust.
  const drift = times(velocity, DT * (1 + AHEAD * KEPT))
  const [x, y] = times(minus(at, drift), 1 / (AHEAD * DT * DT * thrust))
  const most = Math.max(1, Math.abs(x), Math.abs(y))
  return [x / most, y / most]
}

function best(worth: (x: number, y: number) => number): Way {
  let found: Way = 'stay'
  let most = -Infinity
  for (const [way, x, y] of WAYS) {
    const now = worth(x, y)
    if (now <= most) continue
    most = now
    found = way
  }
  return found
}
