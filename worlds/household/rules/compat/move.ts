import type { Applied, Entity, Rejection } from '../../../../engine/index.js'
import {
  comeNear,
  ENDLESS,
  isAgent,
  isFound,
  isRoom,
  isThing,
  resetNear,
  standsIn,
  THING_KINDS,
  visitBelow,
} from '../../../kernels/embodied/index.js'
import { endless, type Household, indexOf, no, notInRoom, room, title } from '../../household.js'
import { notFree, notKnown } from './common.js'
import { notReachable } from './take.js'

/** Goes to a room, or up to a found thing in this room. */
export const goto = {
  check(w: Household, me: Entity, to: string): Rejection | undefined {
    const refused = notFree(w, me)
    if (refused !== undefined) return refused
    const target = w.entity(to)
    if (target === 0) return no('no-target', `There is no ${to}`)
    if (isRoom(w, target)) return undefined
    if (isAgent(w, target) || !isFound(w, target))
      return no('undiscovered', `${to} has not been found yet`)
    const at = room(w, target)
    if (at === ENDLESS) return endless(w, target)
    if (at !== standsIn(w, me)) return no('other-room', `${title(w, target)} is in another room`)
    return undefined
  },
  apply(w: Household, me: Entity, to: string): Applied {
    const target = w.entity(to)
    if (isRoom(w, target)) {
      enter(w, me, target)
      return {
        note: 'goto-room',
        text: `You are now in ${title(w, target)}`,
        data: { new_location_id: to },
      }
    }
    comeNear(w, me, target)
    w.sets.near.add(me, target)
    return {
      note: 'goto-object',
      text: `You stand at ${title(w, target)}`,
      data: { near_object_id: to },
    }
  },
}

/** Puts an agent in a room, last in line there, near to nothing but the room and what it holds. */
export function enter(w: Household, agent: Entity, target: Entity): void {
  w.rel.place.move(agent, target, indexOf(w).inWord)
  resetNear(w, agent)
}

/** Everything in a room in the order in which it is come upon: what stands directly in it first, then what is in or on each. */
export function contentsOf(w: Household, at: Entity): Entity[] {
  const direct: Entity[] = w.rel.place.children(at)
  const all: Entity[] = direct.filter((e) => isThing(w, e))
  for (const e of direct) visitBelow(w, e, (below) => all.push(below))
  return all
}

/** Finds whatever is in the room, for everybody. quirk: exploreSeesAll; quirk: knowledgeIsShared */
export const explore = {
  check(w: Household, me: Entity, where: string | undefined): Rejection | undefined {
    const refused = notFree(w, me)
    if (refused !== undefined) return refused
    if (where === undefined || where === w.nameOf(standsIn(w, me))) return undefined
    return no('explore-other-room', `Only the room you are in can be explored`)
  },
  apply(w: Household, me: Entity): Applied {
    const at = standsIn(w, me)
    const room_id = w.nameOf(at)
    const discovered_objects: { id: string; name: string; type: string; container_info: string }[] =
      []
    for (const e of contentsOf(w, at)) {
      if (isFound(w, e)) continue
      const parent = w.rel.place.parent(e)
      const inside = isThing(w, parent) && isFound(w, parent)
      discovered_objects.push({
        id: w.nameOf(e),
        name: title(w, e),
        type: THING_KINDS[w.c.Thing.kind.get(e)]!.toUpperCase(),
        container_info: inside ? `(${w.text(w.rel.place.kind(e))} ${title(w, parent)})` : '',
      })
      w.c.Thing.found.set(e, 1)
    }
    w.sets.near.add(me, at)
    const discovery_count = discovered_objects.length
    if (discovery_count === 0) {
      return {
        note: 'explore-none',
        text: `There is nothing new in ${title(w, at)}`,
        data: { room_id, discovery_count },
      }
    }
    return {
      note: 'explore',
      text: `You found ${discovery_count} things in ${title(w, at)}`,
      data: { room_id, discovered_objects, discovery_count, is_complete: true },
    }
  },
}

/** Looks around, or at a thing within reach; changes nothing. */
export const look = {
  check(w: Household, me: Entity, at: string | undefined): Rejection | undefined {
    const refused = notFree(w, me)
    if (refused !== undefined || at === undefined) return refused
    const unknown = notKnown(w, at)
    if (unknown !== undefined) return unknown
    const thing = w.entity(at)
    return notInRoom(w, me, thing) ?? notReachable(w, thing)
  },
  apply(w: Household, me: Entity, at: string | undefined): Applied {
    if (at === undefined) {
      const here = standsIn(w, me)
      const visible = contentsOf(w, here).filter((e) => isFound(w, e))
      return {
        note: 'look-room',
        text: `You see ${visible.length} things in ${title(w, here)}`,
        data: {
          room_id: w.nameOf(here),
          room_name: title(w, here),
          visible_objects: visible.map(w.nameOf),
        },
      }
    }
    const thing = w.entity(at)
    const open =
      w.c.Thing.container.get(thing) === 1 && w.rows.value(thing, indexOf(w).openKey) === 1
    return {
      note: 'look',
      text: `You look at ${title(w, thing)}`,
      data: {
        object_id: at,
        object_name: title(w, thing),
        object_type: THING_KINDS[w.c.Thing.kind.get(thing)]!.toUpperCase(),
        object_states: Object.fromEntries(w.attributes.entries(thing)),
        contained_objects: open ? w.rel.place.children(thing).map(w.nameOf) : [],
      },
    }
  },
}
