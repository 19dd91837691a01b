import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { stateHash, takeDiff } from './diff.js'
import { addFloat, addInt, fold, foldText, type Hash64, hash64, hex, salt } from './hash.js'
import { emptyInstance } from './testing/everything.js'

type Empty = ReturnType<typeof emptyInstance>

/** The hash of a state with one body, after something was done to it. */
function hashAfter(act: (w: Empty['w'], e: number) => void): string {
  const { w, store, docs, streams } = emptyInstance()
  const e = w.spawn({ Body: {} })
  for (const text of ['a', 'b', 'k', 'l', '{}', '[1]', '[2]']) w.intern(text)
  act(w, e)
  takeDiff(store, docs, 1, 1)
  return hex(stateHash(store, docs, streams))
}

const made = (change: (h: Hash64) => void): string => {
  const h = hash64()
  change(h)
  return hex(h)
}

describe('hashes', () => {
  it('stay what they are, in every release', () => {
    expect(made((h) => foldText(h, ''))).toMatchInlineSnapshot(`"8f974fb624ca4b16"`)
    expect(made((h) => foldText(h, 'coact'))).toMatchInlineSnapshot(`"8b775f5a0a260ede"`)
    expect(made((h) => foldText(h, '\ud83d\ude00'))).toMatchInlineSnapshot(`"0e253986845b4638"`)
    expect(made((h) => fold(h, 1, -1))).toMatchInlineSnapshot(`"172ff4d75c345e24"`)
    expect(made((h) => addInt(h, 1, 2, 3, 1))).toMatchInlineSnapshot(`"caef6192bd430f46"`)
    expect(made((h) => addFloat(h, 1, 2, 0.1, 1))).toMatchInlineSnapshot(`"a406725b8b305067"`)
    expect(salt('Body.x')).toMatchInlineSnapshot(`-2065517629`)
    expect(hashAfter(() => {})).toMatchInlineSnapshot(`"b5d58047f721a6c5"`)
    expect(
      hashAfter((w, e) => {
        w.c.Body.heat.set(e, 1.5)
        w.attributes.set(e, 'k', 0.1)
        w.rel.place.move(e, w.spawn({ Tag32: {} }, 'box'), 2)
      }),
    ).toMatchInlineSnapshot(`"df06cdd823d72f34"`)
  })

  it('of cells come back to nothing when the cells go', () => {
    const cell = fc.tuple(fc.integer(), fc.nat(), fc.integer(), fc.double())
    fc.assert(
      fc.property(fc.array(cell), (cells) => {
        const h = hash64()
        for (const [s, id, i, f] of cells) {
          addInt(h, s, id, i, 1)
          addFloat(h, s, id, f, 1)
        }
        for (const [s, id, i, f] of [...cells].reverse()) {
          addInt(h, s, id, i, -1)
          addFloat(h, s, id, f, -1)
        }
        expect(h).toEqual(hash64())
      }),
    )
  })

  it('differ for cells that differ in anything', () => {
    const cell = fc.tuple(fc.integer(), fc.nat({ max: 1 << 20 }), fc.integer())
    fc.assert(
      fc.property(cell, cell, (a, b) => {
        fc.pre(a.some((v, i) => v !== b[i]) && a[2] !== 0 && b[2] !== 0)
        expect(made((h) => addInt(h, ...a, 1))).not.toBe(made((h) => addInt(h, ...b, 1)))
      }),
      { numRuns: 2000 },
    )
  })

  it('of a hundred thousand neighbouring cells are all different', () => {
    const seen = new Set<string>()
    for (let id = 1; id <= 250; id++) {
      for (let value = 1; value <= 200; value++) {
        seen.add(made((h) => addInt(h, 5, id, value, 1)))
        seen.add(made((h) => addFloat(h, 5, id, value / 8, 1)))
      }
    }
    expect(seen.size).toBe(100_000)
  })
})

describe('the hash of a state', () => {
  it('does not depend on the order of writing', () => {
    const writes: ((w: Empty['w'], e: number) => void)[] = [
      (w, e) => w.c.Body.x.set(e, 3),
      (w, e) => w.c.Body.heat.set(e, -1.25),
      (w, e) => w.attributes.set(e, 'k', 'b'),
      (w, e) => w.attributes.set(e, 'l', [1]),
      (w, e) => w.sets.likes.add(e, e),
      (w, e) => w.add(e, 'Tag32'),
      (w) => w.update((d) => void Object.assign(d, { total: 4 })),
    ]
    fc.assert(
      fc.property(fc.shuffledSubarray(writes, { minLength: writes.length }), (order) => {
        const inThis = (list: typeof writes) =>
          hashAfter((w, e) => {
            for (const write of list) write(w, e)
          })
        expect(inThis(order)).toBe(inThis(writes))
      }),
      { numRuns: 30 },
    )
  })

  it('differs for states that differ', () => {
    const states: ((w: Empty['w'], e: number) => void)[] = [
      () => {},
      (w) => w.spawn({}),
      (w) => w.spawn({ Tag0: {} }),
      (w) => w.spawn({ Tag32: {} }),
      (w) => w.spawn({}, 'a'),
      (w) => w.spawn({}, w.agents[0]!),
      (w) => w.spawn({}, w.agents[1]!),
      (w, e) => w.c.Body.x.set(e, 1),
      (w, e) => w.c.Body.small.set(e, 1),
      (w, e) => w.c.Body.heat.set(e, 1),
      (w, e) => w.c.Body.heat.set(e, 1 + 2 ** -52),
      (w, e) => w.c.Body.heat.set(e, 5e-324),
      (w, e) => w.c.Body.mass.set(e, 1),
      ...[false, true, 0, 0.5, 1, 2, 3, 4, 5, 6, 7, 1e-20, 2e-20, 'a', 'b', 'k', [1], [2], {}].map(
        (value) => (w: Empty['w'], e: number) => w.attributes.set(e, 'k', value),
      ),
      (w, e) => w.attributes.set(e, 'l', true),
      (w, e) => w.sets.likes.add(e, e),
      (w, e) => w.sets.knows.add(e, e),
      (w, e) => w.rel.place.move(e, w.spawn({})),
      (w, e) => w.rel.place.move(e, w.spawn({}), 1),
      (w, e) => w.rel.part.move(e, w.spawn({})),
      (w) => w.intern('new'),
      (w) => w.rng.float(),
      (w) => w.stream('a').float(),
      (w) => w.update((d) => void Object.assign(d, { total: 1 })),
      (w) => w.update((d) => void d.log.push(1)),
    ]
    const hashes = states.map(hashAfter)
    const first = hashes.map((h) => hashes.indexOf(h))
    expect(first).toEqual(states.map((_, i) => i))
  })
})
