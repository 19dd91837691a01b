import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Condition, Operator } from '../../engine/index.js'
import { createBeliefs } from './beliefs.js'
import { findPlan } from './plan.js'
import { conditionKey, type Found, type Search, type Step, works } from './steps.js'
import { house, keys, modelOf } from './testing/keys.js'

const searchIn = (plain: ReturnType<typeof house>, model = keys): Search => ({
  model,
  s: createBeliefs(plain, model.derived),
  isBarred: () => undefined,
})
const at = (subject: string, is: string): Condition => ({ subject, fact: 'at', is })
/** `go hall-shed`, `open gate`, `take cup`, `drop cup` */
const told = ({ steps }: Pick<Found, 'steps'>): string[] =>
  steps.map(({ operator, args }) => {
    const { from, to, door, thing } = args as Record<string, string>
    return `${operator} ${to === undefined ? (door ?? thing) : `${from}-${to}`}`
  })
const plan = (ways: readonly string[], places: Record<string, string>, ...goals: Condition[]) =>
  told(findPlan(searchIn(house(ways, places)), goals, 'ada'))

describe('a plan', () => {
  test('is empty when all is so already', () => {
    expect(findPlan(searchIn(house([], { ada: 'hall' })), [at('ada', 'hall')], 'ada')).toEqual({
      steps: [],
      complete: true,
      unknown: [],
      obstacles: [],
      barred: false,
    })
  })
  test('does first what an action needs, and what that needs', () => {
    const ways = ['hall-shed', 'hall-attic:hatch=brass']
    expect(plan(ways, { ada: 'hall', brass: 'shed', cup: 'attic' }, at('cup', 'shed'))).toEqual([
      'go hall-shed',
      'take brass',
      'go shed-hall',
      'open hatch',
      'go hall-attic',
      // Only one hand.
      'drop brass',
      'take cup',
      'go attic-hall',
      'go hall-shed',
      'drop cup',
    ])
  })
  test('takes the shortest of the ways there are, whichever comes first by name', () => {
    const round = ['a1-a2', 'a2-a3', 'a3-goal']
    for (const short of ['a1-b-goal', 'a1-z-goal'])
      expect(
        plan([...round, short.slice(0, 4), short.slice(3)], { ada: 'a1' }, at('ada', 'goal')),
      ).toEqual([`go ${short.slice(0, 4)}`, `go ${short.slice(3)}`])
    expect(plan(['a-b:gate', 'a-c', 'c-d', 'd-e', 'e-b'], { ada: 'a' }, at('ada', 'b'))).toEqual([
      'open gate',
      'go a-b',
    ])
    expect(plan(['a-b:gate=far', 'a-c', 'c-b'], { ada: 'a', far: 'c' }, at('ada', 'b'))).toEqual([
      'go a-c',
      'go c-b',
    ])
  })
  test.each([[['cup', 'ada']], [['ada', 'cup']]])(
    'does several things in the order that works, however they are listed: %s',
    (order) => {
      const goals = { cup: at('cup', 'shed'), ada: at('ada', 'hall') }
      expect(
        plan(
          ['hall-shed'],
          { ada: 'hall', cup: 'hall' },
          ...order.map((name) => goals[name as 'cup' | 'ada']),
        ),
      ).toEqual(['take cup', 'go hall-shed', 'drop cup', 'go shed-hall'])
    },
  )
  test('brings about again what one thing undid of another', () => {
    const places = { ada: 'a', x: 'a', y: 'b', z: 'c' }
    const goals = [at('x', 'b'), at('y', 'c'), at('z', 'a'), at('ada', 'b')]
    const search = searchIn(house(['a-b', 'b-c'], places))
    const found = findPlan(search, goals, 'ada')
    expect(found.complete).toBe(true)
    expect(works(search, found.steps, goals)).toBe(true)
  })
  test('names who does each step, and everyone where it takes several', () => {
    const push: Operator = {
      *ways(_s, me, c) {
        if (c.fact === 'pushed') yield { who: ['ada', me === 'ada' ? 'bob' : me] }
      },
      *needs(_s, _me, { who }) {
        for (const by of who as string[]) yield { subject: by, fact: 'ready', is: true, by }
      },
      effects: () => [{ subject: 'rock', fact: 'pushed', to: true }],
      call: (args) => ({ action: 'push', args }),
      together: ({ who }) => who as string[],
    }
    const rest: Operator = {
      *ways(_s, me, c) {
        if (c.fact === 'ready' && c.subject === me) yield {}
      },
      *needs() {},
      effects: (_s, me) => [{ subject: me, fact: 'ready', to: true }],
      call: (args) => ({ action: 'rest', args }),
    }
    const search = searchIn({}, modelOf({ push, rest }))
    const { steps } = findPlan(search, [{ subject: 'rock', fact: 'pushed', is: true }], 'ada')
    expect(steps.map(({ actor, operator, together }) => [actor, operator, together])).toEqual([
      ['ada', 'rest', undefined],
      ['bob', 'rest', undefined],
      ['ada', 'push', ['ada', 'bob']],
    ])
  })
})

describe('what is not to be done', () => {
  test('is told when something has to be found out first', () => {
    const found = findPlan(searchIn(house([], { ada: 'hall' })), [at('cup', 'hall')], 'ada')
    expect(found).toMatchObject({ complete: false, barred: false })
    expect(found.unknown).toEqual([{ unknown: 'cup', text: 'where cup is' }])
  })
  test('is told with what stands in the way', () => {
    const search = searchIn(house(['hall-shed:gate=none'], { ada: 'hall' }))
    const found = findPlan(search, [at('ada', 'shed')], 'ada')
    expect(found).toMatchObject({ complete: false, unknown: [], obstacles: ['gate has no key'] })
    const nowhere = findPlan(search, [{ subject: 'ada', fact: 'rich', is: true }], 'ada')
    expect(nowhere.obstacles).toEqual(['nothing makes it so that ada rich  true'])
  })
  test('goes another way round what is barred, and is told that something was', () => {
    const plain = house(['a-b', 'a-c', 'c-b'], { ada: 'a' })
    const isBarred: Search['isBarred'] = (_, { from, to }) =>
      from === 'a' && to === 'b' ? 'a-b was refused' : undefined
    const round = findPlan({ ...searchIn(plain), isBarred }, [at('ada', 'b')], 'ada')
    expect(told(round)).toEqual(['go a-c', 'go c-b'])
    const all = { ...searchIn(plain), isBarred: () => 'refused' }
    expect(findPlan(all, [at('ada', 'b')], 'ada')).toMatchObject({
      complete: false,
      barred: true,
      obstacles: ['refused'],
    })
  })
})

/** Rooms in a ring with some chords, doors, keys and things, at random. */
const houses = fc
  .record({
    size: fc.integer({ min: 2, max: 6 }),
    chords: fc.array(fc.tuple(fc.nat(5), fc.nat(5)), { maxLength: 3 }),
    locks: fc.array(fc.nat(5), { maxLength: 3 }),
    places: fc.array(fc.nat(5), { minLength: 6, maxLength: 6 }),
    goals: fc.array(fc.tuple(fc.constantFrom('ada', 'x', 'y'), fc.nat(5)), {
      minLength: 1,
      maxLength: 3,
    }),
  })
  .map(({ size, chords, locks, places, goals }) => {
    const room = (n: number): string => `r${n % size}`
    const pairs = new Set(Array.from({ length: size - 1 }, (_, i) => `${room(i)}-${room(i + 1)}`))
    for (const [a, b] of chords) if (room(a) < room(b)) pairs.add(`${room(a)}-${room(b)}`)
    const ways = [...pairs].map((pair, i) =>
      locks.includes(i) ? `${pair}:d${i}=k${locks.indexOf(i)}` : pair,
    )
    const [ada, x, y, k0, k1, k2] = places.map(room)
    return {
      plain: house(ways, { ada: ada!, x: x!, y: y!, k0: k0!, k1: k1!, k2: k2! }),
      goals: goals
        .filter(([who], i) => goals.findIndex(([w]) => w === who) === i)
        .map(([who, to]) => at(who, room(to))),
    }
  })

/** Whether the goals can be reached at all, by trying everything. */
function canBe(plain: ReturnType<typeof house>, goals: readonly Condition[]): boolean {
  const movable = ['ada', 'x', 'y', 'k0', 'k1', 'k2']
  const rooms = Object.keys(plain).filter((n) => /^r\d/.test(n))
  const doors = Object.keys(plain).filter((n) => n.startsWith('d'))
  const begin = [...movable.map((n) => plain[n]!['at'] as string), ...doors.map(() => 'shut')]
  const seen = new Set([begin.join()])
  const queue = [begin]
  const place = (state: readonly string[], name: string): string => state[movable.indexOf(name)]!
  for (const state of queue) {
    if (goals.every((g) => place(state, g.subject) === g.is)) return true
    const here = state[0]!
    const held = movable.find((n) => place(state, n) === 'ada')
    const next = (i: number, value: string): void => {
      const changed = state.with(i, value)
      if (!seen.has(changed.join())) queue.push(changed)
      seen.add(changed.join())
    }
    for (const room of rooms) {
      if (plain[here]![`link\t${room}`] !== true) continue
      const door = plain[here]![`door\t${room}`] ?? plain[room]![`door\t${here}`]
      if (door === undefined) next(0, room)
      else {
        const i = movable.length + doors.indexOf(String(door))
        if (state[i] === 'open') next(0, room)
        else if (held !== undefined && plain[String(door)]!['key'] === held) next(i, 'open')
      }
    }
    for (const [i, n] of movable.entries()) {
      if (i === 0) continue
      if (held === n) next(i, here)
      else if (held === undefined && state[i] === here) next(i, 'ada')
    }
  }
  return false
}

describe('in any house', () => {
  test('a plan works as it stands and needs each of its steps, and beliefs are left as they were', () => {
    fc.assert(
      fc.property(houses, ({ plain, goals }) => {
        const search = searchIn(plain)
        const before = search.s.mark()
        const found = findPlan(search, goals, 'ada')
        expect(search.s.mark()).toBe(before)
        if (!found.complete) return
        expect(works(search, found.steps, goals)).toBe(true)
        for (const i of found.steps.keys()) {
          const without = found.steps.filter((_, k) => k !== i)
          expect(works(search, without, goals), told({ steps: [found.steps[i]!] })[0]).toBe(false)
        }
      }),
      { numRuns: 150 },
    )
  })
  test('one is found wherever there is one', () => {
    fc.assert(
      fc.property(houses, ({ plain, goals }) => {
        expect(findPlan(searchIn(plain), goals, 'ada').complete).toBe(canBe(plain, goals))
      }),
      { numRuns: 150 },
    )
  })
  test('the same beliefs give the same plan, whatever was believed in between', () => {
    fc.assert(
      fc.property(houses, houses, ({ plain, goals }, other) => {
        const search = searchIn(plain)
        const first = findPlan(search, goals, 'ada')
        const mark = search.s.mark()
        for (const [subject, facts] of Object.entries(other.plain))
          for (const [key, to] of Object.entries(facts)) {
            const [fact, object] = key.split('\t') as [string, string?]
            search.s.set({ subject, fact, ...(object === undefined ? {} : { object }), to })
          }
        search.s.undo(mark)
        expect(findPlan(search, goals, 'ada')).toEqual(first)
      }),
      { numRuns: 40 },
    )
  })
})

/** Counts what a search asks of its operators. */
function counted(operators: Readonly<Record<string, Operator>>): { model: typeof keys; n: number } {
  const count = { model: keys, n: 0 }
  count.model = modelOf(
    Object.fromEntries(
      Object.entries(operators).map(([name, operator]) => [
        name,
        {
          ...operator,
          needs(...given: Parameters<Operator['needs']>) {
            count.n += 1
            return operator.needs(...given)
          },
        },
      ]),
    ),
  )
  return count
}
const ASKED_MAX = 5000

/** An operator that makes a number of things so, each by several ways that need others. */
const maze = (next: (n: number, way: number) => readonly number[], ways: number): Operator => ({
  *ways(_s, _me, { subject, fact }) {
    if (fact === 'so') for (let way = 0; way < ways; way++) yield { n: Number(subject), way }
  },
  *needs(_s, _me, { n, way }) {
    for (const m of next(n as number, way as number))
      yield { subject: String(m), fact: 'so', is: true }
  },
  effects: (_s, _me, { n }) => [{ subject: String(n), fact: 'so', to: true }],
  call: (args) => ({ action: 'make', args }),
})
const so = (n: number): Condition => ({ subject: String(n), fact: 'so', is: true })

describe('a search ends', () => {
  test.each([
    ['what needs itself', maze((n) => [n], 3)],
    ['what needs one another in a circle', maze((n, way) => [(n + 1 + way) % 5], 4)],
    ['what needs ever more', maze((n, way) => [n * 2 + way + 1], 2)],
    ['what needs ever more of everything', maze((n, way) => [n + 1, n + 2 + way], 6)],
  ])('at %s', (_, make) => {
    const count = counted({ make })
    const search = searchIn({}, count.model)
    const found = findPlan(search, [so(1), so(2), so(3)], 'ada')
    expect(found.complete).toBe(false)
    expect(count.n).toBeGreaterThan(1)
    expect(count.n).toBeLessThan(ASKED_MAX)
  })
  test('at what is undone as soon as it is done', () => {
    const flip: Operator = {
      *ways(_s, _me, { subject, fact, is }) {
        if (fact === 'on' && is === true) yield { lamp: subject }
      },
      *needs() {},
      effects: (_s, _me, { lamp }) =>
        ['1', '2', '3', '4'].map((l) => ({ subject: l, fact: 'on', to: l === lamp })),
      call: (args) => ({ action: 'flip', args }),
    }
    const goals = ['1', '2', '3', '4'].map((subject) => ({ subject, fact: 'on', is: true }))
    expect(findPlan(searchIn({}, modelOf({ flip })), goals, 'ada').complete).toBe(false)
  })
  test('at needs that undo one another, without end', () => {
    const make: Operator = {
      *ways(_s, _me, { fact, subject }) {
        if (fact === 'so') yield { n: subject }
      },
      *needs(_s, _me, { n }) {
        if (n !== 'end') return
        yield { subject: 'a', fact: 'so', is: true }
        yield { subject: 'b', fact: 'so', is: true }
      },
      effects: (_s, _me, { n }) => [
        { subject: n as string, fact: 'so', to: true },
        { subject: n === 'a' ? 'b' : 'a', fact: 'so', to: null },
      ],
      call: (args) => ({ action: 'make', args }),
    }
    const goal = { subject: 'end', fact: 'so', is: true }
    expect(findPlan(searchIn({}, modelOf({ make })), [goal], 'ada').complete).toBe(false)
  })
})

test('conditions have the same key only when they say the same', () => {
  const all: Step['goal'][] = [at('a', 'b'), { subject: 'a', fact: 'at', object: 'b', is: true }]
  expect(new Set(all.map(conditionKey)).size).toBe(2)
})
