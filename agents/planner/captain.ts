import type { Aim, Condition } from '../../engine/index.js'
import type { Joint, Order } from './memory.js'
import { aheadHere, captainFor, isMeeting, isMet, lookKey, type Mind } from './mind.js'
import { conditionKey, type Found, findPlan, hasWay, holds, type Step, works } from './search.js'
import { endSchedule } from './share.js'
import { asTold, tell } from './words.js'

/** Conditions of one aim that belong together, as they speak of the same things. */
interface Group {
  readonly key: string
  readonly aim: Aim
  readonly all: readonly Condition[]
}

/** Ticks after which an order that came to nothing is given anew. */
const ORDER_TICKS_MAX = 60
/** Ticks for which an order that failed is not given to the same agent. */
const FAILED_TICKS = 6
/** Pairs of agent and group that are planned for in one tick. */
const PLANS_MAX = 48

/** Names that a condition speaks of. */
const namesOf = ({ subject, object = '', is }: Condition): string[] => [
  subject,
  object.slice(object.indexOf(':') + 1),
  ...(typeof is === 'string' ? [is] : []),
]

/** Splits an aim into parts that different agents can see to. */
export function groupsOf(aim: Aim): Group[] {
  const groups: { names: Set<string>; all: Condition[] }[] = []
  for (const c of aim.all) {
    const names = namesOf(c).filter((n) => n !== '')
    const subjects = new Set([c.subject])
    const joined = groups.filter((g) =>
      g.all.some(
        (o) =>
          subjects.has(o.subject) || names.includes(o.subject) || namesOf(o).includes(c.subject),
      ),
    )
    const merged = { names: new Set(names), all: [] as Condition[] }
    for (const g of joined) merged.all.push(...g.all)
    merged.all.push(c)
    for (const g of joined) groups.splice(groups.indexOf(g), 1)
    groups.push(merged)
  }
  return groups.map(({ all }) => ({
    aim,
    all,
    key: `${aim.id} ${all.map(conditionKey).join(', ')}`.slice(0, 290),
  }))
}

/** Whether somebody is just about to look into what a part speaks of: it is put right after that. */
const isLookedInto = ({ memory, allies, model, s, me }: Mind, { all }: Group): boolean => {
  const looks = allies
    .filter((a) => memory.orders[a] === undefined)
    .map((a) => memory.looks[a] ?? '')
    .filter((look) => all.some((c) => look.startsWith(`look ${c.subject} `)))
  return looks.length > 0 && [...model.unexplored(s, me)].some((c) => looks.includes(lookKey(c)))
}

/** The parts of aims that are still to be brought about. */
export const openGroups = ({ aims, memory, s }: Mind): Group[] =>
  aims
    .filter((a) => memory.reached[a.id] === undefined)
    .flatMap(groupsOf)
    .filter((g) => !g.all.every((c) => holds(s, c)))

/** Decides who does what next, tells them, and sets the time for what is done together. */
export function manage(mind: Mind): void {
  for (const joint of Object.values(mind.memory.joints))
    if (joint.at === undefined) begin(mind, joint)
  assign(mind)
}

/** Drops orders that are carried out or have gone stale. */
export function tidyUp(mind: Mind): void {
  const { memory, tick, me } = mind
  for (const joint of Object.values(memory.joints)) {
    // Whoever was not there hears how it went one tick later.
    const heard = joint.party.includes(me) ? 0 : 1
    const isPast = joint.at !== undefined && tick >= joint.at + joint.ticks.length + heard
    const isStale = joint.at === undefined && tick - joint.since > ORDER_TICKS_MAX
    if (isPast || isStale) endSchedule(mind, joint.key)
  }
  for (const [agent, order] of Object.entries(memory.orders)) {
    if (!isOver(mind, agent, order)) continue
    delete memory.orders[agent]
    if (agent === me && order.from === me) memory.order = null
  }
}

/** Whether an order is carried out, dropped or stale. */
function isOver(mind: Mind, agent: string, order: Order): boolean {
  const { memory, tick, me } = mind
  const isStale = tick - order.since > ORDER_TICKS_MAX
  if (agent === me && order.from !== me) return memory.order?.key !== order.key
  if (isMeeting(order)) return order.from === me ? memory.joints[order.key] === undefined : isStale
  return isStale || isMet(mind, order)
}

/** Sets the time for something that is done together, once everybody has said when he is ready. */
function begin(mind: Mind, joint: Joint): void {
  const { memory, tick, me } = mind
  const ready = joint.party.map((a) => memory.ready[a])
  if (!ready.every((r) => r?.key === joint.key)) return
  const acting = new Set(joint.ticks.flatMap((t) => Object.keys(t)))
  const isMineAlone = acting.size === 1 && acting.has(me)
  const at = Math.max(tick + (isMineAlone ? 0 : 1), ...ready.map((r) => r!.at))
  // Whoever is not there yet may be held up: what is said now is heard just in time.
  if (at > tick + 1) return
  memory.joints[joint.key] = { ...joint, at }
  for (const agent of joint.party) {
    const schedule = { key: joint.key, at, ticks: [...joint.ticks], why: joint.why }
    if (agent === me) memory.schedule = schedule
    else {
      const text = `At tick ${at} we start together: ${joint.why}`
      mind.say.push(tell(agent, { together: JSON.parse(JSON.stringify(schedule)), text }))
    }
  }
}

interface Offer {
  readonly group: Group
  readonly lead: string
  readonly found: Found
}

/** Gives work to those who have none. */
function assign(mind: Mind): void {
  const { memory, team, allies, tick, me } = mind
  const taken = new Set(Object.values(memory.orders).map((o) => o.key.replace(/^meet /, '')))
  const groups = openGroups(mind).filter(
    (g) => !taken.has(g.key) && captainFor(mind, g.aim) === me && !isLookedInto(mind, g),
  )
  let free = allies.filter((a) => memory.orders[a] === undefined)
  if (groups.length === 0 || free.length === 0) return
  const offers: Offer[] = []
  let plans = 0
  for (const group of groups) {
    for (const lead of free.filter((a) => group.aim.shared || team.includes(a))) {
      const failed = memory.failed[`${lead} ${group.key}`]
      // Oneself need not wait: while nothing has changed, no plan is found anyway.
      const isTooEarly = lead !== me && failed !== undefined && tick - failed < FAILED_TICKS
      if (isTooEarly || plans >= PLANS_MAX) continue
      plans += 1
      const found = findPlan(mind.search, group.all, lead)
      if (found.complete && found.steps.length > 0) offers.push({ group, lead, found })
    }
  }
  offers.sort((a, b) => a.found.steps.length - b.found.steps.length)
  const given = new Set<string>()
  for (const { group, lead, found } of offers) {
    if (given.has(group.key)) continue
    const party = partyOf(found, lead)
    if (!party.every((a) => free.includes(a) && (group.aim.shared || team.includes(a)))) continue
    given.add(group.key)
    free = free.filter((a) => !party.includes(a))
    if (party.length === 1)
      give(mind, lead, {
        key: group.key,
        all: group.all,
        why: group.aim.id,
        since: tick,
        from: me,
      })
    else meet(mind, group, lead, found)
  }
}

/**
 * Takes upon itself a part of an aim that it has just found out how to do, so that nobody has to be asked first. Where all
 * see the same, the captain is no later and decides.
 */
export function volunteer(mind: Mind): void {
  const { memory, tick, me, model } = mind
  if (model.shared || memory.news !== tick || memory.order !== null) return
  if (aheadHere(mind).length > 0) return
  const taken = new Set(Object.values(memory.orders).map((o) => o.key.replace(/^meet /, '')))
  let best: Offer | undefined
  for (const group of openGroups(mind)) {
    const captain = captainFor(mind, group.aim)
    if (captain === me || taken.has(group.key) || isLookedInto(mind, group)) continue
    const found = findPlan(mind.search, group.all, me)
    if (!found.complete || partyOf(found, me).length > 1) continue
    if (best === undefined || found.steps.length < best.found.steps.length)
      best = { group, lead: captain, found }
  }
  if (best === undefined) return
  const { key, all, aim } = best.group
  memory.order = { key, all, why: aim.id, since: tick, from: best.lead }
  memory.orders[me] = memory.order
  const wanted = all.map((c) => model.say(c, mind.s)).join('; ')
  const text = `I see to it that ${wanted}`.slice(0, 900)
  mind.say.push(tell(mind.to, { takes: { key, all: all.map(asTold) }, text }))
}

/** Everyone who has a part in a plan. */
const partyOf = ({ steps }: Found, lead: string): string[] => [
  ...new Set([lead, ...steps.flatMap((step) => [step.actor, ...(step.together ?? [])])]),
]

const requestText = (isMine: boolean, agent: string, wanted: string, why: string): string => {
  const what = wanted === '' ? `stand by for ${why}` : `see to it that ${wanted}`
  return (isMine ? `I ${what}` : `${agent}, please ${what}`).slice(0, 900)
}

function give(mind: Mind, agent: string, order: Order): void {
  const { memory, me } = mind
  memory.orders[agent] = order
  delete memory.ready[agent]
  if (agent === me) memory.order = order
  if (mind.allies.length < 2) return
  const wanted = order.all
    .filter((c) => !holds(mind.s, c))
    .map((c) => mind.model.say(c, mind.s))
    .join('; ')
  const { key, why } = order
  const text = requestText(agent === me, agent, wanted, order.why)
  const told = { agent, key, all: order.all.map(asTold), why: why.slice(0, 900) }
  mind.say.push(tell(mind.to, { order: told, text }))
}

/** What a step brings about for good: its goal, or, where that is about its agent, what it did to reach it, such as which tool it took. */
function lastingOf({ model, s, search }: Mind, { operator, actor, args, goal }: Step): Condition[] {
  if (goal.subject !== actor) return holds(s, goal) ? [goal] : []
  return model.operators[operator]!.effects(s, actor, args).flatMap(
    ({ subject, fact, object, to }) => {
      if (subject === actor || to === null || s.get(subject, fact, object) !== to) return []
      const c = { subject, fact, ...(object === undefined ? {} : { object }), is: to }
      return hasWay(search, c, actor) ? [c] : []
    },
  )
}

/** Whether an agent's steps can come before everybody else's. */
function isIndependent({ search }: Mind, steps: readonly Step[], agent: string): boolean {
  const mine = steps.filter((step) => step.actor === agent)
  if (mine.length === steps.length) return true
  return works(search, [...mine, ...steps.filter((step) => step.actor !== agent)], [])
}

/**
 * Has several agents get ready for the first part of a plan that they do together: each is asked for what that part needs
 * of it, and for what it does beforehand.
 */
function meet(mind: Mind, group: Group, lead: string, { steps }: Found): void {
  const { model, s, tick, memory, me } = mind
  const found = steps.findIndex((step) => step.together !== undefined)
  const first = found < 0 ? steps.length : found
  const before = steps.slice(0, first)
  const ticks = found < 0 ? [] : scheduleFrom(steps, first, model.consent)
  const acting = steps[first]
  const party = new Set([...before.map((step) => step.actor), ...(acting?.together ?? [])])
  if (found < 0) party.delete(lead)
  const key = `meet ${group.key}`.slice(0, 290)
  const early = [...party].filter((agent) => isIndependent(mind, before, agent))
  const isInTurn = early.length < party.size
  const why = group.aim.id
  const mark = s.mark()
  for (const { operator, actor, args } of before)
    for (const change of model.operators[operator]!.effects(s, actor, args)) s.set(change)
  const needs =
    acting === undefined
      ? []
      : [...model.operators[acting.operator]!.needs(s, acting.actor, acting.args)]
  // What one step makes true only so that a later one can go on is nothing to wait for.
  const lasting = before.map((step) => ({ actor: step.actor, all: lastingOf(mind, step) }))
  s.undo(mark)
  for (const agent of isInTurn ? early : party) {
    const all = new Map<string, Condition>()
    const add = (c: Condition): unknown => all.set(conditionKey(c), c)
    for (const step of lasting) if (step.actor === agent) for (const c of step.all) add(c)
    for (const need of isInTurn ? [] : needs)
      if ('fact' in need && (need.by ?? acting!.actor) === agent) add(need)
    give(mind, agent, {
      key: acting === undefined || isInTurn ? `${agent} for ${group.key}`.slice(0, 290) : key,
      all: [...all.values()],
      why,
      since: tick,
      from: me,
    })
  }
  if (found >= 0 && !isInTurn)
    memory.joints[key] = { key, party: [...party], ticks, why, since: tick }
}

/** What is done together from a step on, tick by tick, with what each does in between. */
function scheduleFrom(
  steps: readonly Step[],
  first: number,
  consent: 'each' | 'one',
): Joint['ticks'] {
  const party = steps[first]!.together!
  const ticks: Record<string, Pick<Step, 'operator' | 'args'>>[] = []
  let end = 0
  let isOpen = false
  for (const step of steps.slice(first)) {
    const { actor, operator, args, together } = step
    if (!party.includes(actor) || together?.some((a) => !party.includes(a))) break
    const part = { operator, args }
    if (together !== undefined) {
      const who = consent === 'each' ? together : [actor]
      ticks.push(Object.fromEntries(who.map((a) => [a, part])))
      isOpen = false
      end = ticks.length
      continue
    }
    const current = ticks.at(-1)
    if (isOpen && current !== undefined && current[actor] === undefined) current[actor] = part
    else ticks.push({ [actor]: part })
    isOpen = true
  }
  return ticks.slice(0, end)
}
