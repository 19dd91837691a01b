import type { Entity, VectorView } from '../../engine/index.js'
import { isReady } from './events.js'
import { KIND } from './items.js'
import { type Kitchen, kitchenOf, timeOf } from './kitchen.js'
import { cookedFor } from './observe.js'
import type { KitchenParams } from './params.js'
import { planOf, USE } from './plan.js'
import { type C, IN_HANDS, type KitchenWorld } from './state.js'

/** Layers before those of the kinds of items. */
export const LAYER = {
  self: 0,
  others: 1,
  /** Four each: north, south, east, west. */
  ownFacing: 2,
  otherFacing: 6,
  counter: 10,
  pot: 11,
  serve: 12,
  station: 13,
  /** Ticks until it is ready, as a share of all ticks; and whether it is. */
  left: 14,
  ready: 15,
  kinds: 16,
} as const

/** Layers for each kind of item: a source of it, one lying or held there, and how many of three a soup or mix there has. */
const PER_KIND = 3

/** How many layers a kitchen has. */
export const layersOf = (params: KitchenParams): number =>
  LAYER.kinds + PER_KIND * (planOf(params).names.length - 1)

/**
 * A kitchen as layers of its grid, nothing left out, after the lossless encoding of Carroll et al., "On the utility of
 * learning about humans for human-AI coordination" (2019): layer by layer, cell by cell, each number from 0 to 1. What is
 * held stands where its holder does.
 */
export const vector: VectorView<typeof C, KitchenParams> = {
  length: (params) => layersOf(params) * planOf(params).open.length,
  write(w, me, _seat, out) {
    const k = kitchenOf(w)
    const cells = k.open.length
    writeGrid(k, out, cells)
    for (let i = 0; i < k.who.length; i++) {
      const cook = k.who[i]!
      const own = cook === me
      const cell = k.cook.cell.get(cook)
      const facing = (own ? LAYER.ownFacing : LAYER.otherFacing) + k.cook.facing.get(cook)
      out[(own ? LAYER.self : LAYER.others) * cells + cell] = 1
      out[facing * cells + cell] = 1
      writeItem(w, k, k.cook.holds.get(cook), cell, out, cells)
    }
    for (let cell = 0; cell < cells; cell++) writeItem(w, k, k.at[cell]!, cell, out, cells)
  },
}

function writeGrid(k: Kitchen, out: Float32Array, cells: number): void {
  for (let cell = 0; cell < cells; cell++) {
    const use = k.use[cell]!
    const layer = LAYER_OF_USE[use]!
    if (layer >= 0) out[layer * cells + cell] = 1
    if (use === USE.source) out[kindLayer(k.gives[cell]!, 0) * cells + cell] = 1
  }
}

/** By what acting on a cell means; sources have layers of their own. */
const LAYER_OF_USE: readonly number[] = [
  -1,
  LAYER.counter,
  -1,
  LAYER.pot,
  LAYER.serve,
  LAYER.station,
]

const kindLayer = (kind: number, which: number): number =>
  LAYER.kinds + PER_KIND * (kind - 1) + which

function writeItem(
  w: KitchenWorld,
  k: Kitchen,
  item: Entity,
  cell: number,
  out: Float32Array,
  cells: number,
): void {
  if (item === 0) return
  const kind = k.item.kind.get(item)
  out[kindLayer(kind, 1) * cells + cell] = 1
  if (kind !== KIND.soup && kind !== KIND.mix) return
  const { first, second, third } = k.item
  for (const column of [first, second, third]) {
    const part = column.get(item)
    if (part !== 0) out[kindLayer(part, 2) * cells + cell]! += 1 / 3
  }
  const total = timeOf(k, item)
  const done = cookedFor(w, k, item)
  if (done >= 0 && total > 0) out[LAYER.left * cells + cell] = (total - done) / total
  if (k.item.cell.get(item) === IN_HANDS || isReady(k, item, w.tick))
    out[LAYER.ready * cells + cell] = 1
}
