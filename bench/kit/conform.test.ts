import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { afterAll, describe, expect, it, test, vi } from 'vitest'
import { z } from 'zod'
import { definePolicy, type Entity, isCoactError, type Seat } from '../../engine/index.js'
import { conform } from './conform.js'
import { checkAll } from './report.js'
import { broken, type Counters, counter, counting } from './testing/counter.js'

vi.setConfig({ testTimeout: 30_000 })

const home = mkdtempSync(join(tmpdir(), 'coact-kit-'))
afterAll(() => rmSync(home, { recursive: true, force: true }))

const adder = definePolicy(counter, { id: 'adder', decide: ({ act }) => act.add({ by: 'two' }) })
const readme = join(home, 'README.md')
writeFileSync(readme, 'Counter: add, Reset, spend; profiles plain and other.')
const golden = join(home, 'golden.txt')
const all = {
  invariants: {
    'nobody owes': (w: Counters) =>
      [...w.each('Count')].some((e) => w.c.Count.value.get(e) < 0) ? 'a debt' : undefined,
  },
  baseline: {
    policies: { '*': adder },
    seeds: 10,
    better: ({ agents }: { readonly agents: object }) =>
      Object.values(agents).reduce((n, a: { reward: number }) => n + a.reward, 0),
  },
  golden: { file: pathToFileURL(golden), seed: 3, policies: { ada: adder } },
  readme,
}

const update = async <T>(work: () => Promise<T>): Promise<T> => {
  vi.stubEnv('COACT_UPDATE', '1')
  try {
    return await work()
  } finally {
    vi.unstubAllEnvs()
  }
}

describe('a world with which nothing is wrong', () => {
  const checks = conform(counter, { scenarios: [counting()], ...all })
  it('writes its golden playthrough where asked to', async () => {
    await update(async () => checks.find((c) => c.name.startsWith('golden'))!.run())
    expect(readFileSync(golden, 'utf8')).toContain('ada (adder), bob (random)')
  })
  for (const { name, run } of checks) test(name, run)
  it('has checks of different names', () => {
    expect(new Set(checks.map((c) => c.name)).size).toBe(checks.length)
  })
})

/** The first words of the checks that fail for a world, and what they say. */
async function failing(world: object, options: object = {}): Promise<Map<string, string>> {
  const { checks } = await checkAll(
    conform(world as typeof counter, { scenarios: [counting(world)], seeds: [1], ...options }),
  )
  for (const { error } of checks) if (error !== undefined) expect(isCoactError(error)).toBe(true)
  return new Map(
    checks.filter((c) => !c.ok).map((c) => [c.name.replace(/:.*/, ''), c.problem ?? '']),
  )
}

/** The system of the counter, and something that it should not do. */
const systemThat = (does: (w: Counters) => void): object => ({
  systems: [...counter.systems!, { id: 'bad', run: does }],
})
const everyValue = (w: Counters, of: (old: number) => number): void => {
  for (const e of w.each('Count')) w.c.Count.value.set(e, of(w.c.Count.value.get(e)))
}
const observing = (observe: (w: Counters, me: Entity, seat: Seat) => unknown): object => ({
  observe,
})

describe('each check fails for what it is there for', () => {
  const rows: readonly (readonly [
    what: string,
    parts: () => object,
    checks: string[],
    says: RegExp,
  ])[] = [
    [
      'an action that nobody can find',
      () => ({
        actions: { ...counter.actions, say: { args: { text: z.string() }, apply: () => {} } },
      }),
      ['definition'],
      /Nobody can find the action "say"/,
    ],
    [
      'a schema that changes its mind',
      () => {
        let asked = 0
        const how = z.enum(['long']).refine(() => ++asked === 1)
        return {
          actions: { ...counter.actions, wait: { args: { how }, apply: () => {} } },
          vector: undefined,
          parse: undefined,
        }
      },
      ['ids', 'legal'],
      /id 3, wait \{"how":"long"\}/,
    ],
    [
      'two profiles of one name',
      () => ({ profiles: ['plain', 'plain'] }),
      ['definition'],
      /plain, plain/,
    ],
    [
      'a world that throws now and then',
      () =>
        systemThat((w) => {
          if (w.tick === 20) throw new Error('no rule for this')
        }),
      ['play'],
      /no rule for this[\s\S]*counting, seed 1/,
    ],
    [
      'a rejection after a change',
      () => ({
        actions: {
          ...counter.actions,
          reset: {
            args: {},
            apply(w: Counters, me: Entity) {
              w.c.Count.value.add(me, 1)
              return { reject: 'second-thoughts' }
            },
          },
        },
      }),
      ['play'],
      /changed the state and was then rejected/,
    ],
    [
      'a variable that outlives the episode',
      () => {
        let calls = 0
        return systemThat((w) => everyValue(w, () => ++calls))
      },
      [
        'same-seed',
        'reset',
        'heavy',
        'poisoned',
        'reading',
        'plain-observation',
        'bombardment',
        'replay',
        'fork',
      ],
      /Count\.value of entity 1 is \d+ and \d+/,
    ],
    [
      'a variable that each setup sets back',
      () => {
        let ticks = 0
        const setup = (w: Counters): void => {
          ticks = 0
          counter.setup(w as never, w.params as never)
        }
        return {
          setup,
          ...systemThat((w) => {
            ticks += 1
            everyValue(w, () => ticks >> 2)
          }),
        }
      },
      ['same-seed', 'reset', 'reading', 'plain-observation', 'bombardment', 'fork'],
      /Look for state that outlives an episode/,
    ],
    [
      'a variable that is made with the first setup only',
      () => {
        const known = new WeakMap<object, number>()
        return {
          ...systemThat((w) => {
            known.set(w, (known.get(w) ?? 0) + 1)
            everyValue(w, () => known.get(w)!)
          }),
        }
      },
      ['reset', 'heavy', 'fork'],
      /begins anew is not as one that was made anew[\s\S]*Count\.value/,
    ],
    [
      'chance that the seed has no part in',
      () => ({
        setup: (w: Counters) => {
          for (const agent of w.agents) w.spawn({ Count: {} }, agent)
        },
        systems: [
          (w: Counters) => {
            for (let i = 0; i < 3; i++) w.rng.float()
          },
        ],
      }),
      ['same-seed'],
      /every seed gives the same run[\s\S]*90 draws in 30 ticks/,
    ],
    [
      'what is derived from the state, and then changed by itself',
      () => ({
        index: () => ({ ticks: 0 }),
        ...systemThat((w) => {
          const index = w.index as { ticks: number }
          index.ticks += 1
          everyValue(w, () => index.ticks)
        }),
      }),
      ['heavy', 'fork'],
      /changed the run[\s\S]*counting, seed 1, tick 2: Count\.value of entity 1/,
    ],
    [
      'chance of its own',
      () => systemThat((w) => everyValue(w, (n) => n + (Math.random() < 2 ? 1 : 0))),
      ['poisoned'],
      /The world uses Math\.random/,
    ],
    [
      'a clock, though it catches what goes wrong',
      () =>
        systemThat(() => {
          try {
            Date.now()
          } catch {
            // Nobody is to know.
          }
        }),
      ['poisoned'],
      /The world uses Date/,
    ],
    [
      'mathematics that differs between machines, in a description',
      () => ({ describe: () => `${Math.sin(1) > 0 ? performance.now() > 0 : ''}` }),
      ['poisoned'],
      /The world uses Math\.sin/,
    ],
    [
      'an observation that writes',
      () =>
        observing((w, me) => {
          w.c.Count.luck.set(me, 1)
          return { values: [], words: [] }
        }),
      ['poisoned', 'reading', 'observation', 'plain-observation'],
      /Looking at the world writes/,
    ],
    [
      'an observation that counts how often it was made',
      () => ({
        index: () => ({ looks: 0 }),
        observe(w: Counters) {
          const index = w.index as { looks: number }
          index.looks += 1
          return { values: [], words: [] }
        },
        ...systemThat((w) => everyValue(w, () => (w.index as { looks: number }).looks)),
      }),
      ['reading', 'plain-observation'],
      /Looking at the world changed how it went on/,
    ],
    [
      'an observation that draws',
      () => observing((w) => ({ values: [w.stream('look').int(5)], words: [] })),
      ['poisoned', 'reading', 'observation', 'plain-observation'],
      /Looking at the world writes/,
    ],
    [
      'an observation that does not fit its schema',
      () => observing((w) => ({ values: [w.tick / 2], words: [] })),
      ['observation'],
      /tick 1, ada[\s\S]*observation\.values\.0: Invalid input: expected int/,
    ],
    [
      'an observation that is no JSON',
      () => ({
        observation: z.object({ values: z.array(z.int()), at: z.unknown() }),
        observe: () => ({ values: [], at: new Map([[1, 2]]) }),
      }),
      ['plain-observation'],
      /observation\.at[\s\S]*instance of a class/,
    ],
    [
      'an observation that gives the parameters away',
      () => observing((w) => ({ values: [], words: w.params.words })),
      ['plain-observation'],
      /Give agents copies/,
    ],
    [
      'an option that does not fit its action',
      () => ({
        actions: {
          ...counter.actions,
          spend: { ...counter.actions.spend, options: () => [{ what: 'x'.repeat(21) }] },
        },
        parse: undefined,
      }),
      ['legal'],
      /legal\(\) lists "spend" with arguments that do not fit/,
    ],
    [
      'a legal action that is refused',
      () => ({
        actions: {
          ...counter.actions,
          reset: { args: {}, apply: () => ({ reject: 'not-today' }) },
        },
        vector: undefined,
      }),
      ['legal'],
      /"reset" was legal, and was refused[\s\S]*not-today/,
    ],
    [
      'a text that is read as something else',
      () => ({ format: (action: string) => (action === 'add' ? 'add one' : 'reset') }),
      ['text'],
      /"(add one|reset)" is not read as what it was written from/,
    ],
    [
      'a parser that throws',
      () => ({ parse: (_: Counters, text: string) => ({ action: text.slice(0, 3), args: {} }) }),
      ['text', 'bombardment'],
      /There is no action/,
    ],
    [
      'a world that listens to what cannot be read',
      () => ({
        actions: {
          ...counter.actions,
          add: {
            ...counter.actions.add,
            check(w: Counters, _: Entity, __: unknown, seat: Seat) {
              const stopped = w.agents.some((a) => a !== seat && w.acted(a) === false)
              return stopped ? { reject: 'after-you' } : undefined
            },
          },
        },
      }),
      ['bombardment'],
      /What cannot be read has changed the run/,
    ],
    [
      'a vector that is not finite',
      () => ({
        vector: {
          ...counter.vector,
          write: (_: Counters, __: Entity, ___: Seat, out: Float32Array) => out.fill(NaN),
        },
      }),
      ['vector'],
      /position 0/,
    ],
    [
      'a mask that allows what is not legal',
      () => ({
        vector: {
          ...counter.vector,
          mask: (_: Counters, __: Entity, ___: Seat, out: Uint8Array) => out.fill(1),
        },
      }),
      ['vector'],
      /not what legal\(\) lists[\s\S]*not legal/,
    ],
    [
      'a report of an action that cannot be written down',
      () => ({
        actions: {
          ...counter.actions,
          add: { ...counter.actions.add, apply: () => ({ note: 'added', data: { n: NaN } }) },
        },
      }),
      ['replay'],
      /actions\.0\.data\.n[\s\S]*is NaN/,
    ],
    [
      'a scenario that is over before it begins',
      () => ({ done: () => true }),
      ['scenarios'],
      /over before it begins/,
    ],
  ]
  it.each(rows)('%s', async (_, parts, checks, says) => {
    const found = await failing(broken(parts()))
    expect([...found.keys()].filter((name) => checks.includes(name))).toEqual(checks)
    expect([...found.values()].join('\n')).toMatch(says)
    // A world that throws in play fails wherever it is played.
    if (!checks.includes('play')) expect([...found.keys()]).toEqual(checks)
  })
})

describe('the author’s own', () => {
  it('fails where a law is broken, with the tick', async () => {
    const found = await failing(counter, {
      invariants: { 'nobody has 3': (w: Counters) => (w.tick === 3 ? 'tick three' : undefined) },
    })
    expect([...found.keys()]).toEqual(['invariant'])
    expect(found.get('invariant')).toMatch(/"nobody has 3"[\s\S]*tick 3[\s\S]*tick three/)
  })
  it('fails where a golden playthrough is missing or another, with the line', async () => {
    vi.stubEnv('CI', '1')
    const missing = await failing(counter, { golden: { file: join(home, 'none.txt') } })
    expect(missing.get('golden')).toMatch(/COACT_UPDATE=1/)
    vi.stubEnv('CI', '')
    expect(await failing(counter, { golden: { file: join(home, 'none.txt') } })).toEqual(new Map())
    expect(readFileSync(join(home, 'none.txt'), 'utf8')).toContain('counting, seed 0')
    vi.unstubAllEnvs()
    const other = await failing(counter, { golden: { ...all.golden, seed: 4 } })
    expect([...other.keys()]).toEqual(['golden'])
    expect(other.get('golden')).toMatch(/golden\.txt:1[\s\S]*seed 3[\s\S]*seed 4/)
  })
  it('fails where the baseline does not win, with the seeds', async () => {
    const found = await failing(counter, { baseline: { ...all.baseline, better: () => 1 } })
    expect(found.get('baseline')).toMatch(/10 of 10 seeds[\s\S]*0; not with seed 1: 1 to 1/)
  })
  it('fails where the README leaves something out', async () => {
    writeFileSync(join(home, 'short.md'), 'counter: add, plain')
    const found = await failing(counter, { readme: join(home, 'short.md') })
    expect(found.get('readme')).toContain('nothing of reset, spend, other')
    expect((await failing(counter, { readme: join(home, 'no.md') })).has('readme')).toBe(true)
  })
  it('fails where there is no scenario, or two of one name, or one of another world', async () => {
    const twice = await failing(counter, { scenarios: [counting(), counting()] })
    expect([...twice.keys()]).toEqual(['scenarios'])
    expect((await failing(counter, { scenarios: undefined })).get('play')).toContain(
      'kit/no-scenario',
    )
    const foreign = counting(broken({ id: 'another' }))
    expect((await failing(counter, { scenarios: [foreign] })).get('play')).toContain(
      'another world',
    )
  })
})
