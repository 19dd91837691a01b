import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { run } from '../../bench/index.js'
import {
  createEpisode,
  defineScenario,
  defineUniversalPolicy,
  type Envelope,
  type FactChange,
  type Frame,
  type Json,
  limits,
  type Policy,
  type Say,
  type Scenario,
} from '../../engine/index.js'
import { household } from '../../worlds/index.js'
import { idle } from '../idle.js'
import { planner } from './planner.js'
import { hear, tell, tellFacts } from './words.js'

const letter = (body: Json, type = 'data'): Envelope => ({
  id: '1:ada:0',
  tick: 1,
  from: 'ada',
  to: 'all',
  type,
  body,
  tokens: 1,
  bytes: 0,
})

/** A house for two teams. What blue is to do is open to everybody, what red is to do is not blue's. */
const house = (agents: Readonly<Record<string, { readonly team: string }>>) =>
  defineScenario(household, {
    params: {
      rooms: [
        { id: 'hall', name: 'Hall', links: ['shed'] },
        { id: 'shed', name: 'Shed', links: ['hall'] },
      ],
      things: [
        { id: 'chest', name: 'Chest', kind: 'furniture', container: true, at: 'in:shed' },
        { id: 'cup', name: 'Cup', at: 'in:chest' },
        { id: 'table', name: 'Table', kind: 'furniture', at: 'in:hall' },
        { id: 'vase', name: 'Vase', at: 'on:table' },
      ],
      bodies: Object.fromEntries(['ann', 'bob', 'cid'].map((n) => [n, { start: 'hall' }])),
      tasks: [
        {
          text: 'The cup on the table',
          team: 'blue',
          checks: [{ thing: 'cup', place: 'on:table' }],
        },
      ],
      ends: 'horizon',
    },
    agents,
    horizon: 24,
  })
const scenario = house({ ann: { team: 'red' }, bob: { team: 'blue' }, cid: { team: 'blue' } })

/** Says these words in every tick, and does nothing. */
const speaker = (to: string, words: (tick: number) => readonly object[]): Policy =>
  defineUniversalPolicy({
    id: 'speaker',
    decide: ({ tick }) => ({
      say: words(tick).map((w): Say => ({ to, type: 'data', body: w as Json })),
    }),
  })

interface Play {
  readonly frames: readonly Frame[]
  /** What bob did, with his reasons, and what came of it. */
  readonly bob: readonly string[]
}

async function play(
  agents: Readonly<Record<string, Policy>>,
  scene: Scenario = scenario,
): Promise<Play> {
  const frames: Frame[] = []
  await run(scene, {
    seed: 1,
    agents: { '*': idle, bob: planner, ...agents },
    onFrame: (f) => frames.push(f),
  })
  const mine = frames.flatMap((f) =>
    f.actions.filter((a) => a.agent === 1).map((a) => ({ ...a, tick: f.tick })),
  )
  return {
    frames,
    bob: mine.map((a) => `${a.tick} ${a.action} ${JSON.stringify(a.args)} ${a.verdict} ${a.why}`),
  }
}
const failuresOf = ({ frames }: Play) => frames.flatMap((f) => f.inputs[1]?.failure ?? [])

const WANTED = { subject: 'vase', fact: 'place', object: 'in:shed', is: true }
const order = { agent: 'bob', key: 'mine', all: [WANTED], why: 'I say so' }
const together = (tick: number) => ({
  key: 'mine',
  at: tick + 1,
  ticks: [{ bob: { operator: 'goto', args: { to: 'shed' } } }],
  why: 'I say so',
})
const commands: readonly [string, (tick: number) => object][] = [
  ['an order', () => ({ order })],
  ['the end of everything', () => ({ over: '*' })],
  ['the end of an order', () => ({ over: `task1 cup place on:table true` })],
  ['something to be done together', (tick) => ({ together: together(tick) })],
]
const tales: readonly [string, (tick: number) => object][] = [
  [
    'where things are',
    () => ({
      facts: [
        ['cup', 'in', '', 'attic'],
        ['cup', 'kind', '', 'thing'],
      ],
    }),
  ],
  ['where he looks', () => ({ looks: 'look explored shed' })],
  ['what he sees to', () => ({ takes: { key: 'task1 cup place on:table true', all: [] } })],
]

describe('orders', () => {
  test('of one who is captain of one’s team are carried out', async () => {
    const cid = speaker('team', (tick) => [{ planner: 1, ...commands[0]![1](tick) }])
    const frames: Frame[] = []
    await run(house({ cid: { team: 'blue' }, bob: { team: 'blue' } }), {
      agents: { cid, bob: planner },
      onFrame: (f) => frames.push(f),
    })
    const grabs = frames.flatMap((f) => f.actions.filter((a) => a.action === 'grab'))
    expect(grabs[0]).toMatchObject({ args: { thing: 'vase' }, why: expect.stringMatching('I say') })
  })
  test.each(commands)('of a teammate who is not captain change nothing: %s', async (_, words) => {
    const cid = (more: typeof words) =>
      speaker('team', (tick) => [{ planner: 1, team: 'blue', ...more(tick) }])
    const silent = await play({ cid: cid(() => ({})) })
    expect((await play({ cid: cid(words) })).bob).toEqual(silent.bob)
    expect(silent.bob.length).toBeGreaterThan(5)
  })
  test.each(
    [...commands, ...tales].flatMap(([name, words]) =>
      ['red', 'blue', undefined].map((team) => [name, team, words] as const),
    ),
  )('and words of a rival change nothing: %s, who says his team is %s', async (_, team, words) => {
    const ann = (more: typeof words) =>
      speaker('all', (tick) => [{ planner: 1, ...(team && { team }), ...more(tick) }])
    const silent = await play({ ann: ann(() => ({})) })
    expect((await play({ ann: ann(words) })).bob).toEqual(silent.bob)
    expect(silent.bob.some((line) => line.includes('cup is on table'))).toBe(true)
  })
})

const text = fc.oneof(
  fc.constantFrom('', '*', '__proto__', 'constructor', 'a\tb', 'hall', 'cup', 'bob', 'in', 'kind'),
  fc.constantFrom('thing', 'room', 'agent', 'chest', 'state', 'explored', 'near', 'bound', 'mate'),
  fc.string({ maxLength: 12 }),
)
const scalar = fc.oneof(text, fc.boolean(), fc.double(), fc.integer())
const condition = fc.record(
  { subject: text, fact: text, object: text, is: scalar },
  { requiredKeys: ['subject', 'fact', 'is'] },
)
const args = fc.dictionary(text, fc.oneof(scalar, fc.array(text, { maxLength: 3 })), { maxKeys: 3 })
const operator = fc.oneof(text, fc.constantFrom('grab', 'place', 'carry', 'setDown', 'change'))
/** Words that a planner understands, whatever sense they make. */
const sayings = fc.record(
  {
    team: text,
    text,
    facts: fc.array(fc.tuple(text, text, text, fc.option(scalar)), { maxLength: 6 }),
    looks: text,
    order: fc.record({
      agent: fc.oneof(text, fc.constant('bob')),
      key: text,
      all: fc.array(condition, { maxLength: 3 }),
      why: text,
    }),
    takes: fc.record({ key: text, all: fc.array(condition, { maxLength: 3 }) }),
    ready: fc.record({ key: text, at: fc.integer({ min: 0, max: 30 }) }),
    failed: fc.record({ key: text, why: text }),
    together: fc.record({
      key: text,
      at: fc.integer({ min: 0, max: 30 }),
      ticks: fc.array(
        fc.dictionary(fc.oneof(text, fc.constant('bob')), fc.record({ operator, args })),
        { maxLength: 4 },
      ),
      why: text,
    }),
    over: text,
  },
  { requiredKeys: [] },
)

describe('what others say', () => {
  test('is not heard unless it is of a planner’s own kind', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (body) => {
        expect(hear(letter(body as Json))).toBe(undefined)
      }),
    )
    const known = { planner: 1, text: 'hello' }
    expect(hear(letter(known))).toEqual(known)
    for (const more of [{ planner: 2 }, { order: {} }, { over: 7 }, { more: 1 }, { facts: [[]] }])
      expect(hear(letter({ ...known, ...more }))).toBe(undefined)
    expect(hear(letter(known, 'text'))).toBe(undefined)
  })
  test.each([
    ['a rival', scenario, 'ann', 'all'],
    ['a teammate', scenario, 'cid', 'team'],
    ['the captain', house({ cid: { team: 'blue' }, bob: { team: 'blue' } }), 'cid', 'team'],
  ])(
    'never makes a planner fail, whatever %s says',
    async (_, scene, name, to) => {
      await fc.assert(
        fc.asyncProperty(
          fc.array(fc.array(fc.oneof(sayings, fc.object() as never), { maxLength: 3 }), {
            minLength: 24,
            maxLength: 24,
          }),
          async (said) => {
            const words = (tick: number): object[] =>
              said[tick - 1]!.map((w) =>
                JSON.parse(JSON.stringify({ planner: 1, ...(w as object) })),
              )
            const played = await play({ [name]: speaker(to, words) }, scene)
            expect(failuresOf(played)).toEqual([])
          },
        ),
        { numRuns: 40 },
      )
    },
    20_000,
  )
})

test('actions that the world does not have are not done, whoever says so', async () => {
  const scene = house({ cid: { team: 'blue' }, bob: { team: 'blue' } })
  for (const operator of ['fly', 'constructor', 'toString']) {
    const doing = { operator, args: { to: 'shed' } }
    const cid = speaker('team', (tick) => [
      { planner: 1, together: { ...together(tick), ticks: [{ bob: doing }] } },
    ])
    const played = await play({ cid }, scene)
    expect(failuresOf(played)).toEqual([])
    expect(played.bob.some((line) => line.includes('cup is on table'))).toBe(true)
  }
})

describe('a captain’s lies do not make a planner fail', () => {
  const row = (text: string) => {
    const [subject, fact, to] = text.split(' ')
    return [subject, fact, '', to === 'true' ? true : Number(to) || to]
  }
  test.each([
    ['rooms in things', ['hall kind thing', 'hall in chest', 'chest in hall', 'chest kind thing']],
    ['things in each other', ['cup in chest', 'chest in cup', 'vase in vase']],
    ['agents in their hands', ['cid in cup', 'cup in cid', 'cup how held']],
    ['numbers for places', ['cup in 7', 'cup how 7', 'table in true', 'cid in true']],
    ['words for numbers', ['cup weight heavy', 'cid strength weak', 'cid grasp none']],
    ['rooms that are not there', ['cellar kind room', 'cup in cellar', 'hall kind thing']],
    ['everything as an agent', ['cup kind agent', 'hall kind agent', 'chest kind agent']],
  ])('%s', async (_, lies) => {
    const cid = speaker('team', () => [{ planner: 1, facts: lies.map(row) }])
    const scene = house({ cid: { team: 'blue' }, bob: { team: 'blue' } })
    const played = await play({ cid }, scene)
    expect(failuresOf(played)).toEqual([])
  })
})

/** Names of one to 64 characters, beyond ASCII, too. */
const long = fc.oneof(
  fc.string({ unit: 'grapheme', minLength: 1, maxLength: 60 }),
  fc.constantFrom('洗濯機'.repeat(60), '🜛'.repeat(90), '"\\'.repeat(80), '\u0001'.repeat(40)),
)

describe('facts that are told', () => {
  test('fit in messages that the bus takes, and none is lost or told twice', async () => {
    fc.assert(
      fc.property(
        fc.array(
          fc.record({
            subject: long,
            fact: fc.constantFrom('in', 'state'),
            object: long,
            to: fc.oneof(long, fc.boolean(), fc.constant(null)),
          }) as fc.Arbitrary<FactChange>,
          { maxLength: 120, size: 'max' },
        ),
        (facts) => {
          const { say, left } = tellFacts('all', facts, { text: 'これを見た', team: 'blue' })
          const told = say.flatMap((s) => (s.body as { facts: Json[][] }).facts)
          expect([
            ...told.map(([subject, fact, object, to]) => ({ subject, fact, object, to })),
            ...left,
          ]).toEqual(facts)
          for (const s of say) expect(hear(letter(s.body)), 'is understood').toBeDefined()
          const episode = createEpisode(scenario, { seed: 1 })
          const { messages } = episode.step([{ say: [...say, tell('all', { looks: '' })] }])
          expect(messages.map((m) => m.verdict)).toEqual(messages.map(() => 'ok'))
          expect(messages.length).toBe(say.length + 1)
          for (const { bytes } of messages)
            expect(bytes).toBeLessThanOrEqual(limits.MESSAGE_BYTES_MAX)
        },
      ),
      { numRuns: 60 },
    )
  })
})
