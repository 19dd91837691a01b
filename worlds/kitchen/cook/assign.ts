import { UNREACHED } from '../../kernels/grid/index.js'
import type { Need } from './needs.js'
import { type Player, type Scene, stepsBy } from './scene.js'

/** What a player is to do next: go to a cell and act on it, or wait there until it makes sense. */
export interface Job {
  readonly cell: number
  readonly act: boolean
  /** What for, in a few words. */
  readonly why: string
}

/** Gives every cook its job; strangers and those for whom there is nothing to do get none. */
export function assign(scene: Scene, needs: readonly Need[]): (Job | undefined)[] {
  const jobs: (Job | undefined)[] = scene.players.map(() => undefined)
  const free = new Set(scene.players.filter((p) => !p.stranger))
  const open = new Set(needs)
  const taken = new Set<number>()
  const kept = giveToHolders(scene, open, free, taken, jobs)
  giveLooseThings(scene, open, free, taken, jobs)
  giveTrips(scene, open, free, jobs)
  emptyHands(scene, open, free, taken, jobs)
  for (const [p, need] of kept) jobs[p.index] ??= bring(scene, p, need, taken)
  return jobs
}

/** Needs of which nobody takes care yet, the most urgent first. */
type Open = Set<Need>
type Jobs = (Job | undefined)[]

/** Those who hold what is needed bring it, among several the nearest. What comes early is only kept for its bearer. */
function giveToHolders(
  scene: Scene,
  open: Open,
  free: Set<Player>,
  taken: Set<number>,
  jobs: Jobs,
): Map<Player, Need> {
  const kept = new Map<Player, Need>()
  for (const need of open) {
    if (need.item === null) continue
    let best: Player | undefined
    let bestCost = Infinity
    for (const p of free) {
      if (p.holds !== need.item || kept.has(p)) continue
      const cost = costOfBringing(scene, p, need)
      if (cost < bestCost) {
        best = p
        bestCost = cost
      }
    }
    if (best === undefined) continue
    open.delete(need)
    if (need.early === true) {
      kept.set(best, need)
      continue
    }
    const job = bring(scene, best, need, taken)
    jobs[best.index] = job
    if (job !== undefined && job.cell !== need.to) taken.add(job.cell)
    free.delete(best)
  }
  return kept
}

const FAR = 1000

function costOfBringing(scene: Scene, p: Player, need: Need): number {
  const { plan, manned } = scene
  const hands = plan.handsTo(need.to, manned)[p.room]!
  if (hands !== 0) return hands < 0 ? Infinity : hands * FAR
  const steps = stepsBy(scene, p, need.to)
  return steps === UNREACHED ? Infinity : steps
}

/** Brings what one holds to where it is needed, or puts it where somebody nearer to it can take it. */
function bring(scene: Scene, p: Player, need: Need, taken: ReadonlySet<number>): Job | undefined {
  const { plan, manned } = scene
  const hands = plan.handsTo(need.to, manned)
  if (hands[p.room] === 0) return { cell: need.to, act: need.wait <= 0, why: `bring ${need.item}` }
  const nearer = (cell: number): boolean =>
    plan.roomsBeside(cell).some((r) => manned[r] && hands[r]! >= 0 && hands[r]! < hands[p.room]!)
  const cell = nearestFree(scene, p, taken, (c) =>
    nearer(c) ? plan.stepsTo(need.to)[beside(scene, c, hands)]! : Infinity,
  )
  return cell === undefined ? undefined : { cell, act: true, why: `hand over ${need.item}` }
}

/** A floor cell beside a counter, in the room from which an item has the shortest way. */
function beside({ plan }: Scene, counter: number, hands: Int16Array): number {
  let best = counter
  let least = Infinity
  for (const step of plan.strides) {
    const cell = counter + step
    const room = plan.rooms[cell] ?? -1
    if (room < 0 || hands[room]! < 0 || hands[room]! >= least) continue
    least = hands[room]!
    best = cell
  }
  return best
}

/** The free counter with the least steps and further cost. */
function nearestFree(
  scene: Scene,
  p: Player,
  taken: ReadonlySet<number>,
  further: (cell: number) => number,
): number | undefined {
  const { plan, loose } = scene
  let best: number | undefined
  let bestCost = Infinity
  for (const cell of plan.counters) {
    if (loose.has(cell) || taken.has(cell)) continue
    const steps = stepsBy(scene, p, cell)
    if (steps === UNREACHED) continue
    const cost = steps + further(cell)
    if (cost < bestCost) {
      best = cell
      bestCost = cost
    }
  }
  return best
}

/** What lies about serves the needs before anything new is fetched; it is taken by whoever brings it on. */
function giveLooseThings(
  scene: Scene,
  open: Open,
  free: Set<Player>,
  taken: Set<number>,
  jobs: Jobs,
): void {
  const { plan, manned, loose } = scene
  for (const need of open) {
    if (need.item === null) continue
    const hands = plan.handsTo(need.to, manned)
    let thing: number | undefined
    let least = Infinity
    for (const [cell, item] of loose) {
      if (item !== need.item || taken.has(cell)) continue
      const cost =
        handsFrom(scene, cell, hands) * FAR + plan.stepsTo(need.to)[beside(scene, cell, hands)]!
      if (cost < least) {
        least = cost
        thing = cell
      }
    }
    if (thing === undefined) continue
    const cell = thing
    taken.add(cell)
    open.delete(need)
    const own = handsFrom(scene, cell, hands)
    const who = nearest(scene, free, cell, (p) => hands[p.room] === own)
    if (who === undefined) continue
    jobs[who.index] = { cell, act: true, why: `take ${need.item}` }
    free.delete(who)
  }
}

/** How many hands an item at a cell needs yet; infinitely many where it never gets on. */
function handsFrom({ plan }: Scene, cell: number, hands: Int16Array): number {
  let least = Infinity
  for (const room of plan.roomsBeside(cell))
    if (hands[room]! >= 0) least = Math.min(least, hands[room]!)
  return least
}

/** The nearest of those with empty hands who can reach a cell. */
function nearest(
  scene: Scene,
  free: ReadonlySet<Player>,
  cell: number,
  fits: (p: Player) => boolean,
): Player | undefined {
  let best: Player | undefined
  let bestSteps = Infinity
  for (const p of free) {
    const steps = stepsBy(scene, p, cell)
    if (p.holds !== null || steps === UNREACHED || !fits(p)) continue
    if (steps < bestSteps) {
      best = p
      bestSteps = steps
    }
  }
  return best
}

/** Where an item can be had with empty hands: at a source, or at a station where it is ready. */
function placesOf({ plan, stations }: Scene, item: string): number[] {
  const ready = stations.filter((s) => s.state === 'ready' && s.makes === item).map((s) => s.cell)
  return ready.length > 0 ? ready : [...(plan.sources.get(item) ?? [])]
}

/** Whoever has empty hands and the shortest way fetches what is needed, or starts what waits for it. */
function giveTrips(scene: Scene, open: Open, free: Set<Player>, jobs: Jobs): void {
  const { plan, manned } = scene
  for (const need of open) {
    const hands = plan.handsTo(need.to, manned)
    let best: Player | undefined
    let bestCell = need.to
    let bestCost = Infinity
    for (const cell of need.item === null ? [need.to] : placesOf(scene, need.item)) {
      for (const p of free) {
        const steps = stepsBy(scene, p, cell)
        if (p.holds !== null || steps === UNREACHED) continue
        if (need.item !== null && hands[p.room]! < 0) continue
        if (hands[p.room] === 0 && stepsBy(scene, p, need.to) === UNREACHED) continue
        const on = need.item === null ? 0 : onward(scene, p, cell, need, hands)
        const cost = steps + on
        if (cost < bestCost) {
          best = p
          bestCell = cell
          bestCost = cost
        }
      }
    }
    if (best === undefined) continue
    jobs[best.index] = {
      cell: bestCell,
      act: true,
      why: need.item === null ? 'start' : `fetch ${need.item}`,
    }
    open.delete(need)
    free.delete(best)
  }
}

/** Steps from a source to where the item is needed, or the hands that it has to go through. */
function onward(scene: Scene, p: Player, source: number, need: Need, hands: Int16Array): number {
  if (hands[p.room]! > 0) return hands[p.room]! * FAR
  const steps = scene.plan.stepsTo(need.to)
  let least = Infinity
  for (const step of scene.plan.strides) {
    const d = steps[source + step] ?? UNREACHED
    if (scene.plan.rooms[source + step] === p.room && d !== UNREACHED) least = Math.min(least, d)
  }
  return least
}

/** Those who hold what nobody needs put it down when something is left to be done; else they keep it. */
function emptyHands(
  scene: Scene,
  open: Open,
  free: Set<Player>,
  taken: Set<number>,
  jobs: Jobs,
): void {
  const { plan, manned } = scene
  for (const p of free) {
    if (p.holds === null) continue
    const useful = [...open].some((need) => {
      if (need.item === null) return stepsBy(scene, p, need.to) !== UNREACHED
      const hands = plan.handsTo(need.to, manned)[p.room]!
      return (
        hands >= 0 && placesOf(scene, need.item).some((c) => stepsBy(scene, p, c) !== UNREACHED)
      )
    })
    const stuck = [...taken].some((cell) => stepsBy(scene, p, cell) !== UNREACHED)
    if (!useful && !stuck) continue
    const cell = nearestFree(scene, p, taken, (c) => (plan.roomsBeside(c).length > 1 ? 20 : 0))
    if (cell === undefined) continue
    taken.add(cell)
    jobs[p.index] = { cell, act: true, why: `put down ${p.holds}` }
  }
}
