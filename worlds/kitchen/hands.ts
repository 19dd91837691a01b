import type { Entity } from '../../engine/index.js'
import type { Kitchen } from './kitchen.js'
import { IN_HANDS, NEVER } from './state.js'

/** Takes what lies in a cell. */
export function take(k: Kitchen, me: Entity, item: Entity, cell: number): void {
  k.at[cell] = 0
  k.item.cell.set(item, IN_HANDS)
  k.cook.holds.set(me, item)
}

/** Puts what is held into a cell. */
export function put(k: Kitchen, me: Entity, item: Entity, cell: number): void {
  k.at[cell] = item
  k.item.cell.set(item, cell)
  k.cook.holds.set(me, 0)
}

/** Makes a held ingredient the first of a soup or mix. */
export function beginMix({ item }: Kitchen, ingredient: Entity, kind: number): void {
  item.first.set(ingredient, item.kind.get(ingredient))
  item.kind.set(ingredient, kind)
  item.began.set(ingredient, NEVER)
}

/** Adds an ingredient to a soup or mix that has room. */
export function addToMix({ item }: Kitchen, mix: Entity, kind: number): void {
  if (item.second.get(mix) === 0) item.second.set(mix, kind)
  else item.third.set(mix, kind)
}
