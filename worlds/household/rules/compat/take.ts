import type { Applied, Entity, Rejection } from '../../../../engine/index.js'
import {
  comeNear,
  inHands,
  isAgent,
  isNear,
  isRoom,
  standsIn,
  THING_KINDS,
  take,
  weightWithContents,
} from '../../../kernels/embodied/index.js'
import { endless, type Household, indexOf, no, notInRoom, room, title } from '../../household.js'
import { notFree, notKnown } from './common.js'

const GRABBABLE = new Set(
  ['item', 'grabbable', 'furniture'].map((k) => THING_KINDS.indexOf(k as 'item')),
)
const FURNITURE = THING_KINDS.indexOf('furniture')

/** Why a thing cannot be got at: the container that it is directly in is shut. quirk: onlyDirectLidCounts */
export function notReachable(w: Household, thing: Entity): Rejection | undefined {
  const { inWord, openKey } = indexOf(w)
  if (w.rel.place.kind(thing) !== inWord) return undefined
  const parent = w.rel.place.parent(thing)
  if (w.rows.tag(parent, openKey) === 0 || w.rows.value(parent, openKey) !== 0) return undefined
  return no('closed-container', `${title(w, parent)} is closed`)
}

/** Kilograms with what was put in or on the thing. quirk: shallowWeight */
function weigh(w: Household, thing: Entity): number {
  const { inWord, onWord } = indexOf(w)
  return weightWithContents(w, thing, (child) => {
    const word = w.rel.place.kind(child)
    return word === inWord || word === onWord
  })
}

const hasContents = (w: Household, thing: Entity): boolean => {
  const { inWord, onWord } = indexOf(w)
  for (let e = w.rel.place.first(thing); e !== 0; e = w.rel.place.next(e)) {
    const word = w.rel.place.kind(e)
    if (word === inWord || word === onWord) return true
  }
  return false
}

const tooHeavy = (w: Household, me: Entity, kg: number): boolean =>
  w.c.Body.load.get(me) + kg > w.c.Body.strength.get(me)

/** Takes a thing in the hands. */
export const grab = {
  check(w: Household, me: Entity, id: string): Rejection | undefined {
    const refused = notFree(w, me) ?? notKnown(w, id)
    if (refused !== undefined) return refused
    const thing = w.entity(id)
    const away = notInRoom(w, me, thing) ?? notReachable(w, thing)
    if (away !== undefined) return away
    const kind = w.c.Thing.kind.get(thing)
    if (!GRABBABLE.has(kind)) return no('not-grabbable', `${title(w, thing)} cannot be taken`)
    if (kind === FURNITURE && tooHeavy(w, me, w.c.Thing.weight.get(thing))) return heavy(w, thing)
    if (w.rel.hands.count(me) + 1 > w.c.Body.grasp.get(me)) {
      return no('hands-full', `Your hands are full (${w.c.Body.grasp.get(me)} at most)`)
    }
    if (hasContents(w, thing) && tooHeavy(w, me, weigh(w, thing))) {
      return no('weight-contents', `${title(w, thing)} is too heavy with what is in or on it`)
    }
    const holder = w.rel.hands.parent(thing)
    if (holder !== 0 && holder !== me)
      return no('held-by-other', `${title(w, holder)} holds ${title(w, thing)}`)
    return undefined
  },
  apply(w: Household, me: Entity, id: string): Applied | Rejection {
    const thing = w.entity(id)
    if (!isNear(w, me, thing))
      return no('not-near', `${title(w, thing)} is out of reach; go to it first`, 'effect')
    const kg = weigh(w, thing)
    if (tooHeavy(w, me, kg)) return { ...heavy(w, thing), stage: 'effect' }
    if (inHands(w, me, thing))
      return no('already-held', `You hold ${title(w, thing)} already`, 'effect')
    const from = w.rel.place.parent(thing)
    take(w, me, thing, kg)
    comeNear(w, me, from)
    return {
      note: 'grab',
      text: `You took ${title(w, thing)}`,
      data: { object_id: id },
      took: thing,
    }
  },
}

const heavy = (w: Household, thing: Entity): Rejection =>
  no('weight', `${title(w, thing)} is too heavy for you (${w.c.Thing.weight.get(thing)} kg)`)

/** Puts a held thing in or on something near. */
export const place = {
  check(
    w: Household,
    me: Entity,
    id: string,
    preposition: string | undefined,
    into: string | undefined,
  ): Rejection | undefined {
    const refused = notFree(w, me)
    if (refused !== undefined) return refused
    if (preposition === undefined || into === undefined) {
      return no('place-needs-target', `Say where: PLACE ${id} <in|on> <target>`)
    }
    const thing = w.entity(id)
    if (!inHands(w, me, thing)) return no('not-held', `You do not hold ${id}`)
    const target = w.entity(into)
    if (!(target !== 0 && (isNear(w, me, target) || inHands(w, me, target)))) {
      return no('place-not-near', `${into} is out of reach; go to it first`)
    }
    return notFitting(w, me, preposition, target)
  },
  apply(w: Household, me: Entity, id: string, preposition: string, into: string): Applied {
    const thing = w.entity(id)
    // quirk: loadDrifts
    w.c.Body.load.add(me, -weigh(w, thing))
    w.rel.hands.free(thing)
    w.rel.place.move(thing, w.entity(into), w.intern(preposition))
    comeNear(w, me, thing)
    return {
      note: 'place',
      text: `You put ${title(w, thing)} ${preposition} ${title(w, w.entity(into))}`,
      data: { object_id: id, location_id: `${preposition}:${into}` },
    }
  },
}

/** Why a target does not take a thing. quirk: oddPrepositions; quirk: closedContainersAccept */
function notFitting(
  w: Household,
  me: Entity,
  preposition: string,
  target: Entity,
): Rejection | undefined {
  const toRoom = isRoom(w, target)
  if (preposition === 'in' && !toRoom && w.c.Thing.container.get(target) === 0) {
    return no('not-container', `${title(w, target)} is no container`)
  }
  if (preposition === 'on' && toRoom) return no('on-room', 'Nothing can be put on a room; use "in"')
  if (toRoom) return undefined
  const at = isAgent(w, target) ? 0 : room(w, target)
  if (at < 0) return endless(w, target)
  if (at === 0) return no('place-failed', `${title(w, target)} is in no room`, 'effect')
  if (at !== standsIn(w, me))
    return no('place-other-room', `${title(w, target)} is in another room`)
  return undefined
}
