import type { Entity, Rejection } from '../../../../engine/index.js'
import { isRoom, standsIn } from '../../../kernels/embodied/index.js'
import { type Household, no, title } from '../../household.js'
import type { JointArgs, Rule } from '../rules.js'
import { everyone, jointly } from './consent.js'
import { fixed, handsFull, putDown } from './hands.js'
import { enter, noWay } from './move.js'
import { leaveAlone, loadOf, notFitting, notFree, outOfReach, tooHeavy, weigh } from './reach.js'
import { reveal, visibleBelow } from './sight.js'

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
export const carry = jointly<JointArgs & { readonly thing: string }>('carry', {
  check(w, _me, { agents, thing: id }) {
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
    return spare(w, bodies) < kg ? tooHeavy(w, thing, text) : undefined
  },
  apply(w, me, { agents, thing: id }) {
    const thing = w.entity(id)
    const bodies = everyone(w, agents)
    leaveAlone(w, thing)
    w.rel.place.move(thing, bodies[0]!, 0)
    for (const agent of bodies) {
      w.c.Body.bound.set(agent, thing)
      w.c.Body.at.set(agent, 0)
    }
    reveal(w, standsIn(w, me), [thing, ...visibleBelow(w, thing)])
    return { took: thing }
  },
  tell: (w, _me, { agents, thing }) => ({
    note: 'corp-grab',
    text: `${agents.join(' and ')} hold ${title(w, w.entity(thing))} together`,
  }),
})

/** Moves on with what is carried: all who carry it, and nobody else. */
export const carryTo = jointly<JointArgs & { readonly room: string }>('carryTo', {
  check(w, me, { agents, room }) {
    const not = notCarriers(w, me, agents, w.c.Body.bound.get(me))
    if (not !== undefined) return not
    const target = w.entity(room)
    if (!isRoom(w, target)) return no('corp-goto-not-room', `${room} is no room`)
    return noWay(w, standsIn(w, me), target)
  },
  apply(w, me, { agents, room }) {
    for (const agent of everyone(w, agents)) enter(w, agent, w.entity(room))
    return { took: w.c.Body.bound.get(me) }
  },
  tell(w, me, { agents, room }) {
    const thing = title(w, w.c.Body.bound.get(me))
    const text = `${agents.join(' and ')} are now in ${title(w, w.entity(room))} with ${thing}`
    return { note: 'corp-goto', text }
  },
})

interface SetDown extends JointArgs {
  readonly thing: string
  readonly preposition: string
  readonly target: string
}

/** Puts down what is carried, in or on something that all who carry it see and nobody holds. */
export const setDown = jointly<SetDown>('setDown', {
  check(w, me, { agents, thing: id, preposition, target }) {
    const thing = w.entity(id)
    return (
      notCarriers(w, me, agents, thing) ??
      notFitting(w, me, thing, preposition, target, everyone(w, agents))
    )
  },
  apply(w, me, { agents, thing: id, preposition, target }) {
    const thing = w.entity(id)
    for (const agent of everyone(w, agents)) w.c.Body.bound.set(agent, 0)
    putDown(w, me, thing, w.entity(target), preposition)
    return { took: thing }
  },
  tell: (w, _me, { agents, thing }) => ({
    note: 'corp-place',
    text: `${agents.join(' and ')} put down ${title(w, w.entity(thing))}`,
  }),
})

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
