import { afterAll, describe, expect, test } from 'vitest'
import { run } from '../../bench/index.js'
import {
  at,
  type Components,
  defineUniversalPolicy,
  type Policy,
  type Scenario,
  type World,
} from '../../engine/index.js'
import { household } from '../../worlds/index.js'
import { idle } from '../idle.js'
import { createBeliefs } from './beliefs.js'
import { findPlan } from './plan.js'
import { planner } from './planner.js'
import { play as playScene, sceneOf as sceneIn, type Went } from './testing/scene.js'

const all: Went[] = []
const sceneOf = (given: Parameters<typeof sceneIn>[1]): Scenario => sceneIn(household, given)
const play = async (
  scenario: Scenario,
  others?: Readonly<Record<string, Policy>>,
): Promise<Went> => {
  const went = await playScene(run, scenario, others)
  all.push(went)
  return went
}

const two = { ada: {}, bob: {} }
const rivals = { ada: { team: 'red' }, bob: { team: 'blue' } }
const TABLE = { id: 'table', at: 'in:hall', kind: 'furniture', weight: 90 } as const
const chest = (at: string, states: Readonly<Record<string, boolean>> = {}) =>
  ({
    id: 'chest',
    at,
    kind: 'furniture',
    weight: 90,
    container: true,
    states: { is_open: false, ...states },
  }) as const
const GATE = {
  id: 'gate',
  kind: 'static',
  at: 'in:hall',
  door: ['hall', 'shed'] as [string, string],
  states: { is_open: true },
} as const
const shut = (tick: number) => [
  at<Components, unknown>(tick, (w: World) => w.attributes.set(w.entity('gate'), 'is_open', false)),
]
const follows = (commands: readonly string[]): Policy =>
  defineUniversalPolicy({
    id: 'follows',
    decide: ({ tick, command }) => (commands[tick - 1] ? command(commands[tick - 1]!) : undefined),
  })
/** Follows commands first and plans afterwards. */
const after = (commands: readonly string[]): Policy => ({
  ...planner,
  decide: (turn) =>
    turn.tick <= commands.length
      ? { do: turn.command(commands[turn.tick - 1]!), why: 'as told' }
      : planner.decide(turn),
})
const throws = defineUniversalPolicy({
  id: 'throws',
  decide: () => {
    throw new Error('no idea')
  },
})
const count = ({ lines }: Went, what: RegExp): number => lines.filter((l) => what.test(l)).length
const refused = ({ actions }: Went): string[] =>
  actions.filter((a) => a.verdict !== 'ok').map((a) => a.line)

describe('a planner looks', () => {
  test('about a room until it has found what it needs, and no further', async () => {
    const cup = { id: 'cup', at: 'on:table' }
    const went = await play(
      sceneOf({ things: [TABLE, cup, chest('in:hall')], wanted: ['cup in:shed'] }),
    )
    expect(went.lines).toEqual([
      'ada EXPLORE',
      'ada GOTO cup',
      'ada GRAB cup',
      'ada GOTO shed',
      'ada PLACE cup in shed',
    ])
    expect(went).toMatchObject({ done: [true], ended: { ada: 6 } })
  })
  test('at nothing a second time', async () => {
    const things = [chest('in:attic'), { id: 'coin', at: 'in:chest' }]
    const went = await play(sceneOf({ things, wanted: ['coin in:hall'] }))
    expect(count(went, /EXPLORE/)).toBe(3)
    expect(count(went, /OPEN/)).toBe(1)
    expect(went.done).toEqual([true])
    expect(refused(went)).toEqual([])
  })
})

describe('a planner gets', () => {
  const radio = { id: 'radio', at: 'on:table', states: { is_broken: true } }
  test('a tool out of a closed box', async () => {
    const kit = { id: 'kit', at: 'in:chest', provides: ['repair'] }
    const things = [TABLE, radio, chest('in:hall'), kit]
    const went = await play(sceneOf({ things, wanted: ['radio !is_broken'] }))
    expect(went.lines.slice(-5)).toEqual([
      'ada GOTO chest',
      'ada OPEN chest',
      'ada GRAB kit',
      'ada GOTO radio',
      'ada REPAIR radio',
    ])
    expect(refused(went)).toEqual([])
  })
  test('a key, and opens what is locked, without going to and fro', async () => {
    const things = [
      chest('in:hall', { is_locked: true }),
      { id: 'coin', at: 'in:chest' },
      { id: 'key', at: 'in:attic', provides: ['unlock'] },
    ]
    const went = await play(sceneOf({ things, wanted: ['coin in:shed'] }))
    expect(went.lines.slice(5)).toEqual([
      'ada GOTO attic',
      'ada GOTO key',
      'ada GRAB key',
      'ada GOTO hall',
      'ada GOTO chest',
      'ada UNLOCK chest',
      'ada OPEN chest',
      'ada GRAB coin',
      'ada GOTO shed',
      'ada PLACE coin in shed',
    ])
  })
  test('out of the way what makes a thing too heavy for two, then lifts it with the other', async () => {
    const things = [
      { id: 'trunk', at: 'in:hall', weight: 20, container: true, states: { is_open: true } },
      { id: 'brick', at: 'in:trunk', weight: 15 },
    ]
    const went = await play(sceneOf({ agents: two, things, wanted: ['trunk in:shed'] }))
    expect(went.done).toEqual([true])
    const order = ['GRAB brick', 'CORP_GRAB ada,bob trunk', 'CORP_GOTO', 'CORP_PLACE'].map((what) =>
      went.lines.findIndex((l) => l.includes(what)),
    )
    expect(order).toEqual([...order].sort((a, b) => a - b))
    expect(refused(went)).toEqual([])
  })
  test('the others to empty their hands where what they hold weighs too much', async () => {
    const things = [
      { id: 'trunk', at: 'in:hall', weight: 30 },
      { id: 'brick', at: 'in:hall', weight: 5 },
    ]
    const bob = after(['EXPLORE', 'GOTO brick', 'GRAB brick'])
    const went = await play(sceneOf({ agents: two, things, wanted: ['trunk in:shed'] }), { bob })
    expect(count(went, /^bob PLACE brick/)).toBe(1)
    // Bob came late, and knows all the same whose word it is that all is done.
    expect(went.said.filter((text) => text === 'everything is done')).toHaveLength(1)
    expect(went.done).toEqual([true])
  })
})

test('a planner asks for what a teammate has in its hands: it is put down, and taken', () => {
  const model = household.model!('strict')
  const person = { kind: 'agent', in: 'hall', strength: 16, grasp: 2, mate: true }
  const thing = { kind: 'thing', in: 'hall', how: 'in', weight: 1 }
  const facts = {
    hall: { kind: 'room' },
    ada: { ...person, 'seen\tkit': true, 'seen\tradio': true },
    bob: { ...person, 'seen\tkit': true, 'seen\tradio': true },
    kit: { ...thing, in: 'bob', how: 'held', 'lends\trepair': true },
    radio: { ...thing, 'state\tis_broken': true },
    world: { travel: 'anywhere', 'verb\trepair': true },
  }
  const goal = { subject: 'radio', fact: 'state', object: 'is_broken', is: false }
  const plan = (plain: typeof facts) =>
    findPlan(
      { model, s: createBeliefs(plain, model.derived), isBarred: () => undefined },
      [goal],
      'ada',
    )
  expect(
    plan(facts).steps.map((s) => `${s.actor} ${s.operator} ${s.args['thing'] ?? s.args['to']}`),
  ).toEqual(['bob place kit', 'ada goto kit', 'ada grab kit', 'ada goto radio', 'ada change radio'])
  const stranger = { ...facts, bob: { ...facts.bob, mate: false } }
  expect(plan(stranger)).toMatchObject({ complete: false, obstacles: ['bob has kit'] })
})

describe('a planner goes on', () => {
  test('through a door that turned out shut', async () => {
    const things = [GATE, { id: 'cup', at: 'in:hall' }]
    const went = await play(
      sceneOf({ travel: 'links', things, wanted: ['cup in:shed'], script: shut(4) }),
    )
    expect(went.lines.slice(3)).toEqual([
      'ada GOTO shed: door-closed',
      'ada GOTO gate',
      'ada OPEN gate',
      'ada GOTO shed',
      'ada PLACE cup in shed',
    ])
    expect(went.ended['ada'], 'at once').toBe(9)
  })
  test('so with what it carries with another: they let go, open, and lift again', async () => {
    const things = [GATE, { id: 'trunk', at: 'in:hall', weight: 30 }]
    const went = await play(
      sceneOf({ agents: two, travel: 'links', things, wanted: ['trunk in:shed'], script: shut(5) }),
    )
    const all = went.lines.join('; ')
    expect(all).toMatch(/CORP_GOTO[^;]*door-closed.*LET_GO.*OPEN gate.*CORP_GRAB.*CORP_PLACE/)
    expect(went.done).toEqual([true])
    expect(went.ended['ada']).toBeLessThan(20)
  })
  const cup = { things: [{ id: 'cup', at: 'in:hall' }], agents: rivals }
  const wanted = [{ team: 'blue', check: 'cup in:shed' }]
  const steal = ['EXPLORE', 'GOTO cup', 'GRAB cup']
  test('after a rival who was first, and takes what he puts down again', async () => {
    const ada = follows([...steal, 'GOTO attic', 'PLACE cup in attic'])
    const went = await play(sceneOf({ ...cup, wanted }), { ada })
    expect(went.lines).toContain('bob GRAB cup: conflict')
    expect(went.done).toEqual([true])
    expect(went.ended['bob']).toBeLessThan(14)
  })
  test.each([
    ['beside him', []],
    ['elsewhere', ['GOTO attic']],
  ])('until it is clear that a rival keeps the thing %s, and says so', async (_, more) => {
    const went = await play(sceneOf({ ...cup, wanted }), { ada: follows([...steal, ...more]) })
    expect(went.done).toEqual([false])
    // He first looks again wherever the rival may have left it.
    expect(went.ended['bob']).toBeLessThan(60)
    expect(went.actions.at(-1)!.why).toBe('task1 cannot be done: ada has cup')
    expect(refused(went)).toEqual(['bob GRAB cup: conflict'])
  })
})

test('rivals who hold what the other needs put it down sooner or later', async () => {
  const tool = (id: string, verb: string) => ({ id, at: 'in:hall', weight: 1, provides: [verb] })
  const lamp = (id: string) => ({ id, at: 'in:shed', states: { is_broken: true, is_dirty: true } })
  const wanted = ['red', 'blue'].flatMap((team) =>
    ['!is_broken', '!is_dirty'].map((state) => ({ team, check: `${team}_lamp ${state}` })),
  )
  const things = [
    tool('kit', 'repair'),
    tool('cloth', 'clean'),
    lamp('red_lamp'),
    lamp('blue_lamp'),
  ]
  const went = await play(sceneOf({ agents: rivals, things, wanted, horizon: 80 }))
  expect(went.done).toEqual([true, true, true, true])
})

describe.each([
  ['does nothing', idle],
  ['fails in every tick', throws],
])('a partner who %s', (_, partner) => {
  test.each(['ada', 'bob'])('does not hold up what one can do alone: %s', async (name) => {
    const things = [{ id: 'cup', at: 'in:shed' }]
    const scene = { things, wanted: ['cup in:hall'] }
    const alone = await play(sceneOf({ ...scene, agents: { me: {} } }))
    const went = await play(sceneOf({ ...scene, agents: two }), { [name]: partner })
    const me = name === 'ada' ? 'bob' : 'ada'
    const asMe = (line: string): string => line.replace(/^me/, me)
    expect(went.lines).toEqual(alone.lines.map(asMe))
    expect(went.actions.map((a) => a.tick)).toEqual(alone.actions.map((a) => a.tick))
  })
  test.each(['ada', 'bob'])('is not waited for without end: %s', async (name) => {
    const things = [{ id: 'trunk', at: 'in:hall', weight: 30 }]
    const scene = sceneOf({ agents: two, things, wanted: ['trunk in:shed'] })
    const went = await play(scene, { [name]: partner })
    expect(Object.values(went.ended)[0]).toBeLessThan(45)
    expect(went.said.at(-1)).toMatch(/^task1 cannot be done: trunk weighs 30 kg, and \w+ can carry/)
  })
})

describe('a partner who fails from a tick on', () => {
  const failing = (from: number, to: number): Policy => ({
    ...planner,
    decide(turn) {
      if (turn.tick >= from && turn.tick < to) throw new Error('no idea')
      return planner.decide(turn)
    },
  })
  const box = (id: string, where: string) => ({ ...chest(where), id })
  const things = [
    ...[box('a', 'in:hall'), box('b', 'in:shed'), box('c', 'in:attic')],
    ...[box('d', 'in:hall'), box('e', 'in:shed')],
    ...[
      { id: 'cup', at: 'in:e' },
      { id: 'hat', at: 'in:c' },
    ],
  ]
  const scene = sceneOf({
    agents: two,
    things,
    wanted: ['cup in:hall', 'hat in:hall'],
    horizon: 110,
  })
  const cases = ['ada', 'bob'].flatMap((name) =>
    [2, 4, 6, 8, 10].map((from) => [name, from] as const),
  )
  test.each(cases)('does not hold up the other for good: %s from tick %i', async (name, from) => {
    const went = await play(scene, { [name]: failing(from, 1000) })
    const me = name === 'ada' ? 'bob' : 'ada'
    const inHand = went.lines.filter((l) => new RegExp(`^${name} (GRAB|PLACE)`).test(l)).length % 2
    // What the other holds nobody can take from him.
    expect(went.done.filter((d) => !d)).toHaveLength(inHand)
    expect(went.ended[me]).toBeLessThan(80)
  })
  test.each(cases)(
    'goes on with the other once he is back: %s from tick %i',
    async (name, from) => {
      for (const ticks of [3, 40]) {
        const went = await play(scene, { [name]: failing(from, from + ticks) })
        expect(went.done).toEqual([true, true])
        expect(Object.keys(went.ended).sort()).toEqual(['ada', 'bob'])
        expect(went.lines.length).toBeLessThan(40)
      }
    },
  )
})

describe('what cannot be done is told with its reason, and the rest is done', () => {
  const cup = { id: 'cup', at: 'in:hall' }
  const stove = { id: 'stove', kind: 'static', at: 'in:hall', weight: 9 } as const
  test.each([
    [
      'too heavy',
      { id: 'trunk', at: 'in:hall', weight: 90 },
      'trunk in:shed',
      /90 kg, too much for ada and bob/,
    ],
    ['fixed', stove, 'stove in:shed', /^task1 cannot be done: stove cannot be taken/],
    [
      'locked away',
      [chest('in:attic', { is_locked: true }), { id: 'vase', at: 'in:chest' }],
      'vase in:shed',
      /nobody has found where vase is/,
    ],
    [
      'without a tool',
      { ...cup, states: { is_broken: true } },
      'cup !is_broken',
      /nobody has found a tool to repair/,
    ],
    ['without the attribute', cup, 'cup is_on', /cup has no is_on/],
    ['no container', [stove, cup], 'cup in:stove', /stove is no container/],
  ])('%s', async (_, special, wanted, reason) => {
    const hat = { id: 'hat', at: 'in:hall' }
    const scene = { things: [hat, special].flat(), wanted: [wanted, 'hat in:attic'] }
    const went = await play(sceneOf({ ...scene, agents: two }))
    expect(went.done).toEqual([false, true])
    expect(went.said.at(-1)).toMatch(reason)
    for (const name of ['ada', 'bob']) expect(went.ended[name], name).toBeLessThan(20)
    for (const end of went.actions.filter((a) => a.action === 'done'))
      expect(end.why).toMatch(reason)
    expect(refused(went)).toEqual([])

    const alone = await play(sceneOf(scene))
    expect(alone.done).toEqual([false, true])
    expect(alone.ended['ada']).toBeLessThan(20)
    expect(alone.actions.at(-1)!.why).toMatch(/^task1 cannot be done: /)
  })
})

afterAll(() => {
  const planned = all.flatMap(({ frames, actions }) =>
    actions.filter((a) => frames[a.tick]!.inputs[a.agent]?.memory !== undefined),
  )
  expect(planned.length).toBeGreaterThan(200)
  expect(planned.filter((a) => (a.why ?? '').length < 5)).toEqual([])
})
