import type { Rng } from '../../../engine/index.js'
import type { Tables, ThingKind } from './schema.js'
import {
  isLocked,
  isOpen,
  nameOf,
  type Place,
  type Room,
  roomOf,
  type Site,
  type Thing,
} from './site.js'
import { LIGHT_KG_MAX } from './tables.js'

type List = 'furniture' | 'items'

const byRoom = new WeakMap<Tables, Map<string, readonly ThingKind[]>>()

/** The kinds that are found in a room of some kind; all, when the tables have none for it. */
export function fitting(site: Site, list: List, room: Room): readonly ThingKind[] {
  let known = byRoom.get(site.tables)
  if (known === undefined) {
    known = new Map()
    byRoom.set(site.tables, known)
  }
  const key = `${list}/${room.kind}`
  let kinds = known.get(key)
  if (kinds === undefined) {
    const all = site.tables[list]
    const here = all.filter((k) => k.rooms.length === 0 || k.rooms.includes(room.kind))
    kinds = here.length > 0 ? here : all
    known.set(key, kinds)
  }
  return kinds
}

export const isFree = (site: Site, kind: ThingKind): boolean =>
  !site.reserved.has(nameOf(kind).toLowerCase())

/** The kinds of the tables that may still be used, of a sort. */
export const kindsThat = (
  site: Site,
  list: List,
  fits: (kind: ThingKind) => boolean,
): readonly ThingKind[] => site.tables[list].filter((k) => isFree(site, k) && fits(k))

/** One agent can carry it, whatever it weighs. */
export const isLight = (kind: ThingKind): boolean => kind.weight[1] <= LIGHT_KG_MAX

/** A room in which a kind is found, if there is one. @param not a room that must not be it */
export function roomFor(site: Site, rng: Rng, kind: ThingKind, not?: Room): Room {
  const rooms = site.rooms.filter((r) => r !== not)
  const typical = rooms.filter((r) => kind.rooms.includes(r.kind))
  return rng.pick(typical.length > 0 ? typical : rooms)
}

/** A place in a room for what a task needs: on or in furniture, or on the floor. Nothing there is locked. */
export function layDown(site: Site, rng: Rng, room: Room): Place {
  const { surfaces, boxes } = site.hosts.get(room)!
  const usable = boxes.filter((b) => !isLocked(b))
  if (usable.length > 0 && rng.chance(0.4)) {
    const node = rng.pick(usable)
    site.used.add(node)
    return { prep: 'in', node }
  }
  if (surfaces.length > 0 && rng.chance(0.6)) return { prep: 'on', node: rng.pick(surfaces) }
  return { prep: 'in', node: room }
}

/** The same where it can be seen at once. */
export function layOpen(site: Site, rng: Rng, room: Room): Place {
  const { surfaces } = site.hosts.get(room)!
  return surfaces.length > 0 && rng.chance(0.6)
    ? { prep: 'on', node: rng.pick(surfaces) }
    : { prep: 'in', node: room }
}

/** Takes a container out of what is offered, so that nothing else depends on it. */
export function withdraw(site: Site, thing: Thing): void {
  const { boxes, surfaces } = site.hosts.get(roomOf(thing.at))!
  for (const list of [boxes, surfaces]) {
    const i = list.indexOf(thing)
    if (i >= 0) list.splice(i, 1)
  }
}

/** Offered containers with a lid that nothing depends on yet. */
export const freeBoxes = (site: Site, fits: (thing: Thing) => boolean): Thing[] =>
  site.rooms.flatMap((r) =>
    site.hosts
      .get(r)!
      .boxes.filter((b) => b.kind.lid && !site.used.has(b) && !isLocked(b) && fits(b)),
  )

export const isClosed = (thing: Thing): boolean => !isOpen(thing)
