import { movesClash } from '../kernels/grid/index.js'
import { CAPACITY } from './items.js'
import { countOf, type Kitchen, kitchenOf } from './kitchen.js'
import { type KitchenWorld, NEVER, UNLIMITED } from './state.js'

/** What ends a tick: all walk at once, pots of the old rules start when they are full, earnings are written down. */
export function settle(w: KitchenWorld): void {
  const k = kitchenOf(w)
  walk(k)
  if (k.old) startFullPots(w, k)
  writeEarnings(k)
}

/** Wishes to walk in a direction: turns at once, the step comes when all have acted. */
export function turn(k: Kitchen, me: number, direction: number): void {
  k.wish[k.seatOf[me]!] = direction
  if (k.cook.facing.get(me) !== direction) k.cook.facing.set(me, direction)
}

/** If two would meet or change places, nobody moves at all, not even those who have nothing to do with it. */
function walk(k: Kitchen): void {
  const { cook, who, from, to, wish, open, strides } = k
  const count = who.length
  let moving = false
  for (let i = 0; i < count; i++) {
    const at = cook.cell.get(who[i]!)
    from[i] = at
    to[i] = at
    const direction = wish[i]!
    if (direction < 0) continue
    wish[i] = -1
    const next = at + strides[direction]!
    if (open[next] !== 1) continue
    to[i] = next
    moving = true
  }
  if (!moving || movesClash(from, to, count)) return
  for (let i = 0; i < count; i++) if (to[i] !== from[i]) cook.cell.set(who[i]!, to[i]!)
}

function startFullPots(w: KitchenWorld, k: Kitchen): void {
  for (let i = 0; i < k.pots.length; i++) {
    const soup = k.at[k.pots[i]!]!
    if (soup === 0 || k.item.began.get(soup) !== NEVER || countOf(k, soup) < CAPACITY) continue
    k.item.began.set(soup, w.tick - 1)
  }
}

function writeEarnings(k: Kitchen): void {
  const { cook, who, sparse, shaped } = k
  for (let i = 0; i < who.length; i++) {
    const me = who[i]!
    const earned = sparse[i]!
    if (cook.sparse.values[me] !== earned) cook.sparse.set(me, kept(earned))
    if (cook.shaped.values[me] !== shaped[i]!) cook.shaped.set(me, kept(shaped[i]!))
    if (earned !== 0) cook.earned.set(me, kept(cook.earned.get(me) + earned))
    sparse[i] = 0
    shaped[i] = 0
  }
}

/** A number as a column can hold it. */
const kept = (value: number): number => Math.min(value, UNLIMITED)

/** A number that was kept in a column. */
export const unkept = (value: number): number => (value === UNLIMITED ? Infinity : value)
