import { z } from 'zod'
import type { ActionDefinition, Entity, Rejection, Seat } from '../../engine/index.js'
import { crateNumbered, lotNumbered, yardOf } from './arrivals.js'
import { type C, type Depot, KINDS } from './components.js'
import type { Params } from './params.js'
import { deliver, handOver } from './worth.js'

type Action<A extends Readonly<Record<string, z.ZodType>>> = ActionDefinition<typeof C, Params, A>

const id = z.int().min(1).max(1_000_000)
const crateArg = { crate: id.describe('The number of a crate where you are.') }
const lotArg = { lot: id.describe('The number of a lot.') }

const specOf = (w: Depot, me: Entity): Params['workers'][number] | undefined =>
  w.params.workers[w.seatOf(me)?.index ?? -1]

/** Crates that lie where a worker is. */
const cratesHere = (w: Depot, me: Entity): Entity[] =>
  Array.from(w.each('Crate')).filter(
    (c) => w.rel.carry.parent(c) === 0 && w.c.Crate.x.get(c) === w.c.Worker.x.get(me),
  )

const numbersHere = (w: Depot, me: Entity): number[] =>
  cratesHere(w, me).map((crate) => w.c.Crate.number.get(crate))

/** Why there is nothing to be done with a crate: it is not here. */
function notHere(w: Depot, me: Entity, number: number): Rejection | undefined {
  const crate = crateNumbered(w, number)
  if (crate !== 0 && cratesHere(w, me).includes(crate)) return undefined
  const text = `There is no crate ${number} where you are`
  return { reject: 'not-here', text, ...(crate === 0 ? {} : { over: crate }) }
}

/** Why a crate cannot be handled: it is not here, or of a kind that this worker does not handle. */
function notForMe(w: Depot, me: Entity, number: number): Rejection | undefined {
  const reason = notHere(w, me, number)
  if (reason !== undefined) return reason
  const crate = crateNumbered(w, number)
  const kind = KINDS[w.c.Crate.kind.get(crate)]!
  return specOf(w, me)?.handles.includes(kind) === true
    ? undefined
    : { reject: 'cannot-handle', text: `You cannot handle ${kind}` }
}

export const walk: Action<{ by: z.ZodEnum<{ left: 'left'; right: 'right' }> }> = {
  args: { by: z.enum(['left', 'right']) },
  text: 'Go one place to the left or right.',
  check(w, me, { by }) {
    const x = w.c.Worker.x.get(me) + (by === 'left' ? -1 : 1)
    return x < 0 || x >= w.params.length ? { reject: 'wall', text: 'There is a wall' } : undefined
  },
  apply(w, me, { by }) {
    w.c.Worker.x.add(me, by === 'left' ? -1 : 1)
  },
}

export const take: Action<typeof crateArg> = {
  args: crateArg,
  text: 'Take a crate that lies where you are.',
  options: (w, me) => numbersHere(w, me).map((crate) => ({ crate })),
  check(w, me, { crate }) {
    const reason = notForMe(w, me, crate)
    if (reason !== undefined) return reason
    const entity = crateNumbered(w, crate)
    if (w.c.Crate.heavy.get(entity) === 1)
      return { reject: 'too-heavy', text: 'Two have to lift it in the same tick' }
    if (w.c.Crate.code.get(entity) !== 0)
      return { reject: 'locked', text: 'It is locked to the floor' }
    const hands = specOf(w, me)?.hands ?? 0
    return w.rel.carry.children(me).length >= hands
      ? { reject: 'hands-full', text: `You carry ${hands} at most` }
      : undefined
  },
  apply(w, me, { crate }) {
    const entity = crateNumbered(w, crate)
    w.reads(entity)
    w.rel.carry.move(entity, me)
    return { took: entity }
  },
}

export const drop: Action<Record<never, z.ZodType>> = {
  args: {},
  text: 'Put down what you carry; at the dock it is delivered.',
  check: (w, me) =>
    w.rel.carry.first(me) === 0 ? { reject: 'hands-empty', text: 'You carry nothing' } : undefined,
  apply(w, me, _, seat) {
    const x = w.c.Worker.x.get(me)
    const crates = w.rel.carry.children(me)
    const numbers = crates.map((crate) => w.c.Crate.number.get(crate))
    for (const crate of crates) {
      w.rel.carry.free(crate)
      w.c.Crate.x.set(crate, x)
      if (x !== w.params.dock) continue
      w.remove(crate)
      deliver(w, 1, seat.team)
    }
    return { note: x === w.params.dock ? 'delivered' : 'dropped', data: { crates: numbers } }
  },
}

const unlockArgs = { ...crateArg, code: z.int().min(1).max(99) }
export const unlock: Action<typeof unlockArgs> = {
  args: unlockArgs,
  text: 'Try a code on the lock of a crate where you are.',
  options: (w, me) =>
    cratesHere(w, me)
      .filter((crate) => w.c.Crate.code.get(crate) !== 0)
      .flatMap((crate) =>
        Array.from({ length: w.params.crates?.codes ?? 0 }, (_, i) => ({
          crate: w.c.Crate.number.get(crate),
          code: i + 1,
        })),
      ),
  check(w, me, { crate }) {
    const reason = notHere(w, me, crate)
    if (reason !== undefined) return reason
    return w.c.Crate.code.get(crateNumbered(w, crate)) === 0
      ? { reject: 'not-locked', text: 'It has no lock any more' }
      : undefined
  },
  apply(w, _, { crate, code }) {
    const entity = crateNumbered(w, crate)
    w.reads(entity)
    if (w.c.Crate.code.get(entity) !== code)
      return { reject: 'wrong-code', stage: 'effect', text: 'The lock does not open' }
    w.c.Crate.code.set(entity, 0)
    return { note: 'unlocked' }
  },
}

export const lift: Action<typeof crateArg> = {
  args: crateArg,
  text: 'Lift a heavy crate where you are: it is loaded if another does it in the same tick.',
  options: (w, me) => numbersHere(w, me).map((crate) => ({ crate })),
  check: (w, me, { crate }) =>
    notForMe(w, me, crate) ??
    (w.c.Crate.heavy.get(crateNumbered(w, crate)) === 0
      ? { reject: 'not-heavy', text: 'One can take it' }
      : undefined),
  apply(w, me, { crate }) {
    w.c.Worker.on.set(me, crateNumbered(w, crate))
  },
}

const gateArg = { gate: z.int().min(1).max(12).describe('The number of a gate.') }
export const push: Action<typeof gateArg> = {
  args: gateArg,
  text: 'Push at a gate: it opens if more than half of all workers do so in the same tick.',
  options: (w) => Array.from({ length: w.params.gates?.count ?? 0 }, (_, i) => ({ gate: i + 1 })),
  check(w, _, { gate }) {
    const count = w.params.gates?.count ?? 0
    if (gate > count) return { reject: 'no-such-gate', text: `There are ${count} gates` }
    return w.c.Yard.isOpen.get(yardOf(w)) === 1
      ? { reject: 'gate-open', text: 'One gate was opened in this round' }
      : undefined
  },
  apply(w, me, { gate }) {
    w.c.Worker.on.set(me, gateNumbered(w, gate)!)
  },
}

/** The gate of a number from 1. */
export const gateNumbered = (w: Depot, number: number): Entity | undefined =>
  w.each('Gate').find((gate) => w.c.Gate.index.get(gate) === number - 1)

const lotsOf = (w: Depot, owner: Entity): number[] =>
  Array.from(w.each('Lot'))
    .filter((lot) => w.c.Lot.of.get(lot) === owner)
    .map((lot) => w.c.Lot.number.get(lot))

export const grab: Action<typeof lotArg> = {
  args: lotArg,
  text: 'Take a lot out of the shed; it breaks if another takes it in the same tick.',
  options: (w) => lotsOf(w, 0).map((lot) => ({ lot })),
  check: (w, _, { lot }) =>
    lotsOf(w, 0).includes(lot)
      ? undefined
      : { reject: 'no-such-lot', text: `There is no lot ${lot} in the shed` },
  apply(w, me, { lot }) {
    w.c.Worker.on.set(me, lotNumbered(w, lot))
  },
}

const giveArgs = { ...lotArg, to: z.string().min(1).max(64).describe('Who gets it.') }
export const give: Action<typeof giveArgs> = {
  args: giveArgs,
  text: 'Give a lot of yours away.',
  options: (w, me, seat) =>
    lotsOf(w, me).flatMap((lot) => othersOf(w, seat).map((to) => ({ lot, to }))),
  check(w, me, { lot, to }, seat) {
    if (!lotsOf(w, me).includes(lot))
      return { reject: 'not-yours', text: `Lot ${lot} is not yours to give` }
    const names = othersOf(w, seat)
    return names.includes(to)
      ? undefined
      : { reject: 'no-such-worker', text: `Others: ${names.join(', ')}` }
  },
  apply(w, _, { lot, to }) {
    handOver(w, lotNumbered(w, lot), w.agents.find(({ name }) => name === to)!.entity)
  },
}

/** Names of the others who have a place here. */
const othersOf = (w: Depot, { name }: Seat): string[] =>
  w.agents.filter((a) => a.name !== name && a.entity !== 0).map((a) => a.name)

/** The arguments of each action. */
export interface Actions {
  readonly walk: typeof walk.args
  readonly take: typeof take.args
  readonly drop: typeof drop.args
  readonly unlock: typeof unlock.args
  readonly lift: typeof lift.args
  readonly push: typeof push.args
  readonly grab: typeof grab.args
  readonly give: typeof give.args
}
