import { definePolicy } from '../../../engine/index.js'
import { DIRECTIONS } from '../../kernels/grid/index.js'
import type { KitchenView } from '../observe.js'
import { kitchen } from '../world.js'
import { assign, type Job } from './assign.js'
import { type Need, needsOf } from './needs.js'
import { type Scene, sceneOf } from './scene.js'
import { type Deed, walk } from './walk.js'

/** What a cook keeps in mind: the same for all cooks of a team, for each works out what all will do. */
interface Mind {
  /** Who goes first in a jam, until it has done what it came for; -1: nobody in particular. */
  lead: number
  /** For how many ticks the one who goes first came no nearer. */
  stuck: number
  /** Where each player should be and face by now; empty before the first tick. */
  expected: number[]
  /** How often each player did something else. */
  odd: number[]
  /** What was last asked for. */
  asked: string
}

/** Surprises after which a player counts as a stranger. */
const ODD_MAX = 3
/** Ticks without progress after which whoever is in the way goes first. */
const STUCK_MAX = 2

/**
 * A cook that works with others of its kind without a word: each works out, from what all see, what everybody should do, and
 * does its part. It divides the jobs by who is nearest, hands over across counters what it cannot bring itself, and makes
 * room. Whoever does not play along is walked around.
 */
export const cook = definePolicy(kitchen, {
  id: 'cook',
  memory: (): Mind => ({ lead: -1, stuck: 0, expected: [], odd: [], asked: '' }),
  decide({ obs, act, say, memory: mind, agent }) {
    const view = obs as KitchenView
    noteStrangers(view, mind)
    const scene = sceneOf(
      view,
      view.players.map((_, i) => (mind.odd[i] ?? 0) >= ODD_MAX && i !== view.me),
    )
    const needs = needsOf(scene)
    const jobs = assign(scene, needs)
    noteJam(scene, jobs, mind)
    const deeds = walk(scene, jobs, mind.lead)
    mind.expected = deeds.flatMap((deed, i) => expectation(scene, deed, i))
    const deed = deeds[view.me]!
    const request = requestOf(scene, needs, jobs)
    const key = request === undefined ? '' : `${request.to} ${request.item}`
    const words =
      request === undefined || key === mind.asked
        ? []
        : [say.to(request.to, { type: 'request', do: 'bring', item: request.item })]
    mind.asked = key
    void agent
    return {
      do:
        deed.kind === 'move'
          ? act.move({ dir: DIRECTIONS[deed.direction]! })
          : deed.kind === 'act'
            ? act.interact()
            : act.stay(),
      say: words,
      why: jobs[view.me]?.why ?? 'nothing to do',
    }
  },
})

/** Cell and facing after a deed. */
function expectation(scene: Scene, deed: Deed, i: number): [number, number] {
  const p = scene.players[i]!
  return deed.kind === 'move' ? [deed.to, deed.direction] : [p.cell, p.facing]
}

/** Counts those who face otherwise than a cook would: turning always succeeds, even where a step does not. */
function noteStrangers(view: KitchenView, mind: Mind): void {
  const width = view.grid[0]!.length
  view.players.forEach((p, i) => {
    const [cell, facing] = [mind.expected[2 * i], mind.expected[2 * i + 1]]
    mind.odd[i] ??= 0
    if (cell === undefined || i === view.me) return
    const moved = DIRECTIONS[facing!] !== p.facing
    const strayed = p.at[1] * width + p.at[0] !== cell && moved
    if (moved || strayed) mind.odd[i]! += 1
  })
}

/** Lets whoever stands in the way go first when the one who should go first gets no nearer. */
function noteJam(scene: Scene, jobs: readonly (Job | undefined)[], mind: Mind): void {
  const { players, plan } = scene
  const lead = players[mind.lead]
  const job = lead === undefined ? undefined : jobs[lead.index]
  if (lead === undefined || job === undefined || plan.stepsTo(job.cell)[lead.cell]! <= 0) {
    mind.lead = firstOf(scene, jobs)
    mind.stuck = 0
    return
  }
  const before = mind.expected[2 * lead.index]
  mind.stuck =
    before === lead.cell && lead.cell === mind.expected[2 * lead.index] ? mind.stuck + 1 : 0
  if (mind.stuck <= STUCK_MAX) return
  const steps = plan.stepsTo(job.cell)
  const blocker = players.find(
    (p) =>
      p !== lead &&
      Math.abs(p.cell - lead.cell) !== 0 &&
      plan.strides.includes(p.cell - lead.cell) &&
      steps[p.cell]! < steps[lead.cell]!,
  )
  mind.lead = blocker === undefined || jobs[blocker.index] === undefined ? -1 : blocker.index
  mind.stuck = 0
}

/** Who is nearest to its aim without being there. */
function firstOf({ players, plan }: Scene, jobs: readonly (Job | undefined)[]): number {
  let first = -1
  let least = Infinity
  for (const p of players) {
    const job = jobs[p.index]
    if (job === undefined || p.stranger) continue
    const steps = plan.stepsTo(job.cell)[p.cell]!
    if (steps > 0 && steps < least) {
      first = p.index
      least = steps
    }
  }
  return first
}

/** What I lack for something that I could finish, and whom to ask for it; undefined when I have something to do. */
function requestOf(
  { view, plan, players }: Scene,
  needs: readonly Need[],
  jobs: readonly (Job | undefined)[],
): { readonly to: string; readonly item: string } | undefined {
  const me = players[view.me]!
  if (jobs[view.me] !== undefined || me.holds !== null) return undefined
  for (const need of needs) {
    if (need.item === null || !plan.roomsBeside(need.to).includes(me.room)) continue
    const own = plan.sources.get(need.item)?.some((c) => plan.roomsBeside(c).includes(me.room))
    if (own === true) continue
    const helper = players.find((p) => p.room !== me.room)
    if (helper !== undefined) return { to: view.players[helper.index]!.name, item: need.item }
  }
  return undefined
}
