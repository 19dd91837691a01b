import type { Applied, Entity, Rejection } from '../../../../engine/index.js'
import { isRoom, standsIn, THING_KINDS } from '../../../kernels/embodied/index.js'
import { type Household, indexOf, no, title } from '../../household.js'
import type { Rule } from '../rules.js'
import { held, notFree, standingPlace } from './reach.js'
import {
  holderOf,
  isInSight,
  isShut,
  knows,
  learn,
  luggage,
  notSeen,
  reveal,
  visibleIn,
} from './sight.js'

/** Why one cannot go from a room to another, where rooms are joined by links and doors. */
export function noWay(w: Household, from: Entity, to: Entity): Rejection | undefined {
  if (from === to || w.params.travel === 'anywhere') return undefined
  if (!w.sets.links.has(from, to))
    return no('not-linked', `${title(w, to)} is not next to ${title(w, from)}`)
  for (const [door, joins] of indexOf(w).doors) {
    if (joins.includes(from) && joins.includes(to) && isShut(w, door))
      return { ...no('door-closed', `${title(w, door)} is closed`), over: door }
  }
  return undefined
}

/**
 * Puts an agent in a room, last in line there, at nothing. It sees what it knows and what others there have with them, and
 * they see what it has.
 */
export function enter(w: Household, agent: Entity, target: Entity): void {
  w.rel.place.move(agent, target, indexOf(w).inWord)
  w.c.Body.at.set(agent, 0)
  reveal(w, target, luggage(w, agent))
  const noticed = visibleIn(w, target).filter((e) => knows(w, agent, e) || holderOf(w, e) !== 0)
  learn(w, agent, noticed)
}

/** Goes to a room, or up to a thing in sight. */
export const goto: Rule<{ readonly to: string }> = {
  check(w, me, { to }) {
    const refused = notFree(w, me)
    if (refused !== undefined) return refused
    const target = w.entity(to)
    if (isRoom(w, target)) return noWay(w, standsIn(w, me), target)
    const unseen = notSeen(w, me, to)
    if (unseen !== undefined) return unseen
    const holder = holderOf(w, target)
    return holder === 0 || holder === me ? undefined : held(w, target)
  },
  apply(w, me, { to }) {
    const target = w.entity(to)
    if (isRoom(w, target)) {
      enter(w, me, target)
      return { note: 'goto-room', text: `You are now in ${title(w, target)}` }
    }
    if (holderOf(w, target) === 0) w.c.Body.at.set(me, standingPlace(w, target))
    return { note: 'goto-object', text: `You stand at ${title(w, target)}` }
  },
}

/** Looks about the room and finds whatever can be seen there. */
export const explore: Rule<{ readonly room?: string | undefined }> = {
  check(w, me, { room }) {
    if (me === 0) return notFree(w, me)
    if (room === undefined || room === w.nameOf(standsIn(w, me))) return undefined
    return no('explore-other-room', 'Only the room you are in can be explored')
  },
  apply(w, me) {
    const at = standsIn(w, me)
    const fresh = visibleIn(w, at).filter((e) => !knows(w, me, e))
    for (const e of fresh) w.sets.known.add(me, e)
    const discovered = fresh.map(w.nameOf)
    return {
      note: fresh.length === 0 ? 'explore-none' : 'explore',
      text:
        fresh.length === 0
          ? `There is nothing new in ${title(w, at)}`
          : `You found ${fresh.length} things in ${title(w, at)}`,
      data: { room: w.nameOf(at), discovered },
    }
  },
}

/** Looks around, or at a thing in sight; changes nothing. */
export const look: Rule<{ readonly at?: string | undefined }> = {
  check(w, me, { at }) {
    if (me === 0) return notFree(w, me)
    return at === undefined ? undefined : notSeen(w, me, at)
  },
  apply(w, me, { at }): Applied {
    if (at === undefined) {
      const here = standsIn(w, me)
      const visible = visibleIn(w, here).filter((e) => knows(w, me, e))
      return {
        note: 'look-room',
        text: `You see ${visible.length} things in ${title(w, here)}`,
        data: { room: w.nameOf(here), visible: visible.map(w.nameOf) },
      }
    }
    const thing = w.entity(at)
    const seen = w.rel.place.children(thing).filter((e) => knows(w, me, e) && isInSight(w, me, e))
    return {
      note: 'look',
      text: `You look at ${title(w, thing)}`,
      data: {
        thing: at,
        kind: THING_KINDS[w.c.Thing.kind.get(thing)]!,
        states: Object.fromEntries(w.attributes.entries(thing)) as never,
        contains: seen.map(w.nameOf),
      },
    }
  },
}
