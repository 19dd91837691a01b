import { definePolicy } from '../../../engine/index.js'
import { DIRECTIONS } from '../../kernels/grid/index.js'
import type { KitchenView } from '../observe.js'
import { kitchen } from '../world.js'
import { assign, type Job } from './assign.js'
import { barredNow, type Jam, noJam, noteJam } from './jam.js'
import { type Need, needsOf } from './needs.js'
import { type Scene, sceneOf } from './scene.js'
import { type Deed, walk } from './walk.js'

/** What a cook keeps in mind: the same for all cooks of a team, for each works out what all will do. */
interface Mind extends Jam {
  /** Where each player should be and face by now; empty before the first tick. */
  expected: number[]
  /** How often each player did something else. */
  odd: number[]
  /** What was last asked for. */
  asked: string
}

/** Surprises after which a player counts as a stranger. */
const ODD_MAX = 3

/**
 * A cook that works with others of its kind without a word: each works out, from what all see, what everybody should do, and
 * does its part. It divides the jobs by who is nearest, hands over across counters what it cannot bring itself, and makes
 * room. Whoever does not play along is walked around.
 */
export const cook = definePolicy(kitchen, {
  id: 'cook',
  memory: (): Mind => ({ ...noJam(), expected: [], odd: [], asked: '' }),
  decide({ obs, act, say, memory: mind }) {
    const view = obs as KitchenView
    noteStrangers(view, mind)
    const strangers = mind.odd.map((n, i) => n >= ODD_MAX && i !== view.me)
    const scene = sceneOf(view, strangers, barredNow(mind, view.tick))
    const needs = needsOf(scene)
    const jobs = assign(scene, needs)
    noteJam(scene, jobs, mind)
    const deeds = walk(scene, jobs, mind.lead, mind.yielding)
    mind.expected = deeds.flatMap((deed, i) => expectation(scene, deed, i))
    const deed = deeds[view.me]!
    const request = requestOf(scene, needs, jobs)
    const key = request === undefined ? '' : `${request.to} ${request.item}`
    const words =
      request === undefined || key === mind.asked
        ? []
        : [say.to(request.to, { type: 'request', do: 'bring', item: request.item })]
    mind.asked = key
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
