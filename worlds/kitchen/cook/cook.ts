import { type ActionCall, definePolicy } from '../../../engine/index.js'
import { DIRECTIONS, type Direction } from '../../kernels/grid/index.js'
import type { KitchenView } from '../observe.js'
import { kitchen } from '../world.js'
import { assign, type Job } from './assign.js'
import { barredNow, noteJam } from './jam.js'
import { expectations, keep, newMemory, noteStrangers, recall } from './mind.js'
import { type Need, needsOf } from './needs.js'
import { type Scene, sceneOf } from './scene.js'
import { type Deed, walk } from './walk.js'

/** Surprises after which a player counts as a stranger. */
const ODD_MAX = 3

/**
 * A cook that works with others of its kind without a word: each works out, from what all see, what everybody should do, and
 * does its part. It divides the jobs by who is nearest, hands over across counters what it cannot bring itself, and makes
 * room. Whoever does not play along is walked around.
 */
export const cook = definePolicy(kitchen, {
  id: 'cook',
  memory: newMemory,
  decide({ obs, act, say, memory }) {
    const view = obs as KitchenView
    const mind = recall(memory)
    noteStrangers(view, mind)
    const strangers = mind.odd.map((n, i) => n >= ODD_MAX && i !== view.me)
    const scene = sceneOf(view, strangers, barredNow(mind.jam, view.tick))
    const needs = needsOf(scene)
    const jobs = assign(scene, needs)
    noteJam(scene, jobs, mind.jam)
    const deeds = walk(scene, jobs, mind.jam.lead, mind.jam.yielding)
    mind.expected = expectations(scene, deeds)
    const request = requestOf(scene, needs, jobs)
    const asked = request === undefined ? '' : `${request.to} ${request.item}`
    const isNew = request !== undefined && asked !== mind.asked
    mind.asked = asked
    keep(memory, mind)
    return {
      do: actOf(deeds[view.me]!, act),
      say: isNew ? [say.to(request.to, { type: 'request', do: 'bring', item: request.item })] : [],
      why: jobs[view.me]?.why ?? 'nothing to do',
    }
  },
})

function actOf(deed: Deed, act: Acts): ActionCall {
  if (deed.kind === 'move') return act.move({ dir: DIRECTIONS[deed.direction]! })
  return deed.kind === 'act' ? act.interact() : act.stay()
}

interface Acts {
  move(args: { readonly dir: Direction }): ActionCall
  interact(): ActionCall
  stay(): ActionCall
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
