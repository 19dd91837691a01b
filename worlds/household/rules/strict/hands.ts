import type { Entity, Rejection } from '../../../../engine/index.js'
import { inHands, MOVABLE_KINDS, standsIn, THING_KINDS } from '../../../kernels/embodied/index.js'
import { type Household, indexOf, no, title } from '../../household.js'
import type { Rule } from '../rules.js'
import { leaveAlone, loadOf, notFitting, notFree, outOfReach, tooHeavy, weigh } from './reach.js'
import { holderOf, reveal, visibleBelow } from './sight.js'

const MOVABLE = new Set(MOVABLE_KINDS.map((k) => THING_KINDS.indexOf(k)))

/** Why a thing cannot be moved at all. */
export const fixed = (w: Household, thing: Entity): Rejection | undefined =>
  MOVABLE.has(w.c.Thing.kind.get(thing)) && !indexOf(w).doors.has(thing)
    ? undefined
    : no('not-grabbable', `${title(w, thing)} cannot be taken`)

/** Why an agent has no hand to spare. */
export const handsFull = (w: Household, agent: Entity): Rejection | undefined =>
  w.rel.hands.count(agent) + 1 > w.c.Body.grasp.get(agent)
    ? no('hands-full', `${title(w, agent)} has no free hand (${w.c.Body.grasp.get(agent)} at most)`)
    : undefined

/** Takes a thing in the hands. */
export const grab: Rule<{ readonly thing: string }> = {
  check(w, me, { thing: id }) {
    const refused = notFree(w, me) ?? outOfReach(w, me, id)
    if (refused !== undefined) return refused
    const thing = w.entity(id)
    if (inHands(w, me, thing)) return no('already-held', `You hold ${title(w, thing)} already`)
    const not = fixed(w, thing) ?? handsFull(w, me)
    if (not !== undefined) return not
    const kg = weigh(w, thing)
    // What is in something that one holds is part of the load already.
    const more = holderOf(w, thing) === me ? 0 : kg
    const strength = w.c.Body.strength.get(me)
    if (loadOf(w, me) + more <= strength) return undefined
    const text = `${title(w, thing)} is too heavy: ${kg} kg, and you can carry ${strength} kg in all`
    return tooHeavy(w, thing, text)
  },
  apply(w, me, { thing: id }) {
    const thing = w.entity(id)
    w.rel.hands.move(thing, me)
    w.rel.place.move(thing, me, 0)
    leaveAlone(w, thing)
    reveal(w, standsIn(w, me), [thing, ...visibleBelow(w, thing)])
    return { note: 'grab', text: `You took ${title(w, thing)}`, took: thing }
  },
}

/** Puts a held thing in or on something within reach. */
export const place: Rule<{
  readonly thing: string
  readonly preposition?: string | undefined
  readonly target?: string | undefined
}> = {
  check(w, me, { thing: id, preposition, target }) {
    const refused = notFree(w, me)
    if (refused !== undefined) return refused
    if (preposition === undefined || target === undefined)
      return no('place-needs-target', `Say where: PLACE ${id} <in|on> <target>`)
    const thing = w.entity(id)
    if (!inHands(w, me, thing)) return no('not-held', `You do not hold ${id}`)
    return notFitting(w, me, thing, preposition.toLowerCase(), target, [])
  },
  apply(w, me, { thing: id, preposition, target }) {
    const thing = w.entity(id)
    putDown(w, me, thing, w.entity(target!), preposition!.toLowerCase())
    return {
      note: 'place',
      text: `You put ${title(w, thing)} ${preposition!.toLowerCase()} ${title(w, w.entity(target!))}`,
      took: thing,
    }
  },
}

/** Puts something where everybody in the agent's room can see it, unless it goes where nobody sees. */
export function putDown(
  w: Household,
  me: Entity,
  thing: Entity,
  target: Entity,
  preposition: string,
): void {
  w.rel.hands.free(thing)
  w.rel.place.move(thing, target, w.intern(preposition))
  reveal(w, standsIn(w, me), [thing, ...visibleBelow(w, thing)])
}
