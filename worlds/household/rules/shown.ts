import type { Entity } from '../../../engine/index.js'
import { isThing } from '../../kernels/embodied/index.js'
import type { Household } from '../household.js'

/**
 * The things below a node in the order in which an observation shows them: each before what is in or on it. What an agent
 * holds is not among them, and what is not shown hides what it contains.
 */
export function shownIn(w: Household, at: Entity, isShown: (e: Entity) => boolean): Entity[] {
  const out: Entity[] = []
  const descend = (parent: Entity): void => {
    for (const e of w.rel.place.children(parent)) {
      if (!isThing(w, e) || w.rel.hands.parent(e) !== 0 || !isShown(e)) continue
      out.push(e)
      descend(e)
    }
  }
  descend(at)
  return out
}
