import type { Entity, Rejection } from '../../../../engine/index.js'
import {
  furnitureAbove,
  isAgent,
  isRoom,
  isThing,
  standsIn,
  visitBelow,
} from '../../../kernels/embodied/index.js'
import { type Household, indexOf, no, title } from '../../household.js'
import {
  contested,
  holderOf,
  isInSight,
  isShut,
  knows,
  notSeen,
  visibleIn,
  whereIs,
} from './sight.js'

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

/** The refusal of a thing that is in somebody's hands. */
export const held = (w: Household, thing: Entity): Rejection => ({
  ...no('held-by-other', `${title(w, holderOf(w, thing))} has ${title(w, thing)}`),
  over: contested(w, thing),
})

/** Why an agent cannot lay hands on a thing: not seen, with somebody else, or too far away. */
export function outOfReach(w: Household, me: Entity, id: string): Rejection | undefined {
  const unseen = notSeen(w, me, id)
  if (unseen !== undefined) return unseen
  const thing = w.entity(id)
  if (isWithinReach(w, me, thing)) return undefined
  if (holderOf(w, thing) !== 0) return held(w, thing)
  return {
    ...no('not-near', `${title(w, thing)} is out of reach; go to it first`),
    over: contested(w, thing),
  }
}

/** Lets nobody stand any longer at a thing that is lifted. */
export function leaveAlone(w: Household, thing: Entity): void {
  for (const { entity } of w.agents)
    if (entity !== 0 && w.c.Body.at.get(entity) === thing) w.c.Body.at.set(entity, 0)
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

/** Why a thing weighs too much: what was put in or on it in this tick stands in the way, else the thing itself. */
export function tooHeavy(w: Household, thing: Entity, text: string): Rejection {
  let over = thing
  visitBelow(w, thing, (e) => {
    if (w.takenBy(e) !== undefined) over = e
  })
  return { ...no('weight', text), over }
}

/** Kilograms that an agent holds. */
export function loadOf(w: Household, agent: Entity): number {
  let kg = 0
  for (let e = w.rel.hands.first(agent); e !== 0; e = w.rel.hands.next(e)) kg += weigh(w, e)
  return kg
}

/**
 * Why a node does not take a thing that is put in or on it.
 *
 * @param carriers those who put it down together; nobody when the agent does it alone, with its own hands
 */
export function notFitting(
  w: Household,
  me: Entity,
  thing: Entity,
  preposition: string,
  into: string,
  carriers: readonly Entity[],
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
  const refused = carriers.length === 0 ? outOfReach(w, me, into) : unseenBy(w, carriers, into)
  if (refused !== undefined) return refused
  if (thing === target || w.rel.place.isInside(target, thing))
    return no('inside-itself', `${title(w, thing)} cannot go into or onto itself`)
  if (indexOf(w).doors.has(target)) return no('on-door', 'Nothing can be put in or on a door')
  if (carriers.length > 0 && holderOf(w, target) !== 0) return held(w, target)
  if (preposition === 'on') return undefined
  if (w.c.Thing.container.get(target) === 0)
    return no('not-container', `${title(w, target)} is no container`)
  return isShutNow(w, target)
}

/** Why one of several agents cannot deal with a thing. */
function unseenBy(w: Household, agents: readonly Entity[], id: string): Rejection | undefined {
  for (const agent of agents) {
    const unseen = notSeen(w, agent, id)
    if (unseen !== undefined) return unseen
  }
  return undefined
}

const isShutNow = (w: Household, target: Entity): Rejection | undefined =>
  isShut(w, target)
    ? { ...no('closed-container', `${title(w, target)} is closed`), over: target }
    : undefined
