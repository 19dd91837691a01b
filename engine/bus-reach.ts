import type { BusRules } from './bus-rules.js'
import { CoactError } from './errors.js'
import type { Rng, Streams } from './rng.js'
import type { AnyWorld, Seat, World } from './world.js'

/** Whom agents reach, and how long it takes. */
export interface Reach {
  /** Whether a message may go from one agent to another now. */
  connects(from: Seat, to: Seat): boolean
  /** Ticks that a message takes beyond the usual one; undefined when it gets lost. */
  travel(from: Seat, to: Seat): number | undefined
  /** The same for an act that several are to hear at once: that of the slowest link; lost where any link loses it. */
  carry(from: Seat, to: readonly number[]): number | undefined | 'out-of-reach' | 'muted'
}

/** @throws CoactError `bus/no-range` when agents are to be reached by hearing, and the world says nothing of that */
export function createReach(
  world: AnyWorld,
  seats: readonly Seat[],
  rules: BusRules,
  given: { readonly streams: Streams; readonly w: World },
): Reach {
  const { topology } = rules
  if (topology === 'range' && world.hears === undefined) {
    throw new CoactError('bus/no-range', `The world ${world.id} does not say who hears whom`, {
      where: 'bus.topology',
      expected: 'all, team, none, or receivers by sender',
      next: 'Choose another topology, or give the world `hears`.',
    })
  }
  const draw = (): Rng => given.streams.stream('bus')
  const connects = (from: Seat, to: Seat): boolean => {
    if (topology === 'all') return true
    if (topology === 'team') return from.team === to.team
    if (topology === 'none') return false
    if (topology === 'range') return world.hears!(given.w, to, from)
    return topology[from.name]?.includes(to.name) ?? false
  }
  const travel = (from: Seat, to: Seat): number | undefined => {
    const { latency, loss } = rules.link(from.name, to.name)
    if (loss > 0 && (loss >= 1 || draw().chance(loss))) return undefined
    return latency.from === latency.to ? latency.from : draw().range(latency.from, latency.to)
  }
  return {
    connects,
    travel,
    carry(from, to) {
      if (rules.isPlain) return 0
      if (topology === 'none') return 'muted'
      let longest = 0
      let isLost = false
      for (const index of to) {
        if (!connects(from, seats[index]!)) return 'out-of-reach'
        const wait = travel(from, seats[index]!)
        if (wait === undefined) isLost = true
        else longest = Math.max(longest, wait)
      }
      return isLost ? undefined : longest
    },
  }
}
