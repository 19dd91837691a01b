import type { Model } from './model.js'
import { canChange, carriers, type Reached, staysShut } from './reached.js'

/**
 * Everything that may come about in a scene: starts from what is so, and adds what agents could do until nothing is new.
 *
 * Why nothing real is missed: take the first moment of a run at which something is so that is not in the result. An agent
 * came there along links and through open doors, from a room in the result. A thing is where it is because somebody who
 * could lift it put it there (`bring`), or because what it is in was carried, by agents who could lift the thing as well,
 * since a thing weighs no more than what it is in; or it never moved, and then it is in the zones of what it is in. A
 * state is as it is because of a verb (`turnOver`). All they needed was so before, hence in the result.
 */
export function reach(model: Model): Reached {
  const lifted = model.things.map(() => false)
  const values = model.things.map(
    ({ states }) => new Map([...states].map(([name, value]) => [name, new Set([value])])),
  )
  let rooms = model.people.map(({ start }) => new Set([start]))
  for (;;) {
    const r = zoned(model, rooms, lifted, values)
    settle(r)
    const further = model.people.map(({ start }) => roomsFrom(r, start))
    if (further.every((set, i) => set.size === rooms[i]!.size)) return r
    rooms = further
  }
}

/** Sorts rooms into zones; where things may be is to be found anew. */
function zoned(
  model: Model,
  rooms: readonly Set<number>[],
  lifted: boolean[],
  values: readonly Map<string, Set<boolean>>[],
): Reached {
  const zones: number[][] = []
  const numbers = new Map<string, number>()
  const zoneOf = model.scene.rooms.map((_, room) => {
    const agents = [...rooms.keys()].filter((p) => rooms[p]!.has(room))
    if (agents.length === 0) return -1
    const key = agents.join()
    const known = numbers.get(key)
    if (known !== undefined) return known
    numbers.set(key, zones.length)
    return zones.push(agents) - 1
  })
  return { model, zones, zoneOf, at: model.things.map(() => new Set()), lifted, values }
}

/** The rooms that one can come to from a room: a link can be used while no door in it is shut. */
function roomsFrom(r: Reached, start: number): Set<number> {
  const { scene, nodes, doors, things } = r.model
  if (scene.travel === 'anywhere') return new Set(scene.rooms.keys())
  const shut = doors.filter((door) => staysShut(r, door)).map((door) => things[door]!.door!)
  const found = new Set([start])
  for (const from of found) {
    for (const link of scene.rooms[from]!.links) {
      const to = nodes.get(link)!.at
      if (!shut.some((joins) => joins.includes(from) && joins.includes(to))) found.add(to)
    }
  }
  return found
}

/** Applies the rules for things until nothing is new. */
function settle(r: Reached): void {
  for (let grew = true; grew; ) {
    grew = false
    for (const thing of r.model.things.keys()) {
      if (bring(r, thing)) grew = true
      if (turnOver(r, thing)) grew = true
    }
  }
}

/**
 * Where a thing may be: where it is at the start, unless that is shut for ever; and wherever somebody can carry it, since it
 * can be put down on the floor of any room.
 */
function bring(r: Reached, thing: number): boolean {
  const { parent, preposition, movable } = r.model.things[thing]!
  const at = r.at[thing]!
  const before = at.size
  const wasLifted = r.lifted[thing]!
  if (parent.is === 'room') {
    if (r.zoneOf[parent.at]! >= 0) at.add(r.zoneOf[parent.at]!)
  } else if (preposition === 'on' || !staysShut(r, parent.at)) {
    for (const zone of r.at[parent.at]!) at.add(zone)
  }
  if (movable && at.size > 0 && !(wasLifted && at.size === r.zones.length)) {
    const there = [...r.zones.keys()].filter((zone) => carriers(r, thing, zone).length > 0)
    for (const zone of there) at.add(zone)
    if (there.length > 0) r.lifted[thing] = true
  }
  return at.size > before || r.lifted[thing] !== wasLifted
}

/** Adds the values that verbs can give to the states of a thing. */
function turnOver(r: Reached, thing: number): boolean {
  let grew = false
  for (const [state, values] of r.values[thing]!) {
    for (const verb of r.model.verbs.get(state) ?? []) {
      if (!values.has(verb.when) || values.has(!verb.when) || !canChange(r, thing, verb, 1))
        continue
      values.add(!verb.when)
      grew = true
    }
  }
  return grew
}
