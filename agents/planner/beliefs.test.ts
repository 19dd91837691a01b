import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { FactChange, FactValue } from '../../engine/index.js'
import { createBeliefs, factKey, type PlainBeliefs } from './beliefs.js'

// Few, so that the same is often set again.
const NAMES = ['ada', 'cup_10', 'cup_9', '箱']
const FACTS = ['in', 'near']
const OBJECTS = [undefined, 'a\tb']
const VALUES: readonly FactValue[] = ['kitchen', 'shed', true, false, 0, 1, '1', '']

/** Beliefs as a list of what is known, nothing more. */
type Row = readonly [subject: string, fact: string, object: string | undefined, value: FactValue]
const naive = (rows: readonly Row[], { subject, fact, object, to }: FactChange): Row[] => [
  ...rows.filter(([s, f, o]) => s !== subject || f !== fact || o !== object),
  ...(to === null ? [] : [[subject, fact, object, to] as const]),
]
const plainOf = (rows: readonly Row[]): PlainBeliefs => {
  const plain: Record<string, Record<string, FactValue>> = {}
  for (const [s, f, o, value] of rows) plain[s] = { ...plain[s], [factKey(f, o)]: value }
  return plain
}

const changes = fc.record({
  subject: fc.constantFrom(...NAMES),
  fact: fc.constantFrom(...FACTS),
  object: fc.constantFrom(...OBJECTS),
  to: fc.constantFrom(null, ...VALUES),
}) as fc.Arbitrary<FactChange>
const commands = fc.array(
  fc.oneof(
    { weight: 8, arbitrary: changes },
    fc.constantFrom('mark' as const, 'undo' as const, 'settle' as const),
  ),
  { minLength: 20, maxLength: 60, size: 'max' },
)

const many = fc.array(changes, { maxLength: 40, size: 'max' })

/** All that can be asked of beliefs. */
const told = (s: ReturnType<typeof createBeliefs>) =>
  FACTS.flatMap((fact) =>
    OBJECTS.map((object) => [
      NAMES.map((subject) => s.get(subject, fact, object)),
      VALUES.map((value) => s.where(fact, value, object)),
    ]),
  )

test('beliefs are what was set and not taken back, listed by name, whatever went before', () => {
  fc.assert(
    fc.property(commands, (given) => {
      const s = createBeliefs({}, {})
      let rows: Row[] = []
      let marks: { readonly mark: number; readonly rows: Row[] }[] = []
      for (const command of given) {
        if (command === 'mark') marks.push({ mark: s.mark(), rows })
        else if (command === 'settle') {
          s.settle()
          marks = []
        } else if (command === 'undo') {
          const last = marks.pop()
          if (last === undefined) continue
          s.undo(last.mark)
          rows = last.rows
        } else {
          const before = rows.find(
            ([subject, fact, object]) =>
              subject === command.subject && fact === command.fact && object === command.object,
          )
          expect(s.set(command)).toBe((before?.[3] ?? null) !== command.to)
          rows = naive(rows, command)
        }
      }
      for (const fact of FACTS)
        for (const object of OBJECTS) {
          for (const subject of NAMES)
            expect(s.get(subject, fact, object)).toBe(
              rows.find(([a, f, o]) => a === subject && f === fact && o === object)?.[3],
            )
          for (const value of VALUES)
            expect(s.where(fact, value, object)).toEqual(
              rows
                .filter(([, f, o, v]) => f === fact && o === object && v === value)
                .map(([subject]) => subject)
                .sort(),
            )
        }
      expect(told(s)).toEqual(told(createBeliefs(plainOf(rows), {})))
    }),
    { numRuns: 150 },
  )
})

test('what was set since a mark makes of the beliefs at the mark those of now', () => {
  fc.assert(
    fc.property(many, many, (first, then) => {
      const s = createBeliefs({}, {})
      const twin = createBeliefs({}, {})
      for (const change of first) {
        s.set(change)
        twin.set(change)
      }
      const mark = s.mark()
      for (const change of then) s.set(change)
      for (const change of s.since(mark)) twin.set(change)
      expect(told(twin)).toEqual(told(s))
    }),
    { numRuns: 100 },
  )
})

describe('a fact', () => {
  test('that follows from others is worked out anew each time', () => {
    const s = createBeliefs(
      { cup: { in: 'box' }, box: { in: 'shed' } },
      { room: (f, subject) => f.get(String(f.get(subject, 'in')), 'in') },
    )
    expect(s.get('cup', 'room')).toBe('shed')
    s.set({ subject: 'box', fact: 'in', to: 'attic' })
    expect(s.get('cup', 'room')).toBe('attic')
  })
  test('named like something that every object has is not there until it is set', () => {
    const s = createBeliefs({}, {})
    for (const name of ['constructor', '__proto__', 'toString']) {
      expect(s.get(name, name, name)).toBe(undefined)
      s.set({ subject: name, fact: name, object: name, to: 'x' })
      expect(s.get(name, name, name)).toBe('x')
      expect(s.where(name, 'x', name)).toEqual([name])
    }
  })
  test('without an object is not the fact with one', () => {
    const s = createBeliefs({ ada: { near: true } }, {})
    expect([s.get('ada', 'near'), s.get('ada', 'near', 'cup')]).toEqual([true, undefined])
  })
})
