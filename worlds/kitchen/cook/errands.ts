import { UNREACHED } from '../../kernels/grid/index.js'
import type { Division } from './assign.js'
import { handsFrom, nearSide, PER_HAND } from './bring.js'
import type { Need } from './needs.js'
import { type Player, type Scene, stepsBy } from './scene.js'

/**
 * Sees to a need that nobody's hands can serve at once: what lies about is taken by whoever brings it on; otherwise whoever
 * has the shortest way fetches it, or comes with empty hands.
 */
export function giveErrand(division: Division, need: Need): void {
  const { scene, open, free, taken, jobs } = division
  const thing = need.item === null ? undefined : looseFor(division, need)
  if (thing !== undefined) {
    taken.add(thing)
    open.delete(need)
    const who = takerOf(division, need, thing)
    if (who === undefined) return
    jobs[who.index] = { cell: thing, act: true, why: `take ${need.item}` }
    free.delete(who)
    return
  }
  const trip = tripFor(scene, need, free)
  if (trip === undefined) return
  const why = need.item === null ? 'start' : `fetch ${need.item}`
  jobs[trip.player.index] = { cell: trip.cell, act: true, why }
  open.delete(need)
  free.delete(trip.player)
}

/** Where an item can be had with empty hands: at a station where it is ready, else at a source. */
export function placesOf({ plan, stations }: Scene, item: string): number[] {
  const ready = stations.filter((s) => s.state === 'ready' && s.makes === item).map((s) => s.cell)
  return ready.length > 0 ? ready : [...(plan.sources.get(item) ?? [])]
}

/** The cell of the thing on a counter that needs the fewest hands and steps. */
function looseFor({ scene, taken }: Division, need: Need): number | undefined {
  const { plan, manned, loose } = scene
  const hands = plan.handsTo(need.to, manned)
  let thing: number | undefined
  let least = Infinity
  for (const [cell, item] of loose) {
    if (item !== need.item || taken.has(cell)) continue
    const steps = plan.stepsTo(need.to)[nearSide(scene, cell, hands)]!
    const cost = handsFrom(scene, cell, hands) * PER_HAND + Math.max(0, steps)
    if (cost >= least) continue
    least = cost
    thing = cell
  }
  return thing
}

/** The nearest player with empty hands who brings a thing on. */
function takerOf({ scene, free }: Division, need: Need, cell: number): Player | undefined {
  const { plan, manned } = scene
  const hands = plan.handsTo(need.to, manned)
  const own = handsFrom(scene, cell, hands)
  let best: Player | undefined
  let bestSteps = Infinity
  for (const p of free) {
    const steps = stepsBy(scene, p, cell)
    if (p.holds !== null || steps === UNREACHED || hands[p.room] !== own) continue
    if (own === 0 && stepsBy(scene, p, need.to) === UNREACHED) continue
    if (steps >= bestSteps) continue
    best = p
    bestSteps = steps
  }
  return best
}

interface Trip {
  readonly player: Player
  readonly cell: number
}

/** Who fetches an item from where, or comes with empty hands: the pair with the shortest way in all. */
function tripFor(scene: Scene, need: Need, free: ReadonlySet<Player>): Trip | undefined {
  const { plan, manned } = scene
  const hands = plan.handsTo(need.to, manned)
  let best: Trip | undefined
  let bestCost = Infinity
  for (const cell of need.item === null ? [need.to] : placesOf(scene, need.item)) {
    for (const player of free) {
      const steps = stepsBy(scene, player, cell)
      if (player.holds !== null || steps === UNREACHED) continue
      if (need.item !== null && hands[player.room]! < 0) continue
      if (hands[player.room] === 0 && stepsBy(scene, player, need.to) === UNREACHED) continue
      const cost = steps + (need.item === null ? 0 : onward(scene, player, cell, need))
      if (cost >= bestCost) continue
      best = { player, cell }
      bestCost = cost
    }
  }
  return best
}

/** Steps from a source to where the item is needed, or the hands that it has to go through. */
function onward({ plan, manned }: Scene, p: Player, source: number, need: Need): number {
  const hands = plan.handsTo(need.to, manned)[p.room]!
  if (hands > 0) return hands * PER_HAND
  const steps = plan.stepsTo(need.to)
  let least = Infinity
  for (const stride of plan.strides) {
    const d = steps[source + stride] ?? UNREACHED
    if (plan.rooms[source + stride] === p.room && d !== UNREACHED) least = Math.min(least, d)
  }
  return least
}
