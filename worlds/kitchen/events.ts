import { KIND } from './items.js'
import { countOf, type Deed, type Kitchen, timeOf } from './kitchen.js'
import { type KitchenWorld, NEVER } from './state.js'

/** How an ingredient added to a pot changed what the soup can still be worth. */
export const POTTINGS = ['optimal', 'viable', 'catastrophic', 'useless'] as const

/** The kinds of events that Overcooked logs. */
export const EVENTS: readonly string[] = [
  ...['onion', 'tomato', 'dish', 'soup'].flatMap((item) => [`${item}_pickup`, `${item}_drop`]),
  'soup_delivery',
  ...['onion', 'tomato', 'dish'].flatMap((item) => [
    `useful_${item}_pickup`,
    `useful_${item}_drop`,
  ]),
  ...['onion', 'tomato'].flatMap((item) => [
    `potting_${item}`,
    ...POTTINGS.map((how) => `${how}_${item}_potting`),
  ]),
]

interface Names {
  readonly pickup: string
  readonly drop: string
  readonly usefulPickup: string
  readonly usefulDrop: string
}
const namesOf = (item: string): Names => ({
  pickup: `${item}_pickup`,
  drop: `${item}_drop`,
  usefulPickup: `useful_${item}_pickup`,
  usefulDrop: `useful_${item}_drop`,
})
/** By kind; a kitchen's own items share the last. */
const NAMES: readonly Names[] = ['', 'onion', 'tomato', 'dish', 'soup', 'item'].map(namesOf)
const OWN = 5

const POTTED = ['', 'onion', 'tomato'].map((item) => ({
  potting: `potting_${item}`,
  optimal: `optimal_${item}_potting`,
  viable: `viable_${item}_potting`,
  catastrophic: `catastrophic_${item}_potting`,
  useless: `useless_${item}_potting`,
}))

/** Looks at the pots once a tick, before the first thing is done: what is useful is judged by how the tick began. */
export function lookAtPots(w: KitchenWorld, k: Kitchen): void {
  if (k.lookedAt === w.tick) return
  k.lookedAt = w.tick
  k.fullPots = 0
  k.usedPots = 0
  for (let i = 0; i < k.pots.length; i++) {
    const soup = k.at[k.pots[i]!]!
    if (soup === 0) continue
    const idle = k.item.began.get(soup) === NEVER
    const full = !idle || countOf(k, soup) === 3
    if (full) k.fullPots += 1
    if (!idle || !full) k.usedPots += 1
  }
}

const heldKind = (k: Kitchen, me: number): number => k.item.kind.get(k.cook.holds.get(me))
const partner = (k: Kitchen, me: number): number => k.who[1 - k.seatOf[me]!]!

/** Two cooks, no dish on a counter, and fewer in hands than pots that hold something (a full one that waits apart). */
export function isDishWanted(k: Kitchen): boolean {
  if (k.who.length !== 2) return false
  let held = 0
  for (let i = 0; i < 2; i++) if (heldKind(k, k.who[i]!) === KIND.dish) held += 1
  if (held >= k.usedPots) return false
  for (let i = 0; i < k.counters.length; i++)
    if (k.item.kind.get(k.at[k.counters[i]!]!) === KIND.dish) return false
  return true
}

/** Two cooks, all pots full, and the other has no dish. */
function areIngredientsIdle(k: Kitchen, me: number): boolean {
  return k.fullPots === k.pots.length && heldKind(k, partner(k, me)) !== KIND.dish
}

/** Tells that something is about to be taken. @param dish whether a dish is wanted, where that is known */
export function tellPickup(
  w: KitchenWorld,
  k: Kitchen,
  me: number,
  kind: number,
  deed: Deed,
  dishWanted: boolean,
): void {
  const names = NAMES[Math.min(kind, OWN)]!
  w.emit(names.pickup, deed)
  if (k.who.length !== 2) return
  if (kind === KIND.dish) {
    if (dishWanted) w.emit(names.usefulPickup, k.dished[k.seatOf[me]!]!)
  } else if (kind < KIND.dish && !areIngredientsIdle(k, me)) w.emit(names.usefulPickup, deed)
}

/** Tells that something is about to be put on a counter. */
export function tellDrop(w: KitchenWorld, k: Kitchen, me: number, kind: number, deed: Deed): void {
  const names = NAMES[Math.min(kind, OWN)]!
  w.emit(names.drop, deed)
  if (k.who.length !== 2) return
  if (kind === KIND.dish) {
    if (k.fullPots === 0 && heldKind(k, partner(k, me)) !== KIND.onion)
      w.emit(names.usefulDrop, deed)
  } else if (kind < KIND.dish && areIngredientsIdle(k, me)) w.emit(names.usefulDrop, deed)
}

/** Tells that an ingredient went into a pot, and what that did to what the soup can still be worth. */
export function tellPotting(
  w: KitchenWorld,
  k: Kitchen,
  me: number,
  kind: number,
  before: number,
  after: number,
): void {
  const names = POTTED[kind]!
  const deed = k.plain[k.seatOf[me]!]!
  const was = k.soups.best[before]!
  const is = k.soups.best[after]!
  w.emit(names.potting, k.potted[k.seatOf[me]!]!)
  if (was === is) w.emit(names.optimal, deed)
  if (is > 0) w.emit(names.viable, deed)
  if (was > 0 && is === 0) w.emit(names.catastrophic, deed)
  if (was === 0) w.emit(names.useless, deed)
}

/** Whether a soup or mix is done by the end of a tick. */
export function isReady(k: Kitchen, mix: number, tick: number): boolean {
  const began = k.item.began.get(mix)
  return began !== NEVER && tick - began >= timeOf(k, mix)
}
