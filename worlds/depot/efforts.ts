import type { Entity } from '../../engine/index.js'
import { yardOf } from './arrivals.js'
import type { Depot } from './components.js'
import { deliver, handOver, openGate } from './worth.js'

/**
 * What hands that were put to something in one tick come to, all at once: two lift a heavy crate, more than half open a gate,
 * one takes a lot out of the shed, and a lot that two take breaks.
 */
export function efforts(w: Depot): void {
  const hands = new Map<Entity, Entity[]>()
  for (const worker of w.each('Worker')) {
    const on = w.c.Worker.on.get(worker)
    if (on === 0) continue
    w.c.Worker.on.set(worker, 0)
    const known = hands.get(on)
    if (known === undefined) hands.set(on, [worker])
    else known.push(worker)
  }
  for (const [thing, workers] of [...hands].sort(([a], [b]) => a - b)) {
    if (w.has(thing, 'Crate')) lift(w, thing, workers)
    else if (w.has(thing, 'Gate')) push(w, thing, workers)
    else grab(w, thing, workers)
  }
}

function lift(w: Depot, crate: Entity, workers: readonly Entity[]): void {
  if (workers.length < 2) return
  w.emit('lifted', {
    crate: w.c.Crate.number.get(crate),
    by: workers.map((e) => w.seatOf(e)?.name ?? ''),
  })
  w.remove(crate)
  deliver(w, 1, w.seatOf(workers[0]!)?.team)
}

function push(w: Depot, gate: Entity, workers: readonly Entity[]): void {
  if (workers.length * 2 > w.count('Worker') && w.c.Yard.isOpen.get(yardOf(w)) === 0)
    openGate(w, gate)
}

function grab(w: Depot, lot: Entity, workers: readonly Entity[]): void {
  if (workers.length === 1) {
    handOver(w, lot, workers[0]!)
    return
  }
  w.c.Yard.broken.add(yardOf(w), 1)
  w.emit('broken', {
    lot: w.c.Lot.number.get(lot),
    by: workers.map((e) => w.seatOf(e)?.name ?? ''),
  })
  w.remove(lot)
}

/** What each worker earned in this tick. */
export function reckon(w: Depot): void {
  const { earned, told, gain } = w.c.Worker
  for (const worker of w.each('Worker')) {
    gain.set(worker, earned.get(worker) - told.get(worker))
    told.set(worker, earned.get(worker))
  }
}
