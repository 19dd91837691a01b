import { UNREACHED } from '../../kernels/grid/index.js'
import type { Division, Job } from './assign.js'
import type { Need } from './needs.js'
import { type Player, type Scene, stepsBy } from './scene.js'

/** What one more pair of hands costs, in steps. */
export const PER_HAND = 1000

/** What it costs a player to bring what it holds to where it is needed; infinite where it does not get there. */
export function costOfBringing(scene: Scene, p: Player, need: Need): number {
  const hands = scene.plan.handsTo(need.to, scene.manned)[p.room]!
  if (hands !== 0) return hands < 0 ? Infinity : hands * PER_HAND
  const steps = stepsBy(scene, p, need.to)
  return steps === UNREACHED ? Infinity : steps
}

/** Brings what one holds to where it is needed, or puts it where somebody nearer to it can take it. */
export function bring({ scene, taken }: Division, p: Player, need: Need): Job | undefined {
  const { plan, manned } = scene
  const hands = plan.handsTo(need.to, manned)
  if (hands[p.room] === 0) return { cell: need.to, act: need.wait <= 0, why: `bring ${need.item}` }
  const steps = plan.stepsTo(need.to)
  const further = (counter: number): number => {
    const on = plan
      .roomsBeside(counter)
      .some((r) => manned[r] && hands[r]! >= 0 && hands[r]! < hands[p.room]!)
    return on ? Math.max(0, steps[nearSide(scene, counter, hands)]!) : Infinity
  }
  const cell = nearestFree(scene, p, taken, further)
  return cell === undefined ? undefined : { cell, act: true, why: `hand over ${need.item}` }
}

/** The floor beside a cell from which an item needs the fewest hands; the cell itself where there is none. */
export function nearSide({ plan }: Scene, cell: number, hands: Int16Array): number {
  let best = cell
  let least = Infinity
  for (const stride of plan.strides) {
    const room = plan.rooms[cell + stride] ?? UNREACHED
    if (room < 0 || hands[room]! < 0 || hands[room]! >= least) continue
    least = hands[room]!
    best = cell + stride
  }
  return best
}

/** How many hands an item at a cell needs yet; infinitely many where it never gets on. */
export function handsFrom({ plan }: Scene, cell: number, hands: Int16Array): number {
  let least = Infinity
  for (const room of plan.roomsBeside(cell))
    if (hands[room]! >= 0) least = Math.min(least, hands[room]!)
  return least
}

/** The free counter with the least steps and further cost. */
export function nearestFree(
  scene: Scene,
  p: Player,
  taken: ReadonlySet<number>,
  further: (cell: number) => number,
): number | undefined {
  let best: number | undefined
  let bestCost = Infinity
  for (const cell of scene.plan.counters) {
    if (scene.loose.has(cell) || taken.has(cell)) continue
    const steps = stepsBy(scene, p, cell)
    if (steps === UNREACHED) continue
    const cost = steps + further(cell)
    if (cost >= bestCost) continue
    best = cell
    bestCost = cost
  }
  return best
}
