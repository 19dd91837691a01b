import { type Aim, CoactError, defineUniversalPolicy, type Turn } from '../../engine/index.js'
import { manage, tidyUp, volunteer } from './captain.js'
import { follow, lookAround } from './follow.js'
import { rollCall, signOfLife } from './life.js'
import {
  beliefsOf,
  believe,
  createMemory,
  keepBeliefs,
  type PlannerMemory,
  plain,
} from './memory.js'
import { captainFor, createMind, type Deed, type Mind } from './mind.js'
import { endSchedule, learnFrom, listen, share } from './share.js'
import { callOf, holds } from './steps.js'
import { finish, giveUp, lookOrWait } from './wait.js'

/** Ticks after which what a teammate did is known. */
const NEWS_TICKS = 2

/**
 * Plans its way through any world that exports an action model. It knows only what it saw and was told: it explores, keeps
 * what it has seen, works out plans from what actions need and change, tells teammates of its kind what it found, and acts
 * together with them; the first of a team says who does what, and when all lift. Each action is given with its reason.
 *
 * @throws CoactError `planner/no-model` in a world without an action model
 * @example
 * await run(scenario, { seed: 7, agents: { '*': planner } })
 */
export const planner = defineUniversalPolicy({
  id: 'planner',
  memory: createMemory,
  fits({ world, profile }) {
    if (world.model?.(profile) === undefined) throw noModel(world.id)
  },
  decide(turn) {
    const { model, agent, tick } = turn
    if (model === undefined) throw noModel('this world')
    const memory = turn.memory as PlannerMemory
    const s = beliefsOf(memory.facts, memory.stamp, agent, model)
    const seen = { agent, tick, obs: turn.obs, last: turn.last }
    memory.teams[agent] = turn.team
    const aims = model.aims(seen)
    const isShared = aims.some((a) => a.shared)
    listen({ me: agent, s, memory, tick, agents: turn.agents, model, isShared }, turn.inbox)
    rollCall({ me: agent, s, memory, tick, agents: turn.agents })
    believe(s, memory, [{ subject: agent, fact: 'mate', to: true }])
    const news = believe(s, memory, model.perceive(seen, s))
    if (news.some((c) => c.subject !== agent && s.get(c.subject, 'kind') !== 'agent'))
      memory.news = tick
    learnFrom({ memory, tick, model }, turn.last)
    const mind = createMind(turn, model, s, memory, aims)
    share(mind, news)
    const deed = decide(mind, turn)
    signOfLife(mind)
    keepBeliefs(s, memory.stamp, agent, model)
    return {
      ...(deed === undefined ? {} : { do: deed.call, why: deed.why }),
      say: mind.say,
    }
  },
})

const noModel = (world: string): CoactError =>
  new CoactError(
    'planner/no-model',
    `The planner cannot plan in ${world}: it exports no action model`,
    {
      expected:
        '`model(profile)` in the world: perceive, aims, operators (ways, needs, effects, call), derived, unexplored, say',
      next: 'Export an ActionModel from the world (see docs/planner.md), or choose another policy: random, idle, scripted:FILE.',
    },
  )

function decide(mind: Mind, turn: Turn): Deed | undefined {
  const { memory, me, tick, aims } = mind
  if (memory.finished) return finish(mind)
  for (const aim of aims) markReached(mind, aim)
  // Where all see the same, one pair of eyes is enough to begin with.
  if (tick === 1 && mind.model.shared && turn.agents.indexOf(me) > 0) return undefined
  if (aims.length > 0 && aims.every((a) => memory.reached[a.id]))
    return giveUp(mind, 'everything is done')
  if (memory.schedule !== null) {
    const part = scheduled(mind)
    if (part !== undefined) return part === 'rest' ? undefined : part
  }
  tidyUp(mind)
  if (aims.some((a) => captainFor(mind, a) === me)) manage(mind)
  volunteer(mind)
  if (memory.schedule !== null) {
    const part = scheduled(mind)
    if (part !== undefined) return part === 'rest' ? undefined : part
  }
  const look = memory.surprised ? lookAround(mind) : undefined
  if (look !== undefined) return look
  if (memory.order !== null) {
    const deed = follow(mind, memory.order)
    if (deed !== undefined || memory.order !== null) return deed
  }
  return lookOrWait(mind)
}

/**
 * Remembers an aim as reached. What is only told by others may be undone by now, so that it has to stay for as long as news
 * takes.
 */
function markReached({ memory, s, tick, model, allies }: Mind, { id, all }: Aim): void {
  if (!all.every((c) => holds(s, c))) {
    delete memory.reachedSince[id]
    return
  }
  memory.reachedSince[id] ??= tick
  const news = model.shared || allies.length < 2 ? 0 : NEWS_TICKS
  if (tick - memory.reachedSince[id] >= news) memory.reached[id] = true
}

/** One's part in what is done together now; `rest` when others have theirs. */
function scheduled(mind: Mind): Deed | 'rest' | undefined {
  const { memory, tick, me, model } = mind
  const { at, ticks, why, key } = memory.schedule!
  if (tick < at) return undefined
  if (tick >= at + ticks.length) {
    endSchedule(mind, key)
    return undefined
  }
  const part = ticks[tick - at]![me]
  return part === undefined ? 'rest' : { call: callOf(model, plain(part)), why: `together; ${why}` }
}
