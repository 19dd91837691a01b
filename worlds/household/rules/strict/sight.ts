import { type Entity, limits, type Rejection } from '../../../../engine/index.js'
import { isAgent, isRoom, isThing, standsIn } from '../../../kernels/embodied/index.js'
import { type Household, indexOf, no, title } from '../../household.js'

/** The room that a node is in now: what somebody holds or carries is where that agent is. */
export const whereIs = (w: Household, node: Entity): Entity => firstUp(w, node, isRoom)

/** A node, or the first above it, of a kind; 0 when there is none. */
function firstUp(w: Household, node: Entity, isKind: (w: Household, e: Entity) => boolean): Entity {
  let at = node
  for (let steps = 0; at !== 0 && steps < limits.RELATION_DEPTH_MAX; steps++) {
    if (isKind(w, at)) return at
    at = w.rel.place.parent(at)
  }
  return 0
}

/** Whether a thing is in a room; a door is in both rooms that it joins. */
export const isIn = (w: Household, thing: Entity, at: Entity): boolean =>
  at !== 0 && (whereIs(w, thing) === at || indexOf(w).doors.get(thing)?.includes(at) === true)

/** Whether a thing is a container that is shut. */
export const isShut = (w: Household, thing: Entity): boolean => {
  const { openKey } = indexOf(w)
  return w.rows.tag(thing, openKey) === 1 && w.rows.value(thing, openKey) === 0
}

/** The outermost shut container around a thing, or 0: nothing inside can be seen or got at. */
export function shutAround(w: Household, thing: Entity): Entity {
  const { inWord } = indexOf(w)
  let shut = 0
  let at = thing
  for (let steps = 0; steps < limits.RELATION_DEPTH_MAX; steps++) {
    const parent = w.rel.place.parent(at)
    if (parent === 0 || !isThing(w, parent)) return shut
    if (w.rel.place.kind(at) === inWord && isShut(w, parent)) shut = parent
    at = parent
  }
  return shut
}

export const knows = (w: Household, agent: Entity, thing: Entity): boolean =>
  w.sets.known.has(agent, thing)

/** Whether an agent could see a thing if it looked. */
export const isInSight = (w: Household, agent: Entity, thing: Entity): boolean =>
  isIn(w, thing, standsIn(w, agent)) && shutAround(w, thing) === 0

/** Everything that could be seen below a node, each thing before what is in or on it. */
export function visibleBelow(w: Household, node: Entity): Entity[] {
  const { inWord } = indexOf(w)
  const out: Entity[] = []
  const descend = (parent: Entity): void => {
    const shut = isThing(w, parent) && isShut(w, parent)
    for (const e of w.rel.place.children(parent)) {
      if (shut && w.rel.place.kind(e) === inWord) continue
      if (isThing(w, e)) out.push(e)
      descend(e)
    }
  }
  descend(node)
  return out
}

/** Everything that could be seen in a room: what stands there, then what is in or on it or with an agent, then its doors. */
export function visibleIn(w: Household, at: Entity): Entity[] {
  const all = visibleBelow(w, at)
  for (const [door, joins] of indexOf(w).doors) {
    if (joins.includes(at) && !all.includes(door)) all.push(door)
  }
  return all
}

/** Lets an agent know things that it sees, with what they are in or on. */
export function learn(w: Household, agent: Entity, things: readonly Entity[]): void {
  for (const thing of things) {
    for (let e = thing; isThing(w, e); e = w.rel.place.parent(e)) w.sets.known.add(agent, e)
  }
}

/** Lets everyone in a room see things that come to light there. */
export function reveal(w: Household, at: Entity, things: readonly Entity[]): void {
  for (const { entity } of w.agents)
    if (entity !== 0 && standsIn(w, entity) === at) learn(w, entity, things)
}

/** What somebody took in this tick of a thing and all that it is in or on; the thing itself when nobody took any. */
export function contested(w: Household, thing: Entity): Entity {
  for (let at = thing; at !== 0; at = w.rel.place.parent(at))
    if (w.takenBy(at) !== undefined) return at
  return thing
}

/** What an agent has with it: what it holds or carries, and what is in that. */
export const luggage = (w: Household, agent: Entity): Entity[] => visibleBelow(w, agent)

/** Why an agent cannot deal with a thing: it has never seen it, or does not see it now. */
export function notSeen(w: Household, me: Entity, id: string): Rejection | undefined {
  const thing = w.entity(id)
  if (!isThing(w, thing) || !knows(w, me, thing))
    return no('undiscovered', `You have not seen any ${id}`)
  if (!isIn(w, thing, standsIn(w, me)))
    return {
      ...no('not-in-sight', `${title(w, thing)} is not to be seen here`),
      over: contested(w, thing),
    }
  const shut = shutAround(w, thing)
  return shut === 0
    ? undefined
    : { ...no('closed-container', `${title(w, shut)} is closed`), over: shut }
}

/** Who holds a thing, or what it is in or on; 0 for nobody. */
export const holderOf = (w: Household, thing: Entity): Entity => firstUp(w, thing, isAgent)
