import fc from 'fast-check'
import { beforeEach, describe, expect, it } from 'vitest'
import { type Diff, stateHash, takeDiff } from './diff.js'
import { hex } from './hash.js'
import { emptyInstance } from './testing/everything.js'

type Empty = ReturnType<typeof emptyInstance>

let world: Empty
let first: number
let strings: number

beforeEach(() => {
  world = emptyInstance()
  first = 1
  strings = 1
})

/** Begins the next cause; the number is the one that a diff shows until the next `take`. */
const cause = (): number => ++world.store.clock.serial - first

function take(): Diff {
  const diff = takeDiff(world.store, world.docs, strings, first)
  strings = world.store.strings.size()
  first = ++world.store.clock.serial
  return diff
}

/** A diff in words: `Body.x 3=5 by 1`. */
const words = (diff: Diff): string[] => [
  ...diff.columns.flatMap(({ column, ids, values, causes }) =>
    Array.from(
      ids,
      (e, i) => `${world.store.columns[column]!.name} ${e}=${values[i]} by ${causes[i]}`,
    ),
  ),
  ...diff.pairs.flatMap((table, t) =>
    Array.from(table?.entities ?? [], (e, i) => {
      const { keys, tags, values, causes } = table!
      return `${world.store.pairs[t]!.name} ${e}/${keys[i]}=${tags[i] === 0 ? 'gone' : values[i]} by ${causes[i]}`
    }),
  ),
  ...diff.docs.map(
    (d) => `${d.doc} ${d.patches.map((p) => p.path.join('.')).join(' ')} by ${d.cause}`,
  ),
]
const hash = (): string => hex(stateHash(world.store, world.docs, world.streams))

const crowd = (count: number): number[] => {
  const made = Array.from({ length: count }, () => world.w.spawn({ Body: {} }))
  take()
  return made
}

describe('a diff', () => {
  it('names the last writer of each cell', () => {
    const [a, b] = crowd(2) as [number, number]
    const { x, heat } = world.w.c.Body
    x.set(a, 1)
    cause()
    x.set(a, 2)
    heat.set(b, 0.5)
    cause()
    x.set(b, 3)
    expect(words(take())).toEqual([
      `Body.x ${a}=2 by 1`,
      `Body.x ${b}=3 by 2`,
      `Body.heat ${b}=0.5 by 1`,
    ])
  })

  it('is empty when nothing changed, or everything was put back', () => {
    const [a, b] = crowd(2) as [number, number]
    const { w } = world
    w.attributes.set(a, 'heavy', true)
    w.sets.likes.add(a, b)
    take()
    w.c.Body.x.set(a, 4)
    w.c.Body.x.set(a, 0)
    w.c.Body.heat.set(a, -0)
    w.attributes.set(a, 'heavy', false)
    w.attributes.set(a, 'heavy', true)
    w.attributes.set(b, 'heavy', true)
    w.attributes.delete(b, 'heavy')
    w.sets.likes.delete(a, b)
    w.sets.likes.add(a, b)
    w.add(a, 'Lamp')
    w.drop(a, 'Lamp')
    w.c.Body.x.bulk()
    w.update(() => {})
    const before = hash()
    expect(words(take())).toEqual([])
    expect(hash()).toBe(before)
  })

  it('has exactly the ten cells that were written among ten thousand', () => {
    const all = crowd(10_000)
    const chosen = [7, 9999, 1, 500, 501, 502, 8000, 3, 42, 6000].map((i) => all[i - 1]!)
    for (const e of chosen) world.w.c.Body.x.set(e, 1 + (e % 100))
    const { columns } = take()
    expect(columns).toHaveLength(1)
    expect([...columns[0]!.ids]).toEqual([...chosen].sort((p, q) => p - q))
  })

  it('shows a removal as zeros in every column, by its remover', () => {
    const [a, b] = crowd(2) as [number, number]
    const { w } = world
    w.c.Body.x.set(a, 4)
    w.rel.place.move(a, b, 1)
    w.attributes.set(a, 'heavy', true)
    w.sets.likes.add(b, a)
    take()
    cause()
    w.remove(a)
    const key = world.store.strings.find('heavy')
    expect(words(take())).toEqual([
      `entity.mask0 ${a}=0 by 1`,
      `entity.alive ${a}=0 by 1`,
      `Body.x ${a}=0 by 1`,
      `place.parent ${a}=0 by 1`,
      `place.kind ${a}=0 by 1`,
      `place.order ${a}=0 by 1`,
      `attributes ${a}/${key}=gone by 1`,
      `likes ${b}/${a}=gone by 1`,
    ])
  })

  it('tells of new texts once', () => {
    const [a] = crowd(1) as [number]
    world.w.attributes.set(a, 'label', 'soft')
    expect(take()).toMatchObject({ strings: ['label', 'soft'], stringsFrom: 1 })
    world.w.attributes.set(a, 'label', 'label')
    expect(take()).toMatchObject({ strings: [], stringsFrom: 3 })
  })

  it('shows changes of a document as patches, with their cause', () => {
    take()
    world.w.update((d) => {
      d.total = 2
    })
    cause()
    world.w.update((d) => {
      d.log.push(7)
    })
    expect(words(take())).toEqual(['world total by 0', 'world log.0 by 1'])
  })
})

describe('writing in bulk', () => {
  const value = fc.oneof(fc.integer({ min: -32768, max: 32767 }), fc.constant(0))
  const cells = fc.array(fc.tuple(fc.nat({ max: 29 }), value), { maxLength: 40 })

  it('is the same as writing one by one, in diff and hash', () => {
    fc.assert(
      fc.property(
        fc.constantFrom('x', 'heat', 'mass', 'part'),
        cells,
        cells,
        (field, before, after) => {
          const done = [false, true].map((bulk) => {
            world = emptyInstance()
            first = strings = 1
            const all = crowd(30)
            const column = world.w.c.Body[field as 'x']
            for (const [i, v] of before) column.set(all[i]!, v)
            take()
            const scale = field === 'x' ? 1 : 0.123
            if (bulk) {
              const raw = column.bulk()
              for (const [i, v] of after) raw[all[i]!] = v * scale
            } else for (const [i, v] of after) column.set(all[i]!, v * scale)
            return [take(), hash()]
          })
          expect(done[1]).toEqual(done[0])
        },
      ),
      { numRuns: 100 },
    )
  })

  it('keeps the causes of cells that others wrote', () => {
    const [a, b, c, d] = crowd(4) as [number, number, number, number]
    const { x } = world.w.c.Body
    x.set(a, 1)
    x.set(b, 1)
    cause()
    x.bulk()[b] = 2
    x.bulk()[c] = 2
    cause()
    x.bulk()[d] = 3
    cause()
    x.set(c, 4)
    expect(words(take())).toEqual([
      `Body.x ${a}=1 by 0`,
      `Body.x ${b}=2 by 1`,
      `Body.x ${c}=4 by 3`,
      `Body.x ${d}=3 by 2`,
    ])
  })

  it.each([
    ['out of range', 'column/value', (a: number) => ({ [a]: 40_000 })],
    ['where the component is missing', 'column/entity', (a: number) => ({ [a + 1]: 1 })],
    ['to the entity 0', 'column/entity', () => ({ 0: 1 })],
  ])('is refused at the end of the tick %s', (_, code, cells) => {
    const [a] = crowd(1) as [number]
    world.w.spawn({ Lamp: {} })
    take()
    Object.assign(world.w.c.Body.x.bulk(), cells(a))
    expect(take).toThrow(code)
  })

  it('refuses NaN', () => {
    const [a] = crowd(1) as [number]
    world.w.c.Body.heat.bulk()[a] = NaN
    expect(take).toThrow('column/value')
  })
})
