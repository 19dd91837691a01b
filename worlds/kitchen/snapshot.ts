import type { Entity, World } from '../../engine/index.js'
import { placeOf } from '../kernels/grid/index.js'
import { type Kitchen, kitchenOf } from './kitchen.js'
import { cookedFor, thingOf } from './observe.js'
import type { KitchenWorld } from './state.js'

/** An item: its name, or a soup with its ingredients in order and its cooking counter, -1 before it cooks. */
export type ShownItem = string | readonly ['soup', readonly string[], number]

/** A kitchen's state in the words of Overcooked's recordings. */
export interface ShownKitchen {
  /** By player: x, y, facing (0 north, 1 south, 2 east, 3 west), what is held. */
  readonly p: readonly (readonly [number, number, number, ShownItem | null])[]
  /** What is not held: x, y, item; by y, then x. */
  readonly o: readonly (readonly [number, number, ShownItem])[]
}

/** Shows where everybody and everything is. @param given the world of an episode of the kitchen */
export function showKitchen(given: World): ShownKitchen {
  const w = given as unknown as KitchenWorld
  const k = kitchenOf(w)
  const { width } = k.terrain
  const o: ShownKitchen['o'][number][] = []
  for (let cell = 0; cell < k.at.length; cell++) {
    const item = k.at[cell]!
    if (item !== 0) o.push([...placeOf(width, cell), shown(w, k, item)!])
  }
  return {
    p: Array.from(k.who, (cook) => [
      ...placeOf(width, k.cook.cell.get(cook)),
      k.cook.facing.get(cook),
      shown(w, k, k.cook.holds.get(cook)),
    ]),
    o,
  }
}

function shown(w: KitchenWorld, k: Kitchen, item: Entity): ShownItem | null {
  const thing = thingOf(k, item)
  if (thing === null || typeof thing === 'string') return thing
  return ['soup', thing, cookedFor(w, k, item)]
}
