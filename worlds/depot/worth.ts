import type { Entity } from '../../engine/index.js'
import { yardOf } from './arrivals.js'
import type { Depot } from './components.js'

/** What is got for the yard is everyone's: each worker, or each of one team, earns it. */
export function deliver(w: Depot, worth: number, team?: string): void {
  for (const seat of w.agents)
    if ((team ?? seat.team) === seat.team && seat.entity !== 0)
      w.c.Worker.earned.add(seat.entity, worth)
  w.c.Yard.delivered.add(yardOf(w), worth)
}

/** What a lot is worth to whom; 0 for nobody. */
export function wantOf(w: Depot, lot: Entity, worker: Entity): number {
  const seat = w.seatOf(worker)
  const wants = w.attributes.get(lot, 'wants')
  return seat === undefined || !Array.isArray(wants) ? 0 : Number(wants[seat.index] ?? 0)
}

/** Gives a lot to a worker for good. */
export function handOver(w: Depot, lot: Entity, worker: Entity): void {
  const want = wantOf(w, lot, worker)
  w.c.Worker.earned.add(worker, want)
  w.c.Yard.delivered.add(yardOf(w), want)
  w.emit('lot', { lot: w.c.Lot.number.get(lot), to: w.seatOf(worker)?.name ?? '', worth: want })
  w.remove(lot)
}

/** Opens a gate, once a round. */
export function openGate(w: Depot, gate: Entity): void {
  const yard = yardOf(w)
  const isRight = w.c.Gate.goods.get(gate) === 1
  w.c.Yard.isOpen.set(yard, 1)
  w.emit('gate', { gate: w.c.Gate.index.get(gate), goods: isRight })
  if (isRight) deliver(w, w.params.gates?.worth ?? 1)
}
