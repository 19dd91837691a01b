import { exp } from '../../../engine/index.js'
import { type Deed, places, type Seen, type Vec, vec, ways, word } from './seen.js'
import { length, minus, nearest, outlook, plus, times } from './steer.js'

const CHASER = { thrust: 3, maxSpeed: 1, ticks: 2 }
/** How long it takes to get somewhere, for each unit of distance. */
const LEAD = 1
const PREY = { thrust: 4, maxSpeed: 1.3, ticks: 6 }
/** What chasers come nearer in these ticks. */
const CLOSING = 0.18
const isSeen = (at: Vec): boolean => at[0] !== 0 || at[1] !== 0

/** Where the nearest prey will be in a moment, if any is seen. */
function quarry(seen: Seen): Vec | undefined {
  const prey = ways(seen, 'agent_').filter(({ at }) => isSeen(at))
  const ahead = prey.map(({ name, at }) => {
    const time = Math.min(length(at) * LEAD, 0.5)
    return plus(at, times(vec(seen, `velocity of ${name}`), time))
  })
  return nearest(ahead)
}

/** Runs at a place, round obstacles. */
function pursue(seen: Seen, at: Vec): Vec {
  const obstacles = places(seen, 'landmark')
  return outlook(vec(seen, 'velocity'), CHASER, (moved) => {
    let worth = -length(minus(at, moved))
    for (const o of obstacles) worth -= Math.max(0.3 - length(minus(o, moved)), 0) * 2
    return worth
  })
}

/**
 * Runs from chasers, round obstacles, back from the edge.
 *
 * @param fear how much chasers count that are nearer than 1
 * @param lure what a place is worth where nothing threatens
 */
function flee(
  seen: Seen,
  chasers: readonly Vec[],
  fear: number,
  lure: (moved: Vec) => number,
): Vec {
  const position = vec(seen, 'position')
  const obstacles = places(seen, 'landmark')
  const worthOf = (moved: Vec): number => {
    let worth = lure(moved)
    for (const c of chasers) {
      const left = length(minus(c, moved)) - 0.12 - CLOSING
      worth -= fear * Math.max(1 / Math.max(left, 0.02) - 1, 0)
    }
    for (const o of obstacles) worth -= 0.02 / Math.max(length(minus(o, moved)) - 0.25, 0.02)
    return worth
  }
  const toll = (moved: Vec): number => plus(position, moved).reduce((n, x) => n + edge(x), 0)
  return outlook(vec(seen, 'velocity'), PREY, worthOf, toll)
}

/** The fine for leaving the square, as far as one axis goes. */
const edge = (x: number): number =>
  Math.abs(x) < 0.9
    ? 0
    : Math.abs(x) < 1
      ? (Math.abs(x) - 0.9) * 10
      : Math.min(exp(2 * Math.abs(x) - 2), 10)

/** Chasers run at the nearest prey; prey runs away. */
export function tag(seen: Seen): Deed {
  if (seen.role === 'adversary') return { force: pursue(seen, quarry(seen) ?? [0, 0]) }
  return { force: flee(seen, places(seen, 'adversary'), 0.5, () => 0) }
}

const FOREST = 0.345

/** As in tag; the leader tells the others in which forest prey hides, prey goes for food while it is safe. */
export function worldComm(seen: Seen): Deed {
  const forests = places(seen, 'forest')
  if (seen.role === 'good') {
    const chasers = [...places(seen, 'adversary'), ...places(seen, 'leadadversary')].filter(isSeen)
    const food = nearest(places(seen, 'food')) ?? [0, 0]
    return { force: flee(seen, chasers, 0.3, (moved) => -0.3 * length(minus(food, moved))) }
  }
  const prey = quarry(seen)
  if (seen.role === 'leader') {
    const hidden = forests.findIndex((f) =>
      places(seen, 'agent_').some((at) => length(minus(f, at)) < FOREST),
    )
    return { force: pursue(seen, prey ?? [0, 0]), say: Math.min(hidden + 1, 3) }
  }
  const told = forests[word(seen, 'leadadversary_0') - 1]
  return { force: pursue(seen, prey ?? told ?? nearest(forests) ?? [0, 0]) }
}
