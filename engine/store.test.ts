import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { stateHash, takeDiff } from './diff.js'
import { hex } from './hash.js'
import { throughJson } from './testing/bytes.js'
import {
  anyOp,
  emptyInstance,
  emptyModel,
  FIELDS,
  type Model,
  modelDo,
  type Op,
  RELATIONS,
  SETS,
  worldDo,
} from './testing/model.js'
import { applyDiff, emptyReplica, expectSame } from './testing/replica.js'

type Empty = ReturnType<typeof emptyInstance>

const ascending = (a: number, b: number): number => a - b
const sorted = (entities: Iterable<number>): number[] => [...entities].sort(ascending)

/** Expects the real state to answer every question as the naive model does. */
function expectModel({ w, store }: Empty, model: Model): void {
  const living = sorted(model.things.keys())
  expect([...w.each()]).toEqual(living)
  for (const c of ['Body', 'Lamp', 'Tag30', 'Tag32']) {
    const having = living.filter((e) => model.things.get(e)!.components.has(c))
    expect([...store.each(c)], c).toEqual(having)
    expect(store.count(c)).toBe(having.length)
    const both = having.filter((e) => model.things.get(e)!.components.has('Tag0'))
    expect([...store.each('Tag0', c)]).toEqual(both)
  }
  for (let e = 1; e < store.end; e++) expect(w.isAlive(e)).toBe(model.things.has(e))
  for (const [e, thing] of model.things) {
    for (const [component, fields] of Object.entries(FIELDS)) {
      const values = thing.components.get(component)
      expect(store.has(e, component)).toBe(values !== undefined)
      for (const f of fields) expect(store.fields[component]![f]!.get(e), `${component}.${f} of ${e}`).toBe(values?.[f] ?? 0)
    }
    expect(w.nameOf(e)).toBe(thing.name)
    if (thing.name !== '') expect(w.entity(thing.name)).toBe(e)
    expect(w.seatOf(e)?.index ?? -1).toBe(thing.owner - 1)
    expect(Object.fromEntries(w.attributes.entries(e))).toEqual(Object.fromEntries(thing.attributes))
    for (const s of SETS) expect(w.sets[s].members(e)).toEqual(sorted(thing.sets[s]!))
    for (const r of RELATIONS) {
      const links = model.links[r]!
      expect([w.rel[r].parent(e), w.rel[r].kind(e)]).toEqual([links.get(e)?.parent ?? 0, links.get(e)?.kind ?? 0])
      const children = [...links].filter(([, l]) => l.parent === e).map(([c]) => c)
      expect(w.rel[r].children(e)).toEqual(children)
      expect(w.rel[r].count(e)).toBe(children.length)
    }
  }
  for (const seat of w.agents) {
    const mine = living.filter((e) => model.things.get(e)!.owner === seat.index + 1)
    expect(seat.entities).toEqual(mine)
    expect(seat.entity).toBe(mine[0] ?? 0)
  }
  expect(w.state).toEqual({ total: model.total, log: model.log })
}

/** What a tick ends with. */
function tick({ store, docs, streams }: Empty, seen: { first: number; strings: number }) {
  const diff = takeDiff(store, docs, seen.strings, seen.first)
  seen.strings = store.strings.size
  return { diff, hash: hex(stateHash(store, docs, streams)) }
}

/** Saves, writes to bytes, reads, and restores into an instance that lived another life before. */
function reborn(old: Empty, otherLife: readonly Op[]): Empty {
  const state = throughJson({ store: old.store.save(), docs: old.docs.save() })
  const other = emptyInstance()
  const model = emptyModel()
  for (const op of otherLife) modelDo(model, op, worldDo(other.w, model, op).spawned)
  other.store.restore(state.store)
  other.docs.restore(state.docs)
  other.running.members += 1
  return other
}

type Step = Op | { readonly op: 'cause' } | { readonly op: 'tick' } | { readonly op: 'save' }
const anySteps: fc.Arbitrary<Step[]> = fc.array(
  fc.oneof(
    { weight: 12, arbitrary: anyOp as fc.Arbitrary<Step> },
    { weight: 4, arbitrary: fc.constant<Step>({ op: 'cause' }) },
    { weight: 2, arbitrary: fc.constant<Step>({ op: 'tick' }) },
    { weight: 1, arbitrary: fc.constant<Step>({ op: 'save' }) },
  ),
  { maxLength: 80 },
)

describe('a state', () => {
  it('is what a naive model says, is what its diffs say, and comes back from bytes as if it had never left', () => {
    fc.assert(
      fc.property(anySteps, fc.array(anyOp, { maxLength: 12 }), (steps, otherLife) => {
        const model = emptyModel()
        const steady = emptyInstance()
        let shaken = emptyInstance()
        const replica = emptyReplica(steady.store)
        const seen = { first: 1, strings: 1 }
        const shakenSeen = { first: 1, strings: 1 }
        for (const step of [...steps, { op: 'save' } as const]) {
          if (step.op === 'cause') {
            steady.store.clock.serial += 1
            shaken.store.clock.serial += 1
          } else if (step.op === 'tick' || step.op === 'save') {
            const a = tick(steady, seen)
            const b = tick(shaken, shakenSeen)
            expect(b).toEqual(a)
            applyDiff(replica, a.diff)
            expectSame(replica, steady.store, steady.docs)
            expectModel(steady, model)
            if (step.op === 'save') {
              shaken = reborn(shaken, otherLife)
              expectModel(shaken, model)
              expect(shaken.store.save()).toEqual(steady.store.save())
            }
            seen.first = steady.store.clock.serial += 1
            shakenSeen.first = shaken.store.clock.serial += 1
          } else {
            const real = worldDo(steady.w, model, step)
            const again = worldDo(shaken.w, model, step)
            expect(again).toEqual(real)
            expect(real.code, JSON.stringify(step)).toBe(modelDo(model, step, real.spawned))
          }
        }
      }),
      { numRuns: Number(process.env['RUNS'] ?? 150) },
    )
  }, 60_000)
})
