import { z } from 'zod'
import type { Entity, Seat } from '../../engine/index.js'
import { yardOf } from './arrivals.js'
import { type Depot, KINDS } from './components.js'
import { wantOf } from './worth.js'

const crate = z.object({
  id: z.int(),
  place: z.int(),
  kind: z.enum(KINDS),
  locked: z.boolean(),
  heavy: z.boolean(),
  to: z.string().optional().describe('Who was awarded it.'),
})

export const observationSchema = z.object({
  place: z.int(),
  length: z.int(),
  dock: z.int(),
  sight: z.int().describe('How many places away you see.'),
  hands: z.int(),
  handles: z.array(z.enum(KINDS)),
  coins: z.int(),
  carries: z.array(z.object({ id: z.int(), kind: z.enum(KINDS) })),
  workers: z.array(z.object({ name: z.string(), place: z.int() })).describe('Others in sight.'),
  crates: z.array(crate).describe('Crates in sight that nobody carries.'),
  codes: z.array(z.object({ crate: z.int(), code: z.int() })).describe('For who keeps the list.'),
  gates: z
    .object({ count: z.int(), hint: z.int(), open: z.boolean(), round: z.int() })
    .optional()
    .describe('`hint` is the gate that you believe in; others may have other hints.'),
  lots: z
    .array(z.object({ id: z.int(), yours: z.boolean(), worth: z.int() }))
    .describe('`worth` is what it is worth to you; nobody else knows.'),
  delivered: z.int().describe('What all have got so far.'),
})

export type Observation = z.output<typeof observationSchema>

/** What a worker perceives: what is near, and what it alone knows. */
export function observe(w: Depot, me: Entity, seat: Seat): Observation {
  const { length, dock, workers, gates } = w.params
  const spec = workers[seat.index]
  const place = me === 0 ? -1 : w.c.Worker.x.get(me)
  const sight = spec?.sight ?? -1
  const isNear = (x: number): boolean => Math.abs(x - place) <= sight
  const yard = yardOf(w)
  return {
    place,
    length,
    dock,
    sight,
    hands: spec?.hands ?? 0,
    handles: [...(spec?.handles ?? [])],
    coins: me === 0 ? 0 : w.c.Worker.coins.get(me),
    carries:
      me === 0
        ? []
        : w.rel.carry
            .children(me)
            .map((c) => ({ id: w.c.Crate.number.get(c), kind: kindOf(w, c) })),
    workers: w.agents
      .filter(({ entity }) => entity !== me && entity !== 0 && isNear(w.c.Worker.x.get(entity)))
      .map(({ name, entity }) => ({ name, place: w.c.Worker.x.get(entity) })),
    crates: Array.from(w.each('Crate'))
      .filter((id) => w.rel.carry.parent(id) === 0 && isNear(w.c.Crate.x.get(id)))
      .map((id) => shown(w, id)),
    codes:
      spec?.keeps === true
        ? Array.from(w.each('Crate'))
            .filter((id) => w.c.Crate.code.get(id) !== 0)
            .map((id) => ({ crate: w.c.Crate.number.get(id), code: w.c.Crate.code.get(id) }))
        : [],
    ...(gates === undefined
      ? {}
      : {
          gates: {
            count: gates.count,
            hint: me === 0 ? 0 : w.c.Worker.hint.get(me),
            open: w.c.Yard.isOpen.get(yard) === 1,
            round: Math.floor(w.tick / gates.every),
          },
        }),
    lots: Array.from(w.each('Lot')).map((id) => ({
      id: w.c.Lot.number.get(id),
      yours: w.c.Lot.of.get(id) === me && me !== 0,
      worth: wantOf(w, id, me),
    })),
    delivered: w.c.Yard.delivered.get(yard),
  }
}

const kindOf = (w: Depot, id: Entity): (typeof KINDS)[number] => KINDS[w.c.Crate.kind.get(id)]!

function shown(w: Depot, id: Entity): Observation['crates'][number] {
  const { number, x, code, heavy, to } = w.c.Crate
  const winner = w.seatOf(to.get(id))?.name
  return {
    id: number.get(id),
    place: x.get(id),
    kind: kindOf(w, id),
    locked: code.get(id) !== 0,
    heavy: heavy.get(id) === 1,
    ...(winner === undefined ? {} : { to: winner }),
  }
}
