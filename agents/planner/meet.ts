import type { Condition } from '../../engine/index.js'
import { hasWay } from './achieve.js'
import type { Group } from './groups.js'
import type { Joint } from './memory.js'
import type { Mind } from './mind.js'
import { give } from './orders.js'
import { conditionKey, type Found, holds, type Step, works } from './steps.js'

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
export function meet(mind: Mind, group: Group, lead: string, { steps }: Found): void {
  const { model, s, tick, memory, me } = mind
  const found = steps.findIndex((step) => step.together !== undefined)
  const first = found < 0 ? steps.length : found
  const before = steps.slice(0, first)
  const ticks = found < 0 ? [] : scheduleFrom(steps, first, model.consent)
  const acting = steps[first]
  const party = new Set([...before.map((step) => step.actor), ...(acting?.together ?? [])])
  if (found < 0) party.delete(lead)
  const key = `meet ${tick} ${group.key}`
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
      key: acting === undefined || isInTurn ? `${agent} for ${group.key}` : key,
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
