import type { Entity } from '../../../engine/index.js'
import { furnitureAbove, isAgent, isFound, isRoom, standsIn, visitBelow } from './space.js'
import type { Embodied } from './state.js'

/** Makes an agent near to nothing but what it holds and its room. */
export function resetNear(w: Embodied, agent: Entity): void {
  const { near } = w.sets
  near.clear(agent)
  for (let e = w.rel.hands.first(agent); e !== 0; e = w.rel.hands.next(e)) near.add(agent, e)
  const room = standsIn(w, agent)
  if (room !== 0) near.add(agent, room)
}

/**
 * Brings an agent next to a node: near to what it holds, its room, and, when the node is a found thing, to the furniture
 * that the node belongs to with every found thing in or on it (the thing alone when no furniture is above it).
 */
export function comeNear(w: Embodied, agent: Entity, node: Entity): void {
  resetNear(w, agent)
  const { near } = w.sets
  if (isRoom(w, node)) near.add(agent, node)
  else if (!isAgent(w, node) && isFound(w, node)) {
    const furniture = furnitureAbove(w, node)
    if (furniture === 0) near.add(agent, node)
    else {
      near.add(agent, furniture)
      visitBelow(w, furniture, (e) => {
        if (isFound(w, e)) near.add(agent, e)
      })
    }
  }
}

export const isNear = (w: Embodied, agent: Entity, node: Entity): boolean =>
  w.sets.near.has(agent, node)
