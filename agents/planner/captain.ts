import { type Group, isLookedInto, openGroups } from './groups.js'
import { meet } from './meet.js'
import { type Joint, type Order, plain } from './memory.js'
import { aheadHere, captainFor, isMeeting, isMet, type Mind, partOf } from './mind.js'
import { give, partyOf } from './orders.js'
import { findPlan } from './plan.js'
import { endSchedule } from './share.js'
import type { Found } from './steps.js'
import { asTold, tell, type Words } from './words.js'

/** Ticks after which an order that came to nothing is given anew. */
const ORDER_TICKS_MAX = 60
/** Ticks for which an order that failed is not given to the same agent. */
const FAILED_TICKS = 6
/** Pairs of agent and group that are planned for in one tick. */
const PLANS_MAX = 48

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

/** When one will be ready oneself, by what one knows now; undefined while one does not follow a plan for it. */
function ownReadiness(mind: Mind, { key }: Joint): { key: string; at: number } | undefined {
  const { memory, tick } = mind
  if (memory.order?.key !== key) return undefined
  if (isMet(mind, memory.order)) return { key, at: tick }
  const plan = memory.plan?.key === key ? memory.plan.steps.length : 0
  return plan > 0 ? { key, at: tick + plan } : undefined
}

/** Sets the time for something that is done together, once everybody has said when he is ready. */
function begin(mind: Mind, joint: Joint): void {
  const { memory, tick, me } = mind
  const ready = joint.party.map((a) => (a === me ? ownReadiness(mind, joint) : memory.ready[a]))
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
      mind.say.push(tell(agent, { together: plain(schedule) as Words['together'], text }))
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
  const taken = new Set(Object.values(memory.orders).map(partOf))
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
  const taken = new Set(Object.values(memory.orders).map(partOf))
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
