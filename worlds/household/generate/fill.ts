import type { Rng } from '../../../engine/index.js'
import type { ThingKind } from './schema.js'
import { addThing, left, offer, type Place, type Room, type Site } from './site.js'
import { fitting, isFree, isLight } from './stock.js'

const FURNITURE_SHARE = 0.12
/** Containers within containers that are offered for more. */
const NESTED_MAX = 3

/** Adds what a room has besides, until there are as many things as there should be. */
export function fill(site: Site): void {
  const rng = site.streams.stream('fill')
  const stock = new Map<string, readonly ThingKind[]>()
  const kindsFor = (list: 'furniture' | 'items', room: Room): readonly ThingKind[] => {
    const key = `${list}/${room.kind}`
    let kinds = stock.get(key)
    if (kinds === undefined) {
      kinds = fitting(site, list, room).filter((k) => isFree(site, k))
      if (kinds.length === 0) kinds = site.tables[list].filter((k) => isFree(site, k))
      stock.set(key, kinds)
    }
    return kinds
  }
  while (left(site) > 0) {
    const room = rng.pick(site.rooms)
    if (rng.chance(FURNITURE_SHARE)) {
      const kind = rng.pick(kindsFor('furniture', room))
      offer(site, addThing(site, kind, 'furniture', { prep: 'in', node: room }))
      continue
    }
    const kind = rng.pick(kindsFor('items', room))
    const at = lyingPlace(site, rng, room, kind)
    const item = addThing(site, kind, 'item', at)
    if (depthOf(at) < NESTED_MAX) offer(site, item)
  }
}

function lyingPlace(site: Site, rng: Rng, room: Room, kind: ThingKind): Place {
  const { surfaces, boxes } = site.hosts.get(room)!
  const at = rng.float()
  if (isLight(kind) && at < 0.45 && surfaces.length > 0)
    return { prep: 'on', node: rng.pick(surfaces) }
  if (isLight(kind) && at < 0.8 && boxes.length > 0) return { prep: 'in', node: rng.pick(boxes) }
  return { prep: 'in', node: room }
}

function depthOf(place: Place): number {
  let depth = 0
  for (let at = place; at.node.is === 'thing'; at = at.node.at) depth += 1
  return depth
}
