import { CoactError, defineUniversalPolicy, type Turn } from '../../engine/index.js'
import { manage, tidyUp, volunteer } from './captain.js'
import { explore, follow, lookAround, outlook, stopLooking } from './follow.js'
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
import { findPlan } from './plan.js'
import { endSchedule, learnFrom, listen, share } from './share.js'
import { callOf, holds } from './steps.js'
import { tell } from './words.js'

/** Ticks in which teammates make themselves known before anything is given up. */
const ACQUAINTED_TICKS = 3
/** Ticks for which one waits for teammates who are still busy. */
const BUSY_TICKS = 60
/** Ticks without a way forward after which an agent among strangers gives up. */
const PATIENCE_TICKS = 25

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
  const { memory, me, tick, aims, s } = mind
  if (memory.finished) return finish(mind)
  for (const aim of aims) if (aim.all.every((c) => holds(s, c))) memory.reached[aim.id] = true
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

/** Finds out more when something is missing; gives up when nothing is left to find out. */
function lookOrWait(mind: Mind): Deed | undefined {
  const { memory, agents, team, allies, tick, me } = mind
  const { unknown, reasons, isStuck, isHeldUp } = outlook(mind)
  if (!isStuck) {
    if ((memory.looks[me] ?? '') !== '') stopLooking(mind)
    return undefined
  }
  const why = unknown.length > 0 ? `to find ${unknown[0]!.text}` : 'to find another way'
  const deed = explore(mind, why)
  if (deed !== undefined || isHeldUp) {
    delete memory.told['hopeless']
    return deed
  }
  const isAmongStrangers = team.length < agents.length
  // What stood in the way when it was last seen tells more than that it is not to be found now.
  const seen = memory.told['rounds'] === undefined ? {} : memory.hopeless
  const found = Object.entries(reasons).map(([id, list]) => [id, reasonText(list)] as const)
  memory.hopeless = { ...Object.fromEntries(found), ...seen }
  const other = isAmongStrangers ? makeRoom(mind, why) : undefined
  if (other !== undefined) return other
  if (team[0] !== me || (agents.length > 1 && tick <= ACQUAINTED_TICKS)) return undefined
  const since = Number(memory.told['hopeless'] ?? tick)
  memory.told['hopeless'] = since
  const isBusy = allies.some((a) => a !== me && (memory.orders[a] ?? memory.looks[a] ?? '') !== '')
  const patience = isAmongStrangers ? PATIENCE_TICKS : isBusy ? BUSY_TICKS : team.length > 1 ? 3 : 0
  if (tick - since < patience || Object.keys(memory.joints).length > 0) return undefined
  return giveUp(
    mind,
    Object.entries(memory.hopeless)
      .map(([id, text]) => `${id} cannot be done: ${text}`)
      .join(' / '),
  )
}

const reasonText = (reasons: readonly string[]): string =>
  [...new Set(reasons)].slice(0, 4).join('; ').slice(0, 400) || 'no plan was found'

/** How often one looks again for what rivals may have left somewhere, and ticks between. */
const ROUNDS_MAX = 4
const ROUND_TICKS = 3

/** Among rivals one who cannot go on keeps nothing from others, and looks again for what they had. */
function makeRoom(mind: Mind, why: string): Deed | undefined {
  const { model, s, me, memory, tick, search } = mind
  for (const c of model.atRest?.(s, me) ?? []) {
    const [step, ...more] = holds(s, c) ? [] : findPlan(search, [c], me).steps
    if (step === undefined || more.length > 0 || step.actor !== me) continue
    return {
      call: callOf(model, step),
      why: `so that ${model.say(c, s)}; I can do nothing with it`,
    }
  }
  const rounds = Number(memory.told['rounds'] ?? 0)
  if (rounds >= ROUNDS_MAX || tick - Number(memory.told['round'] ?? 0) < ROUND_TICKS)
    return undefined
  if (believe(s, memory, model.doubts?.(s, me) ?? []).length === 0) return undefined
  memory.told['rounds'] = rounds + 1
  memory.told['round'] = tick
  return explore(mind, why)
}

/** Says how it ended and that there is nothing left to do. */
function giveUp(mind: Mind, why: string): Deed | undefined {
  const { memory, me, team, agents } = mind
  memory.told['end'] = why.slice(0, 400)
  if (team[0] === me && agents.length > 1)
    mind.say.push(tell('team', { over: '*', text: why.slice(0, 400) }))
  memory.finished = true
  return finish(mind)
}

function finish({ memory, model, me }: Mind): Deed | undefined {
  const call = model.finish?.(me)
  if (call === undefined || memory.told['finished'] === 1) return undefined
  memory.told['finished'] = 1
  return { call, why: String(memory.told['end'] ?? 'everything is done') }
}
