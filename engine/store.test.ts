import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { stateHash, takeDiff } from './diff.js'
import { hex } from './hash.js'
import { throughJson } from './testing/bytes.js'
import { emptyInstance } from './testing/everything.js'
import { emptyModel, FIELDS, type Model, RELATIONS, SETS } from './testing/model.js'
import { anyOperation, doBoth, doReal, type Operation } from './testing/operations.js'
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
  for (let e = 1; e < store.end(); e++) expect(w.isAlive(e)).toBe(model.things.has(e))
  for (const [e, thing] of model.things) {
    for (const [component, fields] of Object.entries(FIELDS)) {
      const values = thing.components.get(component)
      expect(store.has(e, component)).toBe(values !== undefined)
      for (const f of fields)
        expect(store.fields[component]![f]!.get(e), `${component}.${f} of ${e}`).toBe(
          values?.[f] ?? 0,
        )
    }
    expect(w.nameOf(e)).toBe(thing.name)
    if (thing.name !== '') expect(w.entity(thing.name)).toBe(e)
    expect(w.seatOf(e)?.index ?? -1).toBe(thing.owner - 1)
    expect(Object.fromEntries(w.attributes.entries(e))).toEqual(
      Object.fromEntries(thing.attributes),
    )
    for (const s of SETS) expect(w.sets[s].members(e)).toEqual(sorted(thing.sets[s]!))
    for (const r of RELATIONS) {
      const links = model.links[r]!
      expect([w.rel[r].parent(e), w.rel[r].kind(e)]).toEqual([
        links.get(e)?.parent ?? 0,
        links.get(e)?.kind ?? 0,
      ])
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

/** A state with what its last tick left behind. */
interface Life {
  instance: Empty
  first: number
  strings: number
}
const newLife = (): Life => ({ instance: emptyInstance(), first: 1, strings: 1 })

/** Ends a tick: what changed, and the hash of what is. */
function endTick(life: Life) {
  const { store, docs, streams } = life.instance
  const diff = takeDiff(store, docs, life.strings, life.first)
  life.strings = store.strings.size()
  life.first = store.clock.serial += 1
  return { diff, hash: hex(stateHash(store, docs, streams)) }
}

/** Saves, writes to bytes, reads, and restores into an instance that lived another life before. */
function beReborn(life: Life, otherLife: readonly Operation[]): void {
  const { store, docs } = life.instance
  const state = throughJson({ store: store.save(), docs: docs.save() })
  life.instance = emptyInstance()
  const model = emptyModel()
  for (const operation of otherLife) doBoth(operation, life.instance.w, model)
  life.instance.store.restore(state.store)
  life.instance.docs.restore(state.docs)
  life.instance.running.members += 1
  life.first = life.instance.store.clock.serial += 1
}

const anySteps = fc.array(
  fc.oneof(
    { weight: 12, arbitrary: anyOperation },
    { weight: 4, arbitrary: fc.constant('cause' as const) },
    { weight: 2, arbitrary: fc.constant('tick' as const) },
    { weight: 1, arbitrary: fc.constant('save' as const) },
  ),
  { maxLength: 80 },
)

describe('a state', () => {
  it('is what a naive model says, is what its diffs say, and comes back from bytes as if it had never left', () => {
    const otherLife = fc.array(anyOperation, { maxLength: 12 })
    fc.assert(
      fc.property(anySteps, otherLife, (steps, other) => {
        const model = emptyModel()
        const steady = newLife()
        const shaken = newLife()
        const replica = emptyReplica(steady.instance.store)
        for (const step of [...steps, 'save' as const]) {
          if (step === 'cause') {
            steady.instance.store.clock.serial += 1
            shaken.instance.store.clock.serial += 1
          } else if (step === 'tick' || step === 'save') {
            const ended = endTick(steady)
            expect(endTick(shaken)).toEqual(ended)
            applyDiff(replica, ended.diff)
            expectSame(replica, steady.instance.store, steady.instance.docs)
            expectModel(steady.instance, model)
            if (step === 'tick') continue
            beReborn(shaken, other)
            expectModel(shaken.instance, model)
            expect(shaken.instance.store.save()).toEqual(steady.instance.store.save())
          } else {
            const again = doReal(step, shaken.instance.w, model)
            const { spawned, code, expected } = doBoth(step, steady.instance.w, model)
            expect(again).toEqual({ spawned, code })
            expect(code).toBe(expected)
          }
        }
      }),
      { numRuns: 150 },
    )
  }, 60_000)
})

describe('entities', () => {
  it('are iterated by ascending number, whatever the order of their coming and going', () => {
    const { w } = emptyInstance()
    const all = Array.from({ length: 9 }, () => w.spawn({ Body: {} }))
    for (const e of [4, 2, 8]) w.remove(all[e]!)
    for (let i = 0; i < 3; i++) w.spawn({ Body: {} })
    for (const e of [7, 1]) w.drop(all[e]!, 'Body')
    w.add(all[7]!, 'Body')
    expect([...w.each('Body')]).toEqual([1, 3, 4, 5, 6, 7, 8, 9])
  })

  it('may be spawned and removed while they are iterated', () => {
    const { w } = emptyInstance()
    for (let i = 0; i < 4; i++) w.spawn({ Body: {} })
    const seen: number[] = []
    for (const e of w.each('Body')) {
      seen.push(e)
      w.remove(e)
      w.spawn({ Body: {} })
    }
    expect(seen).toEqual([1, 2, 3, 4])
    expect(w.count('Body')).toBe(4)
  })

  it('may be more than there was room for', () => {
    const { w, store } = emptyInstance()
    const last = Array.from({ length: 5000 }, (_, i) => w.spawn({ Body: { x: i } })).at(-1)!
    w.rel.place.move(last, 1)
    w.attributes.set(last, 'heavy', true)
    expect([last, w.c.Body.x.get(last), w.rel.place.children(1)]).toEqual([5000, 4999, [5000]])
    const state = throughJson(store.save())
    const other = emptyInstance()
    other.store.restore(state)
    expect(other.store.save()).toEqual(store.save())
    expect(other.w.spawn({})).toBe(w.spawn({}))
  })

  it('start blank when their number is used again', () => {
    const { w } = emptyInstance()
    const old = w.spawn({ Body: { x: 9 } }, 'cup')
    expect(w.entity('cup')).toBe(old)
    w.attributes.set(old, 'heavy', true)
    w.sets.likes.add(old, old)
    w.remove(old)
    const e = w.spawn({ Body: {} })
    expect(e).toBe(old)
    expect([
      w.c.Body.x.get(e),
      w.nameOf(e),
      w.attributes.names(e),
      w.sets.likes.members(e),
    ]).toEqual([0, '', [], []])
    expect(w.entity('cup')).toBe(0)
  })
})

describe('a relation', () => {
  it('lists children in the order in which they came', () => {
    const { w } = emptyInstance()
    const [box, a, b, c] = [0, 0, 0, 0].map(() => w.spawn({})) as [number, number, number, number]
    for (const e of [c, a, b]) w.rel.place.move(e, box)
    w.rel.place.move(a, box, 1)
    expect(w.rel.place.children(box)).toEqual([c, b, a])
    expect([w.rel.place.first(box), w.rel.place.next(c), w.rel.place.next(a)]).toEqual([c, b, 0])
  })

  it('frees the children of what is removed, or takes them along', () => {
    const { w } = emptyInstance()
    const [box, lid, hinge, ball] = [0, 0, 0, 0].map(() => w.spawn({})) as [
      number,
      number,
      number,
      number,
    ]
    w.rel.part.move(lid, box)
    w.rel.part.move(hinge, lid)
    w.rel.place.move(ball, box)
    w.remove(box)
    expect([box, lid, hinge, ball].map(w.isAlive)).toEqual([false, false, false, true])
    expect(w.rel.place.parent(ball)).toBe(0)
  })

  it('takes the longest chain of parts along', () => {
    const { w } = emptyInstance()
    const chain = Array.from({ length: 20_000 }, () => w.spawn({}))
    for (let i = 1; i < chain.length; i++) w.rel.part.move(chain[i]!, chain[i - 1]!)
    w.remove(chain[0]!)
    expect(w.each()).toHaveLength(0)
  })

  it('refuses walks that do not end', () => {
    const { w } = emptyInstance()
    const [a, b, c] = [0, 0, 0].map(() => w.spawn({})) as [number, number, number]
    w.rel.thought.move(a, b)
    w.rel.thought.move(b, a)
    expect(w.rel.thought.isInside(a, b)).toBe(true)
    expect(() => w.rel.thought.root(a)).toThrow('relation/depth')
    expect(() => w.rel.thought.isInside(a, c)).toThrow('relation/depth')
  })

  it('answers for entities that never were', () => {
    const { place } = emptyInstance().w.rel
    for (const e of [-1, 0, 7, 1_000_000]) {
      expect([place.first(e), place.next(e), place.count(e), place.children(e)]).toEqual([
        0,
        0,
        0,
        [],
      ])
      expect([place.parent(e) || 0, place.root(e) || 0]).toEqual([0, e === 7 ? 7 : e])
    }
  })
})

describe('refusals', () => {
  const dead = 999
  it.each<[string, (w: Empty['w'], e: number) => unknown]>([
    ['component/unknown', (w) => w.spawn({ Bdoy: {} } as never)],
    ['component/unknown', (w) => w.each('Bdoy' as never)],
    ['column/unknown', (w) => w.spawn({ Body: { z: 1 } } as never)],
    ['column/value', (w, e) => w.c.Body.small.set(e, 256)],
    ['column/value', (w, e) => w.c.Body.x.set(e, 0.5)],
    ['column/value', (w, e) => w.c.Body.heat.set(e, NaN)],
    ['column/value', (w, e) => w.c.Lamp.colour.set(e, 3)],
    ['column/entity', (w, e) => w.c.Lamp.lit.set(e, 1)],
    ['column/entity', (w) => w.c.Body.x.set(0, 1)],
    ['column/entity', (w) => w.c.Body.x.set(dead, 1)],
    ['entity/unknown', (w) => w.remove(dead)],
    ['entity/unknown', (w) => w.add(dead, 'Body')],
    ['entity/unknown', (w, e) => w.rel.place.move(e, dead)],
    ['entity/unknown', (w, e) => w.rel.place.move(dead, e)],
    ['entity/unknown', (w) => w.rel.place.free(0)],
    ['entity/unknown', (w) => w.attributes.set(dead, 'heavy', true)],
    ['entity/unknown', (w, e) => w.sets.likes.add(e, dead)],
    ['entity/duplicate-name', (w) => w.spawn({}, 'cup')],
    ['entity/name', (w, e) => w.name(e, 'mug')],
    ['relation/cycle', (w, e) => w.rel.place.move(e, e)],
    ['relation/kind', (w, e) => w.rel.place.move(e, w.spawn({}), 3)],
    ['attribute/value', (w, e) => w.attributes.set(e, 'heavy', NaN)],
    ['attribute/value', (w, e) => w.attributes.set(e, 'heavy', undefined as never)],
    ['limit/string', (w) => w.intern('x'.repeat(2 ** 20 + 1))],
    ['rng/range', (w) => w.rng.int(0)],
    ['rng/range', (w) => w.rng.pick([])],
  ])('%s: %s', (code, act) => {
    const instance = emptyInstance()
    const e = instance.w.spawn({ Body: {} }, 'cup')
    takeDiff(instance.store, instance.docs, 1, 1)
    instance.store.clock.serial += 1
    expect(() => act(instance.w, e)).toThrow(expect.objectContaining({ code }))
    expect(instance.w.c.Body.x.get(e)).toBe(0)
  })

  it('writing after the component went, in the same breath', () => {
    const { w } = emptyInstance()
    const e = w.spawn({ Body: { x: 1 } })
    w.c.Body.x.set(e, 2)
    w.drop(e, 'Body')
    expect(() => w.c.Body.x.set(e, 3)).toThrow('column/entity')
    w.add(e, 'Body')
    expect(w.c.Body.x.get(e)).toBe(0)
    w.c.Body.x.set(e, 0)
    w.drop(e, 'Body')
    expect(() => w.c.Body.x.set(e, 3)).toThrow('column/entity')
    w.add(e, 'Body')
    w.c.Body.x.set(e, 4)
    w.remove(e)
    expect(() => w.c.Body.x.set(e, 5)).toThrow('column/entity')
  })
})
