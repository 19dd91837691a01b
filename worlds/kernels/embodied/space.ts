import { type Column, type Entity, limits } from '../../../engine/index.js'
import { type Embodied, ENDLESS, NODE, THING_KINDS } from './state.js'

const FURNITURE = THING_KINDS.indexOf('furniture')

export const isRoom = (w: Embodied, e: Entity): boolean =>
  e !== 0 && w.c.Node.kind.get(e) === NODE.room
export const isThing = (w: Embodied, e: Entity): boolean =>
  e !== 0 && w.c.Node.kind.get(e) === NODE.thing
export const isAgent = (w: Embodied, e: Entity): boolean =>
  e !== 0 && w.c.Node.kind.get(e) === NODE.agent
export const isFound = (w: Embodied, e: Entity): boolean => w.c.Thing.found.get(e) === 1

/**
 * The room that a node is in, following its places upwards: 0 when the chain ends elsewhere, `ENDLESS` when it is a cycle.
 *
 * @param ofHolder the column that gives the room of whatever an agent holds
 */
export function roomOf(w: Embodied, node: Entity, ofHolder: Column): Entity {
  let at = node
  let steps = 0
  while (at !== 0) {
    const kind = w.c.Node.kind.get(at)
    if (kind === NODE.room) return at
    if (kind === NODE.agent) return ofHolder.get(at)
    at = w.rel.place.parent(at)
    steps += 1
    // quirk: cyclesAllowed
    if (steps > limits.RELATION_DEPTH_MAX) return ENDLESS
  }
  return 0
}

/** The room that an agent stands in. */
export const standsIn = (w: Embodied, agent: Entity): Entity => w.rel.place.parent(agent)

/** The nearest piece of furniture at or above a node, or 0. */
export function furnitureAbove(w: Embodied, node: Entity): Entity {
  let at = node
  for (let steps = 0; at !== 0 && steps < limits.RELATION_DEPTH_MAX; steps++) {
    if (w.c.Node.kind.get(at) === NODE.thing && w.c.Thing.kind.get(at) === FURNITURE) return at
    at = w.rel.place.parent(at)
  }
  return 0
}

/**
 * Visits everything below a node, depth first, children in order, each node once. As everything has one parent, the node
 * itself is the only one that could be come upon again.
 */
export function visitBelow(w: Embodied, node: Entity, visit: (e: Entity) => void): void {
  descend(w, node, node, visit)
}

function descend(w: Embodied, top: Entity, parent: Entity, visit: (e: Entity) => void): void {
  const { place } = w.rel
  for (let e = place.first(parent); e !== 0; e = place.next(e)) {
    if (e === top) continue
    visit(e)
    descend(w, top, e, visit)
  }
}

/** A place word for word: `in:shelf_1`, or the holder's name for what is held, or the empty text. */
export function placeText(w: Embodied, node: Entity): string {
  const parent = w.rel.place.parent(node)
  if (parent === 0) return ''
  const preposition = w.rel.place.kind(node)
  return preposition === 0 ? w.nameOf(parent) : `${w.text(preposition)}:${w.nameOf(parent)}`
}
