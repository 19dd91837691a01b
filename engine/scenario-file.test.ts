import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import { harvest } from '../examples/harvest.js'
import {
  components,
  createEpisode,
  defineWorld,
  i16,
  isCoactError,
  type Problem,
  parseScenarioFile,
  scenarioJsonSchema,
} from './index.js'

const lab = defineWorld({
  id: 'lab',
  version: 2,
  profiles: ['compat', 'strict'],
  params: z.strictObject({
    tubes: z
      .array(z.strictObject({ id: z.string(), weight: z.number().min(0).default(1) }))
      .default([]),
  }),
  validate: ({ tubes }) =>
    tubes.flatMap((t, i): Problem[] =>
      tubes.findIndex((u) => u.id === t.id) < i
        ? [{ path: `params.tubes.${i}.id`, message: 'is taken', got: t.id }]
        : [],
    ),
  components: components({ Tube: { level: i16 } }),
  observation: z.object({ level: z.int() }),
  actions: { wait: { args: {}, apply() {} } },
  events: {
    fill: {
      args: { tube: z.string(), by: z.int().min(1) },
      apply: (w, { tube, by }) => w.c.Tube.level.add(w.entity(tube), by),
    },
  },
  setup(w, { tubes }) {
    for (const t of tubes) w.spawn({ Tube: {} }, t.id)
  },
  observe: () => ({ level: 0 }),
})
const worlds = [harvest, lab]
const minimal = { format: 'coact/scenario/1', id: 'first', world: 'lab@2', agents: { ada: {} } }

const report = (
  given: unknown,
): { code: string; problems: readonly Problem[]; message: string } => {
  try {
    parseScenarioFile(given, worlds, 'lab.json')
  } catch (e) {
    if (isCoactError(e))
      return { code: e.code, problems: e.detail.data as Problem[], message: e.message }
    throw e
  }
  throw new Error('nothing was wrong')
}
const paths = (given: unknown): string[] => report(given).problems.map((p) => p.path)

describe('a scenario file', () => {
  test('needs a format, an id, a world and agents; the rest has defaults', () => {
    const { scenario, policies } = parseScenarioFile(JSON.stringify(minimal), worlds)
    expect(scenario).toMatchObject({
      kind: 'scenario',
      id: 'first',
      title: 'first',
      profile: 'compat',
      params: { tubes: [] },
      agents: { ada: { team: 'all', role: 'agent' } },
      horizon: 1000,
      order: 'agents',
    })
    expect(scenario.world).toBe(lab)
    expect(policies).toEqual({})
  })
  test('names policies, and makes things happen through the events of its world', () => {
    const { scenario, policies, meta } = parseScenarioFile(
      {
        ...minimal,
        params: { tubes: [{ id: 'a' }] },
        agents: {
          ada: { policy: 'random' },
          bob: { policy: { use: 'scripted', with: ['wait'] }, team: 'red' },
        },
        script: [{ at: 2, event: 'fill', args: { tube: 'a', by: 3 } }],
        meta: { source: 'hand' },
      },
      worlds,
    )
    expect(policies).toEqual({ ada: 'random', bob: { use: 'scripted', with: ['wait'] } })
    expect(meta).toEqual({ source: 'hand' })
    const episode = createEpisode(scenario, { seed: 1 })
    const level = () => episode.w.c['Tube']!['level']!.get(episode.w.entity('a'))
    episode.step([])
    expect(level()).toBe(0)
    episode.step([])
    expect(level()).toBe(3)
    episode.step([])
    expect(level()).toBe(3)
  })
  test('may begin with a byte order mark', () => {
    expect(parseScenarioFile(`\ufeff${JSON.stringify(minimal)}`, worlds).scenario.id).toBe('first')
  })
})

describe('all that is wrong is in one report', () => {
  test('with paths, expectations and what was found', () => {
    const { code, problems, message } = report({
      format: 'coact/scenario/1',
      id: '../etc',
      world: 'lab@2',
      profile: 'strickt',
      params: {
        tubes: [
          { id: 'a', wieght: 1 },
          { id: 4, weight: -1 },
        ],
        tube: [],
      },
      agents: { ada: { team: 7 }, '1': {}, all: {} },
      script: [
        { at: 0, event: 'fill', args: { tube: 'a', by: 0 } },
        { at: 3, event: 'fil' },
      ],
      horizon: 2.5,
      hoizon: 3,
    })
    expect(code).toBe('scenario/invalid')
    expect(problems.map((p) => p.path).sort()).toEqual(
      [
        'agents.1',
        'agents.ada.team',
        'agents.all',
        'hoizon',
        'horizon',
        'id',
        'params.tube',
        'params.tubes.0.wieght',
        'params.tubes.1.id',
        'params.tubes.1.weight',
        'profile',
        'script.0.args.by',
        'script.0.at',
        'script.1.event',
      ].sort(),
    )
    const at = (path: string) => problems.find((p) => p.path === path)
    expect(at('params.tubes.1.weight')).toEqual({
      path: 'params.tubes.1.weight',
      message: 'is too small',
      expected: 'at least 0',
      got: '-1',
    })
    expect(at('params.tubes.0.wieght')?.expected).toBe('perhaps "weight"')
    expect(at('hoizon')?.expected).toBe('perhaps "horizon"')
    expect(at('profile')?.message).toContain('did you mean "strict"?')
    expect(at('script.1.event')?.message).toContain('did you mean "fill"?')
    for (const p of problems) expect(message).toContain(p.path)
    expect(message).toContain('lab.json')
  })
  test("including what the world's own check finds", () => {
    const twice = { ...minimal, horizon: 'long', params: { tubes: [{ id: 'a' }, { id: 'a' }] } }
    expect(paths(twice)).toEqual(['horizon', 'params.tubes.1.id'])
  })
  test('an unknown world, with the nearest', () => {
    expect(report({ ...minimal, world: 'harvst@1' }).problems).toMatchObject([
      {
        path: 'world',
        message: expect.stringContaining('did you mean "harvest"?'),
        expected: 'one of harvest, lab',
      },
    ])
  })
  test('another version of the world', () => {
    expect(report({ ...minimal, world: 'lab@1' }).problems).toMatchObject([
      {
        path: 'world',
        message: expect.stringContaining('version 1'),
        expected: 'lab@2',
        got: 'lab@1',
      },
    ])
  })
  test.each([
    ['a list', [], ['(root)']],
    ['null', null, ['(root)']],
    ['a number', 3, ['(root)']],
    ['an empty object', {}, ['format', 'id', 'world', 'agents']],
    ['a future format', { ...minimal, format: 'coact/scenario/9' }, ['format']],
    ['a world without version', { ...minimal, world: 'lab' }, ['world']],
    ['a script that is no list', { ...minimal, script: {} }, ['script']],
  ])('%s', (_, given, expected) => {
    expect(paths(given)).toEqual(expected)
  })
  test('a cyclic object and a getter that throws', () => {
    const loop: Record<string, unknown> = { ...minimal }
    loop['params'] = loop
    expect(report(loop).code).toBe('scenario/invalid')
    const trap = {
      ...minimal,
      get horizon(): number {
        throw new Error('no')
      },
    }
    expect(report(trap).problems[0]?.message).toContain('no')
  })
})

describe('a text that is no JSON', () => {
  test('is refused with line and column', () => {
    const { code, message } = report('{\n  "format": "coact/scenario/1"\n  "id": 1 }')
    expect(code).toBe('scenario/json')
    expect(message).toContain('lab.json:3:3')
  })
  test('is not quietly read as less than it says', () => {
    expect(report('{ "agents": { "ada": {}, "ada": { "policy": "idle" } } }').message).toContain(
      '"ada" occurs twice',
    )
  })
  test('is refused when it is too long', () => {
    expect(report(' '.repeat((64 << 20) + 1)).code).toBe('limit/scenario')
  })
})

describe('the published schema', () => {
  test('of any world leaves parameters open; of one world it tells them', () => {
    expect(scenarioJsonSchema()).toMatchObject({ required: ['format', 'id', 'world', 'agents'] })
    expect(scenarioJsonSchema(lab)).toMatchObject({
      properties: {
        world: { const: 'lab@2' },
        profile: { enum: ['compat', 'strict'] },
        params: { properties: { tubes: { type: 'array' } } },
      },
    })
  })
})
