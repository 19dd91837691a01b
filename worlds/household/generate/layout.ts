import { addThing, countName, left, nameOf, nextId, offer, type Room, type Site } from './site.js'
import { fitting } from './stock.js'

const DOOR_SHARE = 0.4
const SHUT_SHARE = 0.6

/** Rooms of all kinds in turn, each linked to an earlier one near it, with some ways round. */
export function layRooms(site: Site, count: number): void {
  const rng = site.streams.stream('rooms')
  let kinds = site.tables.rooms.slice(0, 0)
  for (let i = 0; i < count; i++) {
    if (kinds.length === 0) kinds = rng.shuffle(site.tables.rooms)
    const kind = kinds.pop()!
    const id = nextId(site, kind.kind)
    const n = site.counts.get(kind.kind)!
    const name = n === 1 ? nameOf(kind) : `${nameOf(kind)} ${n}`
    const room: Room = { is: 'room', id, name, kind: kind.kind, links: [] }
    countName(site, name)
    if (i > 0) link(room, site.rooms[rng.range(Math.max(0, i - 4), i - 1)]!)
    site.rooms.push(room)
    site.hosts.set(room, { surfaces: [], boxes: [] })
  }
  for (let i = 0; i < Math.floor(count / 4); i++) link(rng.pick(site.rooms), rng.pick(site.rooms))
}

function link(a: Room, b: Room): void {
  if (a === b || a.links.includes(b)) return
  a.links.push(b)
  b.links.push(a)
}

/** Doors in some of the links. @param max how many at most */
export function hangDoors(site: Site, max: number): void {
  const rng = site.streams.stream('doors')
  const { doors } = site.tables
  for (const [i, a] of site.rooms.entries()) {
    for (const b of a.links) {
      if (site.rooms.indexOf(b) < i || !rng.chance(DOOR_SHARE) || site.things.length >= max)
        continue
      const { kind, name, weight } = rng.pick(doors)
      const thingKind = { ...NO_KIND, kind, name }
      countName(site, nameOf(thingKind))
      site.things.push({
        is: 'thing',
        id: nextId(site, kind),
        name: nameOf(thingKind),
        kind: thingKind,
        type: 'interactable',
        at: { prep: 'in', node: a },
        weight,
        states: { is_open: !rng.chance(SHUT_SHARE) },
        door: [a, b],
      })
    }
  }
}

const NO_KIND = {
  rooms: [],
  weight: [1, 1] as [number, number],
  container: false,
  lid: false,
  lock: false,
  surface: false,
  bears: false,
  looks: undefined,
  verbs: [],
  provides: [],
}

/** Furniture, room by room in turn. */
export function furnish(site: Site, count: number): void {
  const rng = site.streams.stream('furniture')
  for (let i = 0; i < count && left(site) > 0; i++) {
    const room = site.rooms[i % site.rooms.length]!
    const kind = rng.pick(fitting(site, 'furniture', room))
    offer(site, addThing(site, kind, 'furniture', { prep: 'in', node: room }))
  }
}
