import type { Entity, Rejection } from '../../../../engine/index.js'
import {
  furnitureAbove,
  isAgent,
  isRoom,
  isThing,
  standsIn,
} from '../../../kernels/embodied/index.js'
import { type Household, no, title } from '../../household.js'
import { holderOf, isInSight, isShut, knows, notSeen, visibleIn, whereIs } from './sight.js'

/** Where one stands to reach a thing: its furniture, else the thing on the floor that it is in or on, or itself. */
export function standingPlace(w: Household, thing: Entity): Entity {
  const furniture = furnitureAbove(w, thing)
  if (furniture !== 0) return furniture
  let at = thing
  for (let up = w.rel.place.parent(at); up !== 0 && isThing(w, up); up = w.rel.place.parent(at))
    at = up
  return at
}

/** Whether an agent can lay hands on a thing that it sees, without taking a step. */
export const isWithinReach = (w: Household, me: Entity, thing: Entity): boolean => {
  const holder = holderOf(w, thing)
  if (holder !== 0) return holder === me
  const at = w.c.Body.at.get(me)
  return at !== 0 && standingPlace(w, thing) === at && whereIsOrDoor(w, me, at)
}

const whereIsOrDoor = (w: Household, me: Entity, at: Entity): boolean =>
  whereIs(w, at) === standsIn(w, me) || isInSight(w, me, at)

/** Why an agent cannot lay hands on a thing: not seen, with somebody else, or too far away. */
export function outOfReach(w: Household, me: Entity, id: string): Rejection | undefined {
  const unseen = notSeen(w, me, id)
  if (unseen !== undefined) return unseen
  const thing = w.entity(id)
  if (isWithinReach(w, me, thing)) return undefined
  const holder = holderOf(w, thing)
  if (holder !== 0) {
    return {
      ...no('held-by-other', `${title(w, holder)} has ${title(w, thing)}`),
      over: thing,
    }
  }
  return { ...no('not-near', `${title(w, thing)} is out of reach; go to it first`), over: thing }
}

/** What an agent can reach now: its room, and the known things in sight. */
export const reachable = (w: Household, me: Entity): Entity[] => {
  const here = standsIn(w, me)
  return [here, ...visibleIn(w, here).filter((e) => knows(w, me, e) && isWithinReach(w, me, e))]
}

/** Why an agent may do nothing alone now: it has no body, or carries something with others. */
export function notFree(w: Household, me: Entity): Rejection | undefined {
  if (me === 0 || !isAgent(w, me)) return no('no-agent', 'There is no such agent here')
  const thing = w.c.Body.bound.get(me)
  if (thing === 0) return undefined
  return no(
    'coop-locked',
    `You are carrying ${title(w, thing)} with others; go on together, put it down or let go`,
  )
}

/** Kilograms of a thing with everything in and on it. */
export function weigh(w: Household, thing: Entity): number {
  let kg = w.c.Thing.weight.get(thing)
  for (let e = w.rel.place.first(thing); e !== 0; e = w.rel.place.next(e)) kg += weigh(w, e)
  return kg
}

/** Kilograms that an agent holds. */
export function loadOf(w: Household, agent: Entity): number {
  let kg = 0
  for (let e = w.rel.hands.first(agent); e !== 0; e = w.rel.hands.next(e)) kg += weigh(w, e)
  return kg
}

/** Why a node does not take a thing that is put in or on it. */
export function notFitting(
  w: Household,
  me: Entity,
  thing: Entity,
  preposition: string,
  into: string,
  needsReach: boolean,
): Rejection | undefined {
  const target = w.entity(into)
  if (preposition !== 'in' && preposition !== 'on')
    return no('bad-preposition', 'Things are put in or on something')
  if (isRoom(w, target)) {
    if (preposition === 'on') return no('on-room', 'Nothing can be put on a room; use "in"')
    return target === standsIn(w, me)
      ? undefined
      : no('place-other-room', `You are not in ${title(w, target)}`)
  }
  if (thing === target || w.rel.place.isInside(target, thing))
    return no('inside-itself', `${title(w, thing)} cannot go into or onto itself`)
  const refused = needsReach ? outOfReach(w, me, into) : notSeen(w, me, into)
  if (refused !== undefined) return refused
  const holder = holderOf(w, target)
  if (holder !== 0 && holder !== me)
    return { ...no('held-by-other', `${title(w, holder)} has ${title(w, target)}`), over: target }
  if (preposition === 'on') return undefined
  if (w.c.Thing.container.get(target) === 0)
    return no('not-container', `${title(w, target)} is no container`)
  return isShutNow(w, target)
}

const isShutNow = (w: Household, target: Entity): Rejection | undefined =>
  isShut(w, target)
    ? { ...no('closed-container', `${title(w, target)} is closed`), over: target }
    : undefined
