import type { Entity, Seat } from '../../engine/index.js'
import { NODE, THING_KINDS } from '../kernels/embodied/index.js'
import { type Household, INDEX_COOP } from './household.js'
import { bodySchema, type Scene } from './scene.js'

const DEFAULT_BODY = bodySchema.parse({})

/**
 * Places rooms, things and agents. Order is observable: what stands directly in a room comes first, then what stands in
 * or on that, pass by pass, each in the order of the scene; agents come last.
 */
export function setup(w: Household, scene: Scene): void {
  const entities = new Map<string, Entity>()
  for (const room of scene.rooms)
    entities.set(room.id, w.spawn({ Node: { kind: NODE.room } }, room.id))
  for (const room of scene.rooms) {
    for (const link of room.links) w.sets.links.add(entities.get(room.id)!, entities.get(link)!)
  }
  for (const thing of scene.things) entities.set(thing.id, spawnThing(w, scene, thing))
  placeThings(w, scene, entities)
  const first = scene.rooms.map((r) => r.id).sort()[0]!
  for (const seat of w.agents) spawnBody(w, scene, seat, entities, first)
  for (const position of scene.tasks.keys()) w.spawn({ Task: { position } })
}

function spawnThing(w: Household, scene: Scene, thing: Scene['things'][number]): Entity {
  const e = w.spawn(
    {
      Node: { kind: NODE.thing },
      Thing: {
        kind: THING_KINDS.indexOf(thing.kind),
        weight: thing.weight,
        container: thing.container ? 1 : 0,
        found: scene.allFound ? 1 : 0,
      },
    },
    thing.id,
  )
  for (const state in thing.states) w.attributes.set(e, state, thing.states[state]!)
  if (INDEX_COOP in thing.states) w.attributes.set(e, INDEX_COOP, [])
  if (thing.kind === 'furniture' && thing.container && !('is_open' in thing.states)) {
    w.attributes.set(e, 'is_open', false)
  }
  return e
}

function placeThings(w: Household, scene: Scene, entities: ReadonlyMap<string, Entity>): void {
  const placed = new Set<string>(scene.rooms.map((r) => r.id))
  let waiting = scene.things
  while (waiting.length > 0) {
    const left: typeof waiting = []
    // A thing may rest on one that was placed earlier in the same pass, except in the first, which is for rooms alone.
    const known = waiting === scene.things ? new Set(placed) : placed
    for (const thing of waiting) {
      const parent = thing.at.slice(3)
      if (known.has(parent)) {
        w.rel.place.move(
          entities.get(thing.id)!,
          entities.get(parent)!,
          w.intern(thing.at.slice(0, 2)),
        )
        placed.add(thing.id)
      } else left.push(thing)
    }
    if (left.length === waiting.length) break
    waiting = left
  }
}

function spawnBody(
  w: Household,
  scene: Scene,
  seat: Seat,
  entities: ReadonlyMap<string, Entity>,
  first: string,
): void {
  if (seat.role === GHOST) return
  const body = scene.bodies[seat.name] ?? DEFAULT_BODY
  const room = entities.get(body.start ?? first)!
  const e = w.spawn(
    {
      Node: { kind: NODE.agent },
      Body: { grasp: body.grasp, strength: body.strength, start: room },
    },
    seat,
  )
  w.name(e, seat.name)
  w.rel.place.move(e, room, w.intern('in'))
  if (scene.allFound) for (const t of w.each('Thing')) w.sets.known.add(e, t)
}

/** The role of an agent that has no body: it can speak, and every act of its own is refused. */
export const GHOST = 'ghost'
