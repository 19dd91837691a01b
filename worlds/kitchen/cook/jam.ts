import type { Job } from './assign.js'
import type { Player, Scene } from './scene.js'

/** What cooks remember of jams. */
export interface Jam {
  /** Who goes first, until it has come to where it wants to act; -1: nobody. */
  lead: number
  /** Where that player wants to act. */
  goal: number
  /** How near it has come. */
  near: number
  /** For how many ticks it has come no nearer. */
  since: number
  /** Who gets out of its way, or -1. */
  yielding: number
  /** Until which tick a player does not try to get to a cell: `player cell`. */
  barred: Record<string, number>
}

export const noJam = (): Jam => ({
  lead: -1,
  goal: -1,
  near: 0,
  since: 0,
  yielding: -1,
  barred: {},
})

/** Ticks without progress after which whoever is in the way gets out of it. */
const YIELD_AFTER = 2
/** Ticks without progress after which the aim is given up. */
const GIVE_UP_AFTER = 14
/** For how long it is given up. */
const BARRED_FOR = 80

/** Where players do not try to get to now; what is over is forgotten. */
export function barredNow(jam: Jam, tick: number): ReadonlySet<string> {
  for (const [key, until] of Object.entries(jam.barred)) if (until <= tick) delete jam.barred[key]
  return new Set(Object.keys(jam.barred))
}

type Jobs = readonly (Job | undefined)[]

/**
 * Chooses who goes first and sees to it that it gets on: the one nearest to its aim, until it is there. When it gets no
 * nearer, whoever is in its way moves off, back through it if need be; when that does not help, it gives up for a while.
 */
export function noteJam(scene: Scene, jobs: Jobs, jam: Jam): void {
  const lead = scene.players[jam.lead]
  const job = lead === undefined ? undefined : jobs[lead.index]
  const steps = job === undefined ? 0 : scene.plan.stepsTo(job.cell)[lead!.cell]!
  if (lead === undefined || job === undefined || job.cell !== jam.goal || steps <= 0) {
    choose(scene, jobs, jam)
    return
  }
  if (steps < jam.near) {
    jam.near = steps
    jam.since = 0
    jam.yielding = -1
    return
  }
  jam.since += 1
  const yielder = scene.players[jam.yielding]
  if (yielder !== undefined && scene.plan.stepsTo(job.cell)[yielder.cell]! >= steps) {
    jam.yielding = -1
    jam.near = steps
  } else if (yielder === undefined && jam.since > YIELD_AFTER)
    jam.yielding = inTheWay(scene, lead, job)
  if (jam.since <= GIVE_UP_AFTER) return
  jam.barred[`${lead.index} ${job.cell}`] = scene.view.tick + BARRED_FOR
  choose(scene, [], jam)
}

/** The one nearest to its aim, without being there, goes first. */
function choose({ players, plan }: Scene, jobs: Jobs, jam: Jam): void {
  jam.lead = -1
  jam.goal = -1
  jam.since = 0
  jam.yielding = -1
  jam.near = 0
  for (const p of players) {
    const job = jobs[p.index]
    if (job === undefined || p.stranger) continue
    const steps = plan.stepsTo(job.cell)[p.cell]!
    if (steps <= 0 || (jam.lead >= 0 && steps >= jam.near)) continue
    jam.lead = p.index
    jam.goal = job.cell
    jam.near = steps
  }
}

/** Who stands on the next cell of a player's way, or -1. */
function inTheWay({ players, plan }: Scene, lead: Player, job: Job): number {
  const steps = plan.stepsTo(job.cell)
  const there = players.find(
    (p) =>
      !p.stranger &&
      plan.strides.includes(p.cell - lead.cell) &&
      steps[p.cell]! < steps[lead.cell]!,
  )
  return there?.index ?? -1
}
