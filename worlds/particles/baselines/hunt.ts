import { type Deed, places, type Seen, type Vec, vec, type Way, ways, word } from './seen.js'
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
function pursue(seen: Seen, at: Vec): Way {
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
 * @param fear how much chasers count
 * @param lure what a place is worth where nothing threatens
 */
function flee(
  seen: Seen,
  chasers: readonly Vec[],
  fear: number,
  lure: (moved: Vec) => number,
): Way {
  const position = vec(seen, 'position')
  const obstacles = places(seen, 'landmark')
  return outlook(vec(seen, 'velocity'), PREY, (moved) => {
    let worth = lure(moved)
    for (const c of chasers) {
      const left = length(minus(c, moved)) - 0.12 - CLOSING
      worth -= fear / Math.max(left, 0.02)
    }
    for (const o of obstacles) worth -= 0.02 / Math.max(length(minus(o, moved)) - 0.25, 0.02)
    const at = plus(position, moved)
    for (const x of at) worth -= 10 * Math.max(Math.abs(x) - 0.9, 0)
    return worth
  })
}

/** Chasers run at the nearest prey; prey runs away. */
export function tag(seen: Seen): Deed {
  if (seen.role === 'adversary') return { to: pursue(seen, quarry(seen) ?? [0, 0]) }
  return { to: flee(seen, places(seen, 'adversary'), 0.5, () => 0) }
}

const FOREST = 0.345

/** As in tag; the leader tells the others in which forest prey hides, prey goes for food while it is safe. */
export function worldComm(seen: Seen): Deed {
  const forests = places(seen, 'forest')
  if (seen.role === 'good') {
    const chasers = [...places(seen, 'adversary'), ...places(seen, 'leadadversary')].filter(isSeen)
    const food = nearest(places(seen, 'food')) ?? [0, 0]
    return { to: flee(seen, chasers, 0.15, (moved) => -0.3 * length(minus(food, moved))) }
  }
  const prey = quarry(seen)
  if (seen.role === 'leader') {
    const hidden = forests.findIndex((f) =>
      places(seen, 'agent_').some((at) => length(minus(f, at)) < FOREST),
    )
    return { to: pursue(seen, prey ?? [0, 0]), say: Math.min(hidden + 1, 3) }
  }
  const told = forests[word(seen, 'leadadversary_0') - 1]
  return { to: pursue(seen, prey ?? told ?? nearest(forests) ?? [0, 0]) }
}
