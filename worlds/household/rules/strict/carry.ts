import type { Entity, Rejection } from '../../../../engine/index.js'
import { isRoom, standsIn } from '../../../kernels/embodied/index.js'
import { type Household, no, title } from '../../household.js'
import type { JointArgs, Rule } from '../rules.js'
import { consent, everyone, settledTogether } from './consent.js'
import { fixed, handsFull, putDown } from './hands.js'
import { enter, noWay } from './move.js'
import { loadOf, notFitting, notFree, outOfReach, weigh } from './reach.js'

/** Those who carry a thing together, in agent order. */
export const carriersOf = (w: Household, thing: Entity): Entity[] =>
  thing === 0
    ? []
    : w.agents
        .filter((a) => a.entity !== 0 && w.c.Body.bound.get(a.entity) === thing)
        .map((a) => a.entity)

const spare = (w: Household, agents: readonly Entity[]): number =>
  agents.reduce((kg, a) => kg + w.c.Body.strength.get(a) - loadOf(w, a), 0)

/** Why those named are not exactly those who carry the thing. */
function notCarriers(
  w: Household,
  me: Entity,
  agents: readonly string[],
  thing: Entity,
): Rejection | undefined {
  const carriers = carriersOf(w, thing)
  if (thing === 0 || !carriers.includes(me))
    return no('not-coop', 'You are not carrying that with others')
  const named = everyone(w, agents)
  const missing = carriers.find((a) => !named.includes(a))
  if (missing !== undefined) return no('not-coop', `${title(w, missing)} carries it, too`)
  const stranger = named.find((a) => !carriers.includes(a))
  return stranger === undefined
    ? undefined
    : no('not-coop', `${title(w, stranger)} does not carry it`)
}

/** Lifts a thing together: everyone at it with a free hand, their spare strength enough for it and all that is in and on it. */
export const carry: Rule<JointArgs & { readonly thing: string }> = {
  check(w, _me, { agents, thing: id }, seat) {
    const refused = consent(w, seat, 'carry', { agents, thing: id })
    if (refused !== undefined) return refused
    if (settledTogether(w, seat, agents, w.entity(id))) return undefined
    const bodies = everyone(w, agents)
    for (const agent of bodies) {
      const not = notFree(w, agent) ?? outOfReach(w, agent, id) ?? handsFull(w, agent)
      if (not !== undefined) return { ...not, text: `${title(w, agent)}: ${not.text}` }
    }
    const thing = w.entity(id)
    const not = fixed(w, thing)
    if (not !== undefined) return not
    if (w.rel.hands.parent(thing) !== 0)
      return no('already-held', `${title(w, thing)} is in somebody's hands`)
    const kg = weigh(w, thing)
    const text = `${title(w, thing)} is too heavy: ${kg} kg, and together you can carry ${spare(w, bodies)} kg more`
    return spare(w, bodies) < kg ? { ...no('weight', text), over: thing } : undefined
  },
  apply(w, _me, { agents, thing: id }, seat) {
    const thing = w.entity(id)
    const text = `${agents.join(' and ')} hold ${title(w, thing)} together`
    if (settledTogether(w, seat, agents, thing)) return { note: 'corp-grab', text }
    const bodies = everyone(w, agents)
    w.rel.place.move(thing, bodies[0]!, 0)
    for (const agent of bodies) {
      w.c.Body.bound.set(agent, thing)
      w.c.Body.at.set(agent, 0)
    }
    return { note: 'corp-grab', text, took: thing }
  },
}

/** Moves on with what is carried: all who carry it, and nobody else. */
export const carryTo: Rule<JointArgs & { readonly room: string }> = {
  check(w, me, { agents, room }, seat) {
    const refused = consent(w, seat, 'carryTo', { agents, room })
    if (refused !== undefined) return refused
    const thing = w.c.Body.bound.get(me)
    const not = notCarriers(w, me, agents, thing)
    if (not !== undefined) return not
    if (settledTogether(w, seat, agents, thing)) return undefined
    const target = w.entity(room)
    if (!isRoom(w, target)) return no('corp-goto-not-room', `${room} is no room`)
    return noWay(w, standsIn(w, me), target)
  },
  apply(w, me, { agents, room }, seat) {
    const thing = w.c.Body.bound.get(me)
    const target = w.entity(room)
    const text = `${agents.join(' and ')} are now in ${title(w, target)} with ${title(w, thing)}`
    if (settledTogether(w, seat, agents, thing)) return { note: 'corp-goto', text }
    for (const agent of everyone(w, agents)) enter(w, agent, target)
    return { note: 'corp-goto', text, took: thing }
  },
}

/** Puts down what is carried, in or on something in sight. */
export const setDown: Rule<
  JointArgs & { readonly thing: string; readonly preposition: string; readonly target: string }
> = {
  check(w, me, args, seat) {
    const refused = consent(w, seat, 'setDown', { ...args })
    if (refused !== undefined) return refused
    const thing = w.entity(args.thing)
    if (settledTogether(w, seat, args.agents, thing)) return undefined
    return (
      notCarriers(w, me, args.agents, thing) ??
      notFitting(w, me, thing, args.preposition, args.target, false)
    )
  },
  apply(w, me, { agents, thing: id, preposition, target }, seat) {
    const thing = w.entity(id)
    const text = `${agents.join(' and ')} put down ${title(w, thing)}`
    if (settledTogether(w, seat, agents, thing)) return { note: 'corp-place', text }
    for (const agent of everyone(w, agents)) w.c.Body.bound.set(agent, 0)
    putDown(w, me, thing, w.entity(target), preposition)
    return { note: 'corp-place', text, took: thing }
  },
}

/** Lets go of what is carried together. What those who are left cannot carry falls to the floor. */
export const letGo: Rule<object> = {
  check: (w, me) =>
    me === 0 || w.c.Body.bound.get(me) === 0
      ? no('not-coop', 'You are not carrying anything with others')
      : undefined,
  apply(w, me) {
    const thing = w.c.Body.bound.get(me)
    w.c.Body.bound.set(me, 0)
    const left = carriersOf(w, thing)
    if (left.length >= 2 && spare(w, left) >= weigh(w, thing)) {
      w.rel.place.move(thing, left[0]!, 0)
      return {
        note: 'let-go',
        text: `You let go of ${title(w, thing)}; the others hold it`,
        took: thing,
      }
    }
    for (const agent of left) w.c.Body.bound.set(agent, 0)
    putDown(w, me, thing, standsIn(w, me), 'in')
    return { note: 'dropped', text: `You let go, and ${title(w, thing)} dropped`, took: thing }
  },
}
