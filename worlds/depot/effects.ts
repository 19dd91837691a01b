import type { EffectDefinition, Entity, Json } from '../../engine/index.js'
import { gateNumbered } from './actions.js'
import { crateNumbered, lotNumbered, yardOf } from './arrivals.js'
import type { C, Depot } from './components.js'
import type { Params } from './params.js'
import { handOver, openGate } from './worth.js'

type Fields = Readonly<Record<string, Json | undefined>>
const fields = (data: Json): Fields =>
  typeof data === 'object' && data !== null && !Array.isArray(data) ? (data as Fields) : {}

/** The worker of a name, or 0. */
const workerNamed = (w: Depot, name: Json | undefined): Entity =>
  w.agents.find((seat) => seat.name === name)?.entity ?? 0

/** The number that a text such as `lot 12` ends with, or a number is. */
const numbered = (value: Json | undefined): Entity =>
  Number(/(\d+)$/.exec(String(value ?? ''))?.[1] ?? 0)

/** Lots with who gets them, of an agreement's terms; undefined where they cannot be given so. */
function division(w: Depot, terms: Json | undefined): [Entity, Entity][] | undefined {
  const given = Object.entries(fields(terms ?? null)).map(([lot, who]): [Entity, Entity] => [
    lotNumbered(w, numbered(lot)),
    workerNamed(w, who),
  ])
  const isFair = given.every(([lot, who]) => who !== 0 && lot !== 0 && isFree(w, lot))
  return isFair && new Set(given.map(([lot]) => lot)).size === given.length ? given : undefined
}

const isFree = (w: Depot, lot: Entity): boolean => w.c.Lot.of.get(lot) === 0

/** What acts of protocols do here. */
export const effects: Readonly<Record<string, EffectDefinition<typeof C, Params>>> = {
  award: {
    apply(w, data) {
      const { ref, to } = fields(data)
      const given = typeof ref === 'object' ? fields(ref)['crate'] : ref
      const crate = crateNumbered(w, numbered(given))
      const winner = workerNamed(w, Array.isArray(to) ? to[0] : undefined)
      if (crate !== 0 && winner !== 0) w.c.Crate.to.set(crate, winner)
    },
  },
  pay: {
    check(w, data) {
      const { from, amount } = fields(data)
      const payer = workerNamed(w, from)
      return payer !== 0 && w.c.Worker.coins.get(payer) < Number(amount)
        ? { reject: 'too-poor', text: `${from} has ${w.c.Worker.coins.get(payer)} coins` }
        : undefined
    },
    apply(w, data) {
      const { from, to, amount } = fields(data)
      const coins = Math.round(Number(amount))
      for (const [worker, sum] of [
        [workerNamed(w, from), -coins],
        [workerNamed(w, to), coins],
      ] as const) {
        if (worker === 0) continue
        w.c.Worker.coins.add(worker, sum)
        w.c.Worker.earned.add(worker, sum)
      }
    },
  },
  'hand-over': {
    check(w, data) {
      const { from, lot } = fields(data)
      const entity = lotNumbered(w, numbered(lot))
      return entity !== 0 && w.c.Lot.of.get(entity) === workerNamed(w, from)
        ? undefined
        : { reject: 'not-yours', text: `${from} does not have ${lot}` }
    },
    apply(w, data) {
      const { to, lot } = fields(data)
      handOver(w, lotNumbered(w, numbered(lot)), workerNamed(w, to))
    },
  },
  agreed: {
    check: (w, data) =>
      division(w, fields(data)['terms']) === undefined
        ? { reject: 'cannot-divide', text: 'Terms name lots of the shed, with who gets each' }
        : undefined,
    apply(w, data) {
      for (const [lot, worker] of division(w, fields(data)['terms']) ?? []) handOver(w, lot, worker)
    },
  },
  decided: {
    check(w, data) {
      if (w.params.gates === undefined) return undefined
      if (gateNumbered(w, numbered(fields(data)['option'])) === undefined)
        return { reject: 'no-such-gate', text: `Options: gate 1 to gate ${w.params.gates.count}` }
      return w.c.Yard.isOpen.get(yardOf(w)) === 1
        ? { reject: 'gate-open', text: 'One gate was opened in this round' }
        : undefined
    },
    apply(w, data) {
      const gate = gateNumbered(w, numbered(fields(data)['option']))
      if (gate !== undefined) openGate(w, gate)
    },
  },
}
