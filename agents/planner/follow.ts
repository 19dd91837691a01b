import type { Condition, Unknown } from '../../engine/index.js'
import { openGroups } from './groups.js'
import { type Order, plain } from './memory.js'
import { type Deed, isMeeting, isMet, lookKey, type Mind } from './mind.js'
import { findPlan } from './plan.js'
import { dropOrder, sayReady } from './share.js'
import { callOf, isReady } from './steps.js'
import { tell } from './words.js'

/** The next deed of the plan that is being followed, as long as it still makes sense. */
function goOn(mind: Mind, key: string, why: string): Deed | undefined {
  const { memory, search, me, model, s } = mind
  const plan = memory.plan
  if (plan?.key !== key) return undefined
  const [step, ...rest] = plain(plan.steps)
  if (step === undefined || step.actor !== me || !isReady(search, step)) {
    memory.plan = null
    return undefined
  }
  memory.plan = { key, steps: rest }
  const left = rest.length === 0 ? '' : `, ${rest.length} more`
  return { call: callOf(model, step), why: `so that ${model.say(step.goal, s)}; ${why}${left}` }
}

/** Plans anew and takes the first step, when it is one's own. */
function start(
  mind: Mind,
  key: string,
  goals: readonly Condition[],
  why: string,
): Deed | 'wait' | 'stuck' {
  const { memory, search, me } = mind
  const found = findPlan(search, goals, me)
  if (!found.complete || found.steps.length === 0) return 'stuck'
  const mine = found.steps.findIndex((step) => step.actor !== me || step.together !== undefined)
  const steps = mine < 0 ? found.steps : found.steps.slice(0, mine)
  if (steps.length === 0) return 'wait'
  memory.plan = { key, steps: plain(steps) }
  return goOn(mind, key, why) ?? 'stuck'
}

/** Sees to an order: the next deed, or nothing while others are waited for. */
export function follow(mind: Mind, order: Order): Deed | undefined {
  const { memory, me, tick } = mind
  const captain = order.from
  const meeting = isMeeting(order)
  if (isMet(mind, order)) {
    if (meeting) sayReady(mind, order.key, tick)
    else memory.order = null
    return undefined
  }
  const deed = goOn(mind, order.key, order.why) ?? start(mind, order.key, order.all, order.why)
  if (typeof deed === 'object') {
    if (meeting) sayReady(mind, order.key, tick + 1 + (memory.plan?.steps.length ?? 0))
    return deed
  }
  if (deed === 'stuck') {
    memory.order = null
    if (captain === me) {
      const others = memory.joints[order.key]?.party.filter((a) => a !== me) ?? []
      for (const agent of others) mind.say.push(tell(agent, { over: order.key }))
      dropOrder(mind, me, order.key)
    } else {
      const why = `I cannot: ${order.why}`.slice(0, 900)
      mind.say.push(tell(captain, { failed: { key: order.key, why }, text: why }))
    }
  }
  return undefined
}

/** Candidates that are planned for in one tick. */
const TRIES_MAX = 10

/** Finds out more, where teammates do not look already. */
export function explore(mind: Mind, why: string): Deed | undefined {
  const { memory, model, s, me, allies: team, search } = mind
  // Whoever was given something else to do looks no further.
  const lookers = team.filter((a) => a !== me && memory.orders[a] === undefined)
  const going = memory.plan?.key ?? ''
  if (going.startsWith('look ') && memory.looks[me] === going) {
    const isTaken = lookers.some(
      (a) => team.indexOf(a) < team.indexOf(me) && memory.looks[a] === going,
    )
    const deed = isTaken ? undefined : goOn(mind, going, why)
    if (deed !== undefined) return deed
  }
  const open = new Map([...model.unexplored(s, me)].map((c) => [lookKey(c), c]))
  const others = lookers.map((a) => memory.looks[a] ?? '')
  const candidates = [...open].filter(([key]) => !others.includes(key)).map(([, c]) => c)
  // Those ahead of oneself who are just done with looking will go for the first ones.
  const ahead = team
    .slice(0, team.indexOf(me))
    .filter((a) => memory.orders[a] === undefined && memory.looks[a] && !open.has(memory.looks[a]))
  const skip = candidates.length === 0 ? 0 : ahead.length % candidates.length
  let tried = 0
  for (const c of [...candidates.slice(skip), ...candidates.slice(0, skip)]) {
    if (tried++ >= TRIES_MAX) break
    const found = findPlan(search, [c], me)
    if (!found.complete || found.steps.some((step) => step.actor !== me || step.together)) continue
    const key = lookKey(c)
    memory.plan = { key, steps: plain(found.steps) }
    if (memory.looks[me] !== key && team.length > 1) {
      mind.say.push(tell(mind.to, { looks: key }))
    }
    memory.looks[me] = key
    return goOn(mind, key, why)
  }
  stopLooking(mind)
  return undefined
}

/** Lets teammates know that one looks into nothing any more. */
export function stopLooking({ memory, me, allies, say, to }: Mind): void {
  if (memory.looks[me] !== '' && allies.length > 1) say.push(tell(to, { looks: '' }))
  memory.looks[me] = ''
}

/** After a surprise: what can be found out at once, without going anywhere. */
export function lookAround({ model, s, me, search }: Mind): Deed | undefined {
  for (const c of model.unexplored(s, me)) {
    const [step, ...more] = findPlan(search, [c], me).steps
    if (step === undefined || more.length > 0 || step.actor !== me) return undefined
    return { call: callOf(model, step), why: `that was not expected: ${model.say(c, s)} first` }
  }
  return undefined
}

/** What stands in the way of the open aims, by what this agent knows. */
export interface Outlook {
  readonly unknown: readonly Unknown[]
  /** By aim, why it cannot be reached. */
  readonly reasons: Readonly<Record<string, readonly string[]>>
  /** Whether there is an open part that nobody could plan. */
  readonly isStuck: boolean
  /** Whether something may work later that does not now. */
  readonly isHeldUp: boolean
}

/** Looks at every open part of the aims: which can be planned, what is unknown, what is in the way. */
export function outlook(mind: Mind): Outlook {
  const { search, me } = mind
  const unknown: Unknown[] = []
  const reasons: Record<string, string[]> = {}
  let isStuck = false
  let isHeldUp = false
  for (const group of openGroups(mind)) {
    const found = findPlan(search, group.all, me)
    if (found.complete) continue
    isStuck = true
    if (found.barred) isHeldUp = true
    unknown.push(...found.unknown)
    const why = [...found.unknown.map((u) => `nobody has found ${u.text}`), ...found.obstacles]
    reasons[group.aim.id] = [...(reasons[group.aim.id] ?? []), ...why]
  }
  return { unknown, reasons, isStuck, isHeldUp }
}
