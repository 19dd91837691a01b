import type { Entity } from '../../engine/index.js'
import { type Depot, KINDS } from './components.js'

/** The entity that counts for the whole yard. */
export const yardOf = (w: Depot): Entity => w.each('Yard')[0]!

/** The number of a thing that arrives. */
function nextNumber(w: Depot): number {
  const yard = yardOf(w)
  w.c.Yard.things.add(yard, 1)
  return w.c.Yard.things.get(yard)
}

/** The crate of a number, or 0. */
export const crateNumbered = (w: Depot, number: number): Entity =>
  w.each('Crate').find((crate) => w.c.Crate.number.get(crate) === number) ?? 0

/** The lot of a number, or 0. */
export const lotNumbered = (w: Depot, number: number): Entity =>
  w.each('Lot').find((lot) => w.c.Lot.number.get(lot) === number) ?? 0

/** Puts a crate where chance has it, but not at the dock. */
export function addCrate(w: Depot): void {
  const { crates, length, dock } = w.params
  if (crates === undefined || w.count('Crate') >= crates.most) return
  const place = w.rng.int(length - 1)
  const kind = KINDS.indexOf(w.rng.pick(crates.kinds))
  const code = crates.codes === 0 ? 0 : 1 + w.rng.int(crates.codes)
  const x = place < dock ? place : place + 1
  w.spawn({
    Crate: {
      number: nextNumber(w),
      x,
      kind,
      code,
      heavy: crates.heavy ? 1 : 0,
      until: crates.lasts === 0 ? 0 : w.tick + crates.lasts,
    },
  })
}

/** Closes the gates, puts goods behind one of them, and gives each worker a hint. */
export function beginRound(w: Depot): void {
  const { gates } = w.params
  if (gates === undefined) return
  const right = w.rng.int(gates.count)
  for (const gate of w.each('Gate'))
    w.c.Gate.goods.set(gate, w.c.Gate.index.get(gate) === right ? 1 : 0)
  for (const worker of w.each('Worker')) {
    const isTrue = w.rng.chance(gates.trust)
    const wrong = (right + 1 + w.rng.int(gates.count - 1)) % gates.count
    w.c.Worker.hint.set(worker, 1 + (isTrue ? right : wrong))
  }
  w.c.Yard.isOpen.set(yardOf(w), 0)
}

/** What is left of the last lots goes, and new ones come. */
export function bringLots(w: Depot): void {
  const { lots } = w.params
  if (lots === undefined) return
  for (const lot of w.each('Lot')) w.remove(lot)
  const seller = w.agents.find(({ index }) => w.params.workers[index]?.sells)?.entity ?? 0
  for (let i = 0; i < lots.count; i++) {
    const common = 1 + w.rng.int(lots.worth)
    const wants = w.agents.map(({ entity }) => {
      const own = 1 + w.rng.int(lots.worth)
      if (entity === seller) return 0
      return Math.round(lots.alike * common + (1 - lots.alike) * own)
    })
    const lot = w.spawn({ Lot: { number: nextNumber(w), of: seller } })
    w.attributes.set(lot, 'wants', wants)
  }
}

/** Takes away crates that nobody took in time. */
function clear(w: Depot): void {
  for (const crate of w.each('Crate')) {
    const until = w.c.Crate.until.get(crate)
    if (until === 0 || until > w.tick || w.rel.carry.parent(crate) !== 0) continue
    w.emit('cleared', { crate: w.c.Crate.number.get(crate) })
    w.remove(crate)
  }
}

/** Everything that arrives, or goes, by the clock. */
export function arrive(w: Depot): void {
  const { crates, gates, lots } = w.params
  if (crates !== undefined && crates.lasts > 0) clear(w)
  if (crates !== undefined && crates.every > 0 && w.tick % crates.every === 0) addCrate(w)
  if (gates !== undefined && w.tick % gates.every === 0) beginRound(w)
  if (lots !== undefined && w.tick % lots.every === 0) bringLots(w)
}
