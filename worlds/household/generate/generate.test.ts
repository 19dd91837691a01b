import { describe, expect, test } from 'vitest'
import { type CoactError, createEpisode, parseScenarioFile } from '../../../engine/index.js'
import { possible } from '../possible.js'
import { CATEGORIES, type Scene, type SceneInput } from '../scene.js'
import { household } from '../world.js'
import type { Category } from './compose.js'
import { type GeneratedScenario, generateHousehold } from './generate.js'
import type { GenerateOptions } from './options.js'
import { prove } from './prove.js'
import { SETTINGS } from './tables.js'

const seeds = Array.from({ length: 30 }, (_, i) => i + 1)
const every = SETTINGS.flatMap((setting) => CATEGORIES.map((category) => ({ setting, category })))

/** Sizes from the smallest to some in which everything is used. */
const sizes: readonly Partial<GenerateOptions>[] = [
  {},
  { rooms: 1, objects: 3 },
  { rooms: 7, objects: 150, travel: 'links' },
]

const text = (options: GenerateOptions): string => JSON.stringify(generateHousehold(options))
const thingsOf = (file: GeneratedScenario) => file.params.things as Scene['things']
const thing = (file: GeneratedScenario, id: string) => thingsOf(file).find((t) => t.id === id)!
const checksOf = (file: GeneratedScenario) => file.params.tasks!.flatMap((t) => t.checks)
const commandsOf = ({ meta }: GeneratedScenario): string[] =>
  Object.values(meta.solution).flatMap((plan) => plan.filter((c) => c !== null))
const strengths = ({ params }: GeneratedScenario): number[] =>
  Object.values(params.bodies!).map((b) => b.strength!)
const sum = (list: readonly number[]): number => list.reduce((a, b) => a + b, 0)

/** Runs commands by agent, whatever comes of them. @returns whether all tasks were done */
function solves(file: GeneratedScenario, plans: GeneratedScenario['meta']['solution']): boolean {
  const { scenario } = parseScenarioFile(file, [household])
  const episode = createEpisode(scenario, { seed: 1, track: false })
  const ticks = Math.max(...Object.values(plans).map((p) => p.length))
  for (let t = 0; t < ticks && episode.end === undefined; t++)
    episode.step(Object.values(plans).map((p) => (p[t] == null ? null : { do: [{ text: p[t]! }] })))
  return episode.end === 'done'
}

describe('the same arguments', () => {
  test('give the same bytes, whether the seed is a number or a text', () => {
    const options = { category: 'compound_collaboration', seed: 7, agents: 3 } as const
    expect(text(options)).toBe(text(options))
    expect(text({ ...options, seed: '7' })).toBe(text(options))
  })
  test('but another seed give another scenario', () => {
    const texts = seeds.map((seed) => {
      const { meta, id, ...file } = generateHousehold({ category: 'tool_use', seed })
      return JSON.stringify(file)
    })
    expect(new Set(texts).size).toBe(seeds.length)
  })
  test('make an id of any seed, each its own', () => {
    const ids = ['a/b', 'a\\b', 'ü', 'x'.repeat(300), '7'].map(
      (seed) => generateHousehold({ category: 'direct_command', seed }).id,
    )
    for (const id of ids) expect(id).toMatch(/^household-direct_command-[A-Za-z0-9._-]{1,80}$/)
    expect(new Set(ids).size).toBe(5)
    expect(ids.at(-1)).toBe('household-direct_command-7')
  })
})

describe.each(every)('$setting $category', ({ setting, category }) => {
  test.each(sizes)('is valid, solved and worth doing in 30 seeds: %o', (size) => {
    for (const seed of seeds) {
      const file = generateHousehold({ category, setting, seed, ...size })
      const { scenario } = parseScenarioFile(JSON.parse(JSON.stringify(file)), [household])
      const scene = scenario.params as Scene
      expect(scene.things).toHaveLength(size.objects ?? 40)
      expect(scenario.profile).toBe('strict')
      expect(solves(file, file.meta.solution)).toBe(true)
      const seats = Object.keys(scenario.agents).map((name) => ({ name, team: 'all' }))
      expect(possible(scene, seats).tasks.every((t) => t.possible)).toBe(true)
      const longest = Math.max(...Object.values(file.meta.solution).map((p) => p.length))
      expect(longest).toBeGreaterThan(1)
      expect(scenario.horizon).toBeGreaterThan(3 * longest)
    }
  })
})

test('a solution that is not one is a defect', () => {
  const file = generateHousehold({ category: 'tool_use', seed: 1 })
  const withPlan = (ada: readonly (string | null)[]): GeneratedScenario => ({
    ...file,
    meta: { ...file.meta, solution: { ada } },
  })
  const plan = file.meta.solution['ada']!
  expect(() => prove(withPlan(plan))).not.toThrow()
  expect(() => prove(withPlan(plan.slice(0, -1)))).toThrow('internal/unproven')
  expect(() => prove(withPlan([...plan, null]))).toThrow('internal/unproven')
  expect(() => prove(withPlan(['GRAB nothing_1', ...plan]))).toThrow(/undiscovered/)
})

describe('what a category is about', () => {
  const files = (category: Category, more: Partial<GenerateOptions> = {}): GeneratedScenario[] =>
    SETTINGS.flatMap((setting) =>
      seeds.map((seed) => generateHousehold({ category, setting, seed, ...more })),
    )

  test('attribute reasoning: words that fit one thing among several of its kind', () => {
    for (const file of [
      ...files('attribute_reasoning', { objects: 300 }),
      ...files('compound_collaboration', { objects: 80, agents: 4 }),
    ]) {
      if (file.meta.category === 'attribute_reasoning')
        expect(file.meta.told.length).toBeGreaterThan(0)
      for (const { phrase, thing: id } of file.meta.told) {
        expect(file.params.tasks!.some((t) => t.text.toLowerCase().includes(phrase))).toBe(true)
        expect(meant(phrase, thingsOf(file))).toEqual([id])
        const { name } = thing(file, id)
        expect(thingsOf(file).filter((t) => t.name === name).length).toBeGreaterThan(1)
      }
    }
  })
  test('tool use: what cannot be done without the tool', () => {
    for (const file of files('tool_use')) {
      const bare = commandsOf(file).filter((c) => !c.startsWith('GRAB '))
      expect(solves(file, { ada: bare })).toBe(false)
    }
  })
  test('tool use: chains of key, lock, lid and tool in larger scenes', () => {
    const chained = files('tool_use', { objects: 200 }).filter((file) => {
      const verbs = commandsOf(file).map((c) => c.split(' ')[0])
      return verbs.includes('UNLOCK') && verbs.filter((v) => v === 'GRAB').length >= 2
    })
    expect(chained.length).toBeGreaterThan(30)
  })
  test('compound reasoning: something is closed after something was put in', () => {
    for (const file of files('compound_reasoning')) {
      const checks = checksOf(file)
      expect(checks.length).toBeGreaterThan(1)
      const closed = checks.filter((c) => c.states?.['is_open'] === false).map((c) => c.thing)
      expect(checks.some((c) => closed.includes(c.place?.slice(3) ?? ''))).toBe(true)
    }
  })
  test('explicit collaboration: what does not count when one does it alone', () => {
    for (const file of files('explicit_collaboration')) {
      for (const { text } of file.params.tasks!) expect(text).toMatch(/together|two or more/i)
      const alone = Object.entries(file.meta.solution).map(([agent, plan]) => [
        agent,
        plan.map((c) => c?.replace(/^CORP_(\w+) \S+/, '$1') ?? null),
      ])
      expect(solves(file, Object.fromEntries(alone))).toBe(false)
    }
  })
  test('implicit collaboration: too heavy for each, light enough for some, and not a word of it', () => {
    for (const file of [
      ...files('implicit_collaboration'),
      ...files('implicit_collaboration', { agents: 4 }),
    ]) {
      for (const { text } of file.params.tasks!)
        expect(text).not.toMatch(/\b(together|two|team|heavy)\b/i)
      for (const check of checksOf(file)) {
        const { id, weight } = thing(file, check.thing)
        expect(weight).toBeGreaterThan(Math.max(...strengths(file)))
        expect(weight).toBeLessThanOrEqual(sum(strengths(file)))
        expect(thingsOf(file).filter((t) => t.at.slice(3) === id)).toEqual([])
      }
    }
  })
  test('implicit collaboration: now and then it takes three', () => {
    const three = files('implicit_collaboration', { agents: 3 }).filter((file) => {
      const [, ...strongest] = strengths(file).sort((a, b) => a - b)
      return checksOf(file).some((c) => thing(file, c.thing).weight > sum(strongest))
    })
    expect(three.length).toBeGreaterThan(3)
  })
  test('compound collaboration: both, and parts for one alone, which several agents share', () => {
    for (const file of files('compound_collaboration', { agents: 4, objects: 80 })) {
      const checks = checksOf(file)
      expect(checks.some((c) => c.together === true)).toBe(true)
      const heavy = (c: (typeof checks)[number]): boolean =>
        thing(file, c.thing).weight > Math.max(...strengths(file))
      expect(checks.some((c) => c.place !== undefined && heavy(c))).toBe(true)
      for (const c of checks) if (c.states !== undefined) expect(c.together).toBeDefined()
      const plans = Object.values(file.meta.solution)
      expect(plans.filter((p) => p.some((c) => c !== null)).length).toBeGreaterThan(2)
    }
  })
})

/** The things that some words can mean, read from the words alone. */
function meant(phrase: string, things: Scene['things']): string[] {
  const words = phrase.split(' ').slice(1)
  const most = /^(heaviest|lightest)$/.test(words[0]!) ? words.shift() : undefined
  const fitting = things.filter((t) => {
    const name = t.name.toLowerCase().split(' ')
    const traits = words.slice(0, words.length - name.length)
    const values = [t.states['size'], t.states['colour'], t.states['material']]
    return (
      words.slice(-name.length).join(' ') === name.join(' ') &&
      traits.every((w) => values.includes(w))
    )
  })
  if (most === undefined) return fitting.map((t) => t.id)
  const weights = fitting.map((t) => t.weight)
  const best = most === 'heaviest' ? Math.max(...weights) : Math.min(...weights)
  return fitting.filter((t) => t.weight === best).map((t) => t.id)
}

describe('sizes', () => {
  test('from two things in a room', () => {
    for (const category of CATEGORIES) {
      const objects = category === 'compound_collaboration' ? 3 : 2
      for (const seed of seeds) {
        const file = generateHousehold({ category, seed, rooms: 1, objects })
        expect(file.params.things).toHaveLength(objects)
      }
    }
  })
  test.each(['anywhere', 'links'] as const)('to thousands, in a moment: %s', (travel) => {
    const options = { category: 'compound_collaboration', seed: 1, travel } as const
    const started = performance.now()
    const file = generateHousehold({ ...options, rooms: 50, objects: 2000, agents: 8 })
    expect(performance.now() - started).toBeLessThan(5000)
    expect(file.params.rooms).toHaveLength(50)
    expect(file.params.things).toHaveLength(2000)
    const large = generateHousehold({ ...options, rooms: 100, objects: 5000, agents: 16 })
    expect(Object.keys(large.agents)).toHaveLength(16)
  })
  test('make chains, checks and distractors more', () => {
    const mean = (category: Category, objects: number, of: (f: GeneratedScenario) => number) =>
      sum(seeds.map((seed) => of(generateHousehold({ category, seed, objects })))) / seeds.length
    const steps = (f: GeneratedScenario): number => commandsOf(f).length / checksOf(f).length
    const checks = (f: GeneratedScenario): number => checksOf(f).length
    const likes = (f: GeneratedScenario): number =>
      thingsOf(f).filter((t) => t.name === thing(f, f.meta.told[0]!.thing).name).length
    expect(mean('tool_use', 300, steps)).toBeGreaterThan(mean('tool_use', 20, steps))
    expect(mean('compound_reasoning', 300, checks)).toBeGreaterThan(
      mean('compound_reasoning', 20, checks),
    )
    expect(mean('attribute_reasoning', 300, likes)).toBeGreaterThan(
      mean('attribute_reasoning', 20, likes),
    )
  })
  test('travel by links has doors, some of them shut, that solutions open', () => {
    const files = seeds.map((seed) =>
      generateHousehold({ category: 'tool_use', seed, rooms: 8, objects: 100, travel: 'links' }),
    )
    const doors = files.flatMap((f) => thingsOf(f).filter((t) => t.door !== undefined))
    expect(doors.some((d) => d.states['is_open'] === false)).toBe(true)
    const ids = new Set(doors.map((d) => d.id))
    expect(
      files.some((f) => commandsOf(f).some((c) => c.startsWith('OPEN ') && ids.has(c.slice(5)))),
    ).toBe(true)
    const anywhere = generateHousehold({ category: 'tool_use', seed: 1, rooms: 8, objects: 100 })
    expect(thingsOf(anywhere).some((t) => t.door !== undefined)).toBe(false)
  })
})

describe('what cannot be is refused, with what could be', () => {
  const cases: [name: string, options: object, code: string, detail: object][] = [
    [
      'one agent for two',
      { category: 'explicit_collaboration', agents: 1 },
      'generate/too-few-agents',
      { expected: 'at least 2', got: '1', where: 'agents' },
    ],
    [
      'fewer things than the category needs',
      { category: 'compound_collaboration', objects: 2 },
      'generate/too-few-objects',
      { expected: 'at least 3', got: '2', where: 'objects' },
    ],
    ['no room', { rooms: 0 }, 'generate/rooms', { got: '0', next: 'Ask for 1 or more rooms.' }],
    [
      'more things than fit',
      { objects: 50_001 },
      'generate/objects',
      { next: 'Ask for 50000 objects at most.' },
    ],
    ['half an agent', { agents: 1.5 }, 'generate/agents', { got: '1.5' }],
    [
      'an unknown category',
      { category: 'tol_use' },
      'generate/unknown-category',
      { nearest: 'tool_use' },
    ],
    [
      'an unknown setting',
      { setting: 'industral' },
      'generate/unknown-setting',
      { nearest: 'industrial' },
    ],
    [
      'an unknown way to travel',
      { travel: 'link' },
      'generate/unknown-travel',
      { nearest: 'links' },
    ],
    ['an empty seed', { seed: '' }, 'seed/empty', {}],
  ]
  test.each(cases)('%s', (_, options, code, detail) => {
    const given = { category: 'direct_command', seed: 1, ...options } as GenerateOptions
    expect(refusal(given)).toMatchObject({ code, detail: { ...detail, next: expect.any(String) } })
  })
})

function refusal(options: GenerateOptions): CoactError | undefined {
  try {
    generateHousehold(options)
    return undefined
  } catch (e) {
    return e as CoactError
  }
}

test('the file is of the format that scenarios have, without policies', () => {
  const file = generateHousehold({ category: 'implicit_collaboration', seed: 'x', agents: 18 })
  expect(file).toMatchObject({
    format: 'coact/scenario/1',
    world: 'household@2',
    profile: 'strict',
  })
  expect(Object.keys(file.agents).slice(0, 4)).toEqual(['ada', 'bob', 'cyn', 'dan'])
  expect(Object.keys(file.agents).slice(-2)).toEqual(['ada2', 'bob2'])
  expect(Object.values(file.agents).every((a) => Object.keys(a).length === 0)).toBe(true)
  expect(file.meta).toMatchObject({
    generator: 'household-generator/1',
    seed: 'x',
    category: 'implicit_collaboration',
    setting: 'household',
  })
  const { params }: { params: SceneInput } = file
  expect(Object.keys(file.meta.solution)).toEqual(Object.keys(params.bodies!))
})
