import type { Applied, Entity, Rejection } from '../../engine/index.js'
import { NOT_READY, note, refused, STARTED } from './answers.js'
import { isReady } from './events.js'
import { addToMix, beginMix, put, take } from './hands.js'
import { CAPACITY, KIND } from './items.js'
import { countOf, type Kitchen } from './kitchen.js'
import { type KitchenWorld, NEVER } from './state.js'

const EMPTY = refused('station-empty', 'There is nothing on it')
const BUSY = refused('station-busy', 'It is at work')
const NEEDS_DISH = refused('needs-dish', 'This is taken with a dish')
const NEEDS_HANDS = refused('needs-hands', 'This is taken with empty hands')
const NO_RECIPE = refused('no-recipe', 'No recipe takes this here')

const ADDED = note('added')
const TOOK_BACK = note('took-back')

/** Acts on a station: adds an ingredient, starts the work, takes what came of it, or takes back what was added last. */
export function useStation(
  w: KitchenWorld,
  k: Kitchen,
  me: Entity,
  held: Entity,
  cell: number,
): Applied | Rejection {
  const mix = k.at[cell]!
  const began = mix === 0 ? NEVER : k.item.began.get(mix)
  if (held !== 0 && k.item.kind.get(held) !== KIND.dish)
    return began === NEVER ? add(w, k, me, held, cell) : BUSY
  if (mix === 0) return EMPTY
  if (began !== NEVER) {
    if (!isReady(k, mix, w.tick - 1)) return NOT_READY
    const { plated } = k.recipes[k.item.recipe.get(mix) - 1]!
    if (plated !== (held !== 0)) return plated ? NEEDS_DISH : NEEDS_HANDS
    if (plated) w.remove(held)
    takeProduct(k, me, mix, cell)
    return { note: plated ? 'plated' : 'took', took: mix }
  }
  if (held !== 0) return NOT_READY
  const recipe = matching(k, cell, contents(k, mix))
  if (recipe < 0) return takeBack(w, k, me, mix, cell)
  k.item.recipe.set(mix, recipe + 1)
  k.item.began.set(mix, w.tick - 1)
  return STARTED
}

/** The kinds that a mix is made of, ascending. */
export function contents({ item }: Kitchen, mix: Entity): number[] {
  return [item.first.get(mix), item.second.get(mix), item.third.get(mix)]
    .filter((kind) => kind !== 0)
    .sort((a, b) => a - b)
}

/** The position of the recipe for exactly these kinds, or -1. */
function matching(k: Kitchen, cell: number, kinds: readonly number[]): number {
  return k.recipes.findIndex(
    (r) => r.station === k.station[cell]! - 1 && r.from.join() === kinds.join(),
  )
}

/** Whether some recipe takes these kinds and perhaps more. */
function leadsOn(k: Kitchen, cell: number, kinds: readonly number[]): boolean {
  return k.recipes.some((r) => {
    if (r.station !== k.station[cell]! - 1) return false
    const left = [...r.from]
    return kinds.every((kind) => {
      const i = left.indexOf(kind)
      if (i >= 0) left.splice(i, 1)
      return i >= 0
    })
  })
}

function add(
  w: KitchenWorld,
  k: Kitchen,
  me: Entity,
  held: Entity,
  cell: number,
): Applied | Rejection {
  const mix = k.at[cell]!
  const kind = k.item.kind.get(held)
  const had = mix === 0 ? [] : contents(k, mix)
  if (had.length === CAPACITY || !leadsOn(k, cell, [...had, kind])) return NO_RECIPE
  if (mix === 0) {
    beginMix(k, held, KIND.mix)
    put(k, me, held, cell)
    return ADDED
  }
  addToMix(k, mix, kind)
  k.cook.holds.set(me, 0)
  w.remove(held)
  return ADDED
}

function takeProduct(k: Kitchen, me: Entity, mix: Entity, cell: number): void {
  const { item } = k
  item.kind.set(mix, k.recipes[item.recipe.get(mix) - 1]!.makes)
  item.recipe.set(mix, 0)
  clear(k, mix)
  take(k, me, mix, cell)
}

/** A mix becomes a plain item again. */
function clear({ item }: Kitchen, mix: Entity): void {
  item.first.set(mix, 0)
  item.second.set(mix, 0)
  item.third.set(mix, 0)
  item.began.set(mix, 0)
}

/** Takes the last ingredient back out. */
function takeBack(w: KitchenWorld, k: Kitchen, me: Entity, mix: Entity, cell: number): Applied {
  const { item } = k
  const count = countOf(k, mix)
  if (count === 1) {
    item.kind.set(mix, item.first.get(mix))
    clear(k, mix)
    take(k, me, mix, cell)
    return TOOK_BACK
  }
  const last = count === 3 ? item.third : item.second
  const kind = last.get(mix)
  last.set(mix, 0)
  k.cook.holds.set(me, w.spawn({ Item: { kind, cell: -1 } }))
  return TOOK_BACK
}
