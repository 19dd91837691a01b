import { UNREACHED } from '../../kernels/grid/index.js'
import { bring, costOfBringing, nearestFree } from './bring.js'
import { giveErrand, placesOf } from './errands.js'
import type { Need } from './needs.js'
import { type Player, type Scene, stepsBy } from './scene.js'

/** What a player is to do next: go to a cell and act on it, or wait there until it makes sense. */
export interface Job {
  readonly cell: number
  readonly act: boolean
  /** What for, in a few words. */
  readonly why: string
}

/** A division of the work while it is made. */
export interface Division {
  readonly scene: Scene
  /** Needs of which nobody takes care yet, the most urgent first. */
  readonly open: Set<Need>
  /** Players without a job. */
  readonly free: Set<Player>
  /** Cells with things that somebody will take, and free ones where something will be put. */
  readonly taken: Set<number>
  readonly jobs: (Job | undefined)[]
}

/** Gives every cook its job; strangers and those for whom there is nothing to do get none. */
export function assign(scene: Scene, needs: readonly Need[]): (Job | undefined)[] {
  const division: Division = {
    scene,
    open: new Set(needs),
    free: new Set(scene.players.filter((p) => !p.stranger)),
    taken: new Set(),
    jobs: scene.players.map(() => undefined),
  }
  const kept = giveToHolders(division)
  for (const need of division.open) giveErrand(division, need)
  emptyHands(division)
  for (const [p, need] of kept) division.jobs[p.index] ??= bring(division, p, need)
  return division.jobs
}

/** Those who hold what is needed bring it, among several the nearest. What comes early is only kept for its bearer. */
function giveToHolders(division: Division): Map<Player, Need> {
  const { scene, open, free, taken, jobs } = division
  const kept = new Map<Player, Need>()
  for (const need of open) {
    if (need.item === null) continue
    let best: Player | undefined
    let bestCost = Infinity
    for (const p of free) {
      if (p.holds !== need.item || kept.has(p)) continue
      const cost = costOfBringing(scene, p, need)
      if (cost >= bestCost) continue
      best = p
      bestCost = cost
    }
    if (best === undefined) continue
    open.delete(need)
    if (need.early === true) {
      kept.set(best, need)
      continue
    }
    const job = bring(division, best, need)
    jobs[best.index] = job
    if (job !== undefined && job.cell !== need.to) taken.add(job.cell)
    free.delete(best)
  }
  return kept
}

/** What a shared counter costs in steps when one only wants to be rid of something: it is kept free for handing over. */
const SHARED = 20

/** Those who hold what nobody needs put it down when there is something they could do without it; else they keep it. */
function emptyHands({ scene, open, free, taken, jobs }: Division): void {
  const { plan, manned } = scene
  for (const p of free) {
    if (p.holds === null) continue
    const reaches = (cell: number): boolean => stepsBy(scene, p, cell) !== UNREACHED
    const useful = [...open].some((need) => {
      if (need.item === null) return reaches(need.to)
      const hands = plan.handsTo(need.to, manned)[p.room]!
      return hands >= 0 && placesOf(scene, need.item).some(reaches)
    })
    if (!useful && ![...taken].some(reaches)) continue
    const cell = nearestFree(scene, p, taken, (c) => (plan.roomsBeside(c).length > 1 ? SHARED : 0))
    if (cell === undefined) continue
    taken.add(cell)
    jobs[p.index] = { cell, act: true, why: `put down ${p.holds}` }
  }
}
