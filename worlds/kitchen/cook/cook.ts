import { type ActionCall, definePolicy } from '../../../engine/index.js'
import { DIRECTIONS, type Direction } from '../../kernels/grid/index.js'
import type { KitchenView } from '../observe.js'
import { kitchen } from '../world.js'
import { assign } from './assign.js'
import { barredNow, noteJam } from './jam.js'
import {
  dueNow,
  expectations,
  keep,
  newMemory,
  noteStrangers,
  pillarsBy,
  recall,
  strangersBy,
} from './mind.js'
import { needsOf } from './needs.js'
import { hear, requestOf, withWish } from './requests.js'
import { sceneOf } from './scene.js'
import { type Deed, walk } from './walk.js'

/**
 * A cook that works with others of its kind without a word: each works out, from what all see, what everybody should do, and
 * does its part. It divides the jobs by who is nearest, hands over across counters what it cannot bring itself, and makes
 * room. Whoever does not play along is walked around; what somebody asks for by `request`, it brings.
 */
export const cook = definePolicy(kitchen, {
  id: 'cook',
  memory: newMemory,
  decide({ obs, act, say, inbox, memory }) {
    const view = obs as KitchenView
    const mind = recall(memory)
    noteStrangers(view, mind)
    const strangers = strangersBy(mind, view.me)
    const barred = barredNow(mind.jam, view.tick)
    const scene = sceneOf(view, strangers, barred, pillarsBy(mind, view.me))
    const own = needsOf(scene)
    const heard = hear(scene, own, inbox, mind.wish)
    mind.wish = heard.wish
    const needs = withWish(scene, own, heard.wish)
    const jobs = assign(scene, needs)
    noteJam(scene, jobs, mind.jam)
    const deeds = walk(scene, jobs, mind.jam.lead, mind.jam.yielding)
    mind.expected = expectations(scene, deeds)
    mind.due = dueNow(scene, deeds)
    const request = requestOf(scene, needs, jobs)
    const asked = request === undefined ? '' : `${request.to} ${request.body.item}`
    const words =
      request === undefined || asked === mind.asked ? heard.words : [...heard.words, request]
    mind.asked = asked
    keep(memory, mind)
    return {
      do: actOf(deeds[view.me]!, act),
      ...(words.length === 0 ? {} : { say: words.map(({ to, body }) => say.to(to, body)) }),
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
