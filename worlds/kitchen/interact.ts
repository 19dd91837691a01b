import type { Applied, Entity, Rejection } from '../../engine/index.js'
import { NOT_READY, note, refused, STARTED, TOOK } from './answers.js'
import { isDishWanted, isReady, lookAtPots, tellDrop, tellPickup, tellPotting } from './events.js'
import { addToMix, beginMix, put, take } from './hands.js'
import { CAPACITY, codeOfKind, KIND } from './items.js'
import { contentsOf, countOf, type Kitchen, kitchenOf } from './kitchen.js'
import { goesInPot } from './orders.js'
import { USE } from './plan.js'
import { IN_HANDS, type KitchenWorld, NEVER } from './state.js'
import { useStation } from './stations.js'

type Done = Applied | Rejection

const NO_USE = refused('nothing-there', 'There is nothing to act on in front of you')
const HANDS_FULL = refused('hands-full', 'You hold something already')
const HANDS_EMPTY = refused('hands-empty', 'You hold nothing')
const COUNTER_TAKEN = refused('counter-taken', 'Something lies there already')
const POT_FULL = refused('pot-full', 'Nothing more goes in')
const POT_EMPTY = refused('pot-empty', 'There is nothing in it')
const COOKING = refused('cooking', 'It cooks already')
const BY_ITSELF = refused('by-itself', 'Pots start by themselves when they are full')
const NOT_FOR_POT = refused('not-for-pot', 'This does not go in a pot')
const NOT_ON_MENU = refused('not-on-menu', 'Nobody ordered this')

const PUT = note('put')
const POTTED = note('potted')
const SERVED = note('served')

/** Acts on the cell in front of a cook. Cooks act in their order, each seeing what the one before did. */
export function interact(w: KitchenWorld, me: Entity): Done {
  const k = kitchenOf(w)
  const cell = k.cook.cell.get(me) + k.strides[k.cook.facing.get(me)]!
  const use = k.use[cell]
  if (use === USE.none) return NO_USE
  lookAtPots(w, k)
  const held = k.cook.holds.get(me)
  if (use === USE.counter) return useCounter(w, k, me, held, cell)
  if (use === USE.source) return held === 0 ? useSource(w, k, me, cell) : HANDS_FULL
  if (use === USE.pot) return usePot(w, k, me, held, cell)
  if (use === USE.station) return useStation(w, k, me, held, cell)
  return held === 0 ? HANDS_EMPTY : serve(w, k, me, held)
}

function useCounter(w: KitchenWorld, k: Kitchen, me: Entity, held: Entity, cell: number): Done {
  const there = k.at[cell]!
  const deed = k.plain[k.seatOf[me]!]!
  if (held !== 0) {
    if (there !== 0) return COUNTER_TAKEN
    tellDrop(w, k, me, k.item.kind.get(held), deed)
    put(k, me, held, cell)
    return PUT
  }
  if (there === 0) return HANDS_EMPTY
  const kind = k.item.kind.get(there)
  tellPickup(w, k, me, kind, deed, false)
  take(k, me, there, cell)
  return { note: 'took', took: there }
}

function useSource(w: KitchenWorld, k: Kitchen, me: Entity, cell: number): Done {
  const kind = k.gives[cell]!
  const seat = k.seatOf[me]!
  if (kind === KIND.dish) {
    const wanted = isDishWanted(k)
    tellPickup(w, k, me, kind, k.plain[seat]!, wanted)
    if (wanted) reward(k, seat, 0, k.shaping.dish)
    // Overcooked logs nothing when a tomato is taken from its pile.
  } else if (kind !== KIND.tomato) tellPickup(w, k, me, kind, k.plain[seat]!, false)
  k.cook.holds.set(me, w.spawn({ Item: { kind, cell: IN_HANDS } }))
  return TOOK
}

function usePot(w: KitchenWorld, k: Kitchen, me: Entity, held: Entity, cell: number): Done {
  const soup = k.at[cell]!
  if (held === 0) {
    if (k.old) return BY_ITSELF
    if (soup === 0) return POT_EMPTY
    if (k.item.began.get(soup) !== NEVER) return COOKING
    k.item.began.set(soup, w.tick - 1)
    return STARTED
  }
  const kind = k.item.kind.get(held)
  const seat = k.seatOf[me]!
  if (kind === KIND.dish) {
    if (soup === 0 || !isReady(k, soup, w.tick - 1)) return NOT_READY
    w.emit('soup_pickup', k.souped[seat]!)
    w.remove(held)
    take(k, me, soup, cell)
    reward(k, seat, 0, k.shaping.soup)
    return { note: 'plated', took: soup }
  }
  if (!goesInPot(kind)) return NOT_FOR_POT
  if (soup === 0) {
    beginMix(k, held, KIND.soup)
    put(k, me, held, cell)
    tellPotting(w, k, me, kind, 0, codeOfKind(kind))
  } else {
    if (k.item.began.get(soup) !== NEVER || countOf(k, soup) === CAPACITY) return POT_FULL
    const before = contentsOf(k, soup)
    addToMix(k, soup, kind)
    k.cook.holds.set(me, 0)
    w.remove(held)
    tellPotting(w, k, me, kind, before, before + codeOfKind(kind))
  }
  reward(k, seat, 0, k.shaping.potting)
  return POTTED
}

function serve(w: KitchenWorld, k: Kitchen, me: Entity, held: Entity): Done {
  const seat = k.seatOf[me]!
  const kind = k.item.kind.get(held)
  let worth: number
  if (kind === KIND.soup) {
    const code = contentsOf(k, held)
    worth = k.soups.value[code]!
    w.emit('soup_delivery', k.delivered[seat]![code]!)
  } else {
    worth = k.menu[kind]!
    if (Number.isNaN(worth)) return NOT_ON_MENU
    w.emit('delivery', k.paid[kind]![seat]!)
  }
  k.cook.holds.set(me, 0)
  w.remove(held)
  if (worth > 0) k.cook.served.add(me, 1)
  reward(k, seat, worth, 0)
  return SERVED
}

/** Notes what a cook earned; the columns get it at the end of the tick. */
function reward(k: Kitchen, seat: number, sparse: number, shaped: number): void {
  k.sparse[seat]! += sparse
  k.shaped[seat]! += shaped
}
