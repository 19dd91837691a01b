import fc from 'fast-check'
import { describe, expect, test, vi } from 'vitest'
import {
  CoactError,
  createEpisode,
  type Decision,
  defineScenario,
  defineUniversalPolicy,
  defineWorld,
  type Frame,
  type Policy,
  type Turn,
} from '../engine/index.js'
import { greedy, harvest, windfall } from '../examples/harvest.js'
import { observeRun } from './live.js'
import { run } from './run.js'

const pair = defineScenario(harvest, {
  id: 'pair',
  params: { size: 6, apples: 6 },
  agents: { ada: greedy, bob: { team: 'red' } },
  horizon: 8,
})
const policy = (decide: (turn: Turn) => unknown, more: Partial<Policy> = {}): Policy =>
  defineUniversalPolicy({ id: 'test', decide: decide as (turn: Turn) => Decision, ...more })
const eat = { action: 'eat', args: {} }
const never = new Promise<never>(() => {})
const trap = (): never => {
  throw new Error('trap')
}
const later = <T>(ms: number, value: T): Promise<T> =>
  new Promise((resolve) => setTimeout(resolve, ms, value))

/** Runs the pair with bob under test; gives the result and all frames. */
const withBob = async (bob: Policy | null, options: Parameters<typeof run>[1] = {}) => {
  const frames: Frame[] = []
  const result = await run(pair, {
    seed: 7,
    timeoutMs: 20,
    ...options,
    agents: { bob },
    onFrame: (f) => frames.push(f),
  })
  return { result, frames, failures: frames.slice(1).map((f) => f.inputs[1]?.failure) }
}
const idleChain = async (): Promise<string> => (await withBob(policy(() => undefined))).result.chain

describe('a run', () => {
  test('says how it went, the same for the same seed', async () => {
    const [a, b, c] = await Promise.all([
      run(windfall, { seed: 7 }),
      run(windfall, { seed: '7' }),
      run(windfall, { seed: 8 }),
    ])
    const { wall, ...told } = a
    expect(told).toEqual({ ...b, wall: undefined })
    expect(c.chain).not.toBe(a.chain)
    expect(wall.ms).toBeGreaterThan(0)
    expect(told).toMatchObject({
      scenario: 'harvest-windfall',
      world: 'harvest@1',
      profile: 'default',
      seed: '7',
      end: 'done',
      goals: [],
      failures: [],
      agents: { ada: { policy: 'greedy', failures: {} }, bob: { policy: 'greedy' } },
    })
    expect(told).not.toHaveProperty('success')
    expect(told.metrics['gini']).toBeTypeOf('number')
    expect(told.ticks).toBeLessThan(500)
  })
  test('does what stepping the episode by hand does', async () => {
    const empty = defineScenario(harvest, {
      params: { size: 4 },
      agents: { ada: {}, bob: {} },
      horizon: 8,
    })
    const episode = createEpisode(empty, { seed: 7 })
    const frames = [episode.first!]
    while (episode.end === undefined) frames.push(episode.step([{ do: [eat] }, { do: [eat] }]))
    const seen: Frame[] = []
    await run(empty, { seed: 7, agents: { '*': policy(() => eat) }, onFrame: (f) => seen.push(f) })
    expect(seen).toEqual(frames)
  })
  test('counts what each agent did', async () => {
    const bob = policy(({ say, tick }) => ({ do: tick % 2 ? 'go' : eat, say: say.all('hi') }))
    const { result } = await withBob(bob)
    expect(result.agents['bob']).toMatchObject({
      actions: 8,
      messages: 8,
      rejected: { 'no-text-commands': 4 },
    })
  })
  test('asks agents at the same time', async () => {
    let thinking = 0
    const busy = policy(async () => {
      thinking += 1
      const seen = await later(1, thinking).then(() => thinking)
      thinking -= 1
      return { do: [], why: String(seen) }
    })
    const frames: Frame[] = []
    await run(pair, { agents: { '*': busy }, onFrame: (f) => frames.push(f) })
    expect(frames[1]!.inputs.map((i) => i?.why)).toContain('2')
  })
  test('lets timers run while policies compute', async () => {
    const ticks: string[] = []
    const timer = setInterval(() => ticks.push('timer'), 1)
    const slow = policy(() => {
      for (const end = performance.now() + 15; performance.now() < end; );
      ticks.push('policy')
    })
    await withBob(slow)
    clearInterval(timer)
    expect(ticks.indexOf('timer')).toBeGreaterThan(0)
    expect(ticks.indexOf('timer')).toBeLessThan(ticks.lastIndexOf('policy'))
  })
  test('is the same in heavy mode', async () => {
    const random = policy(({ legal, rng }) => rng.pick(legal()), { memory: () => ({ n: 1 }) })
    const plain = await run(windfall, { seed: 3, agents: { bob: random } })
    const heavy = await run(windfall, { seed: 3, agents: { bob: random }, heavy: true })
    expect(heavy.chain).toBe(plain.chain)
  })
  test('finds state that a world keeps to itself, in heavy mode', async () => {
    let hidden = 0
    const leaky = defineWorld({
      ...harvest,
      id: 'leaky',
      setup(w, params) {
        harvest.setup(w, params)
      },
      systems: [
        (w) => {
          hidden += 1
          w.c.Body.eaten.set(w.agents[0]!.entity, hidden % 100)
        },
      ],
    })
    const scenario = defineScenario(leaky, {
      agents: { ada: policy(() => undefined) as Policy<'*'> },
      horizon: 5,
    })
    await expect(run(scenario, { heavy: true })).rejects.toMatchObject({
      code: 'run/not-deterministic',
      detail: { where: expect.stringMatching(/tick 1: Body\.eaten of entity 1/) },
    })
  })
})

describe('an agent fails alone, and its failure is recorded', () => {
  const bad: [name: string, decide: () => unknown, failure: object][] = [
    [
      'throws',
      () => {
        throw new RangeError('off\nmap')
      },
      { type: 'threw', message: 'RangeError: off map' },
    ],
    [
      'throws nothing of use',
      () => {
        throw Object.create(null)
      },
      { type: 'threw', message: 'something that cannot be printed' },
    ],
    [
      'rejects',
      async () => {
        throw new Error('no')
      },
      { type: 'threw', message: 'Error: no' },
    ],
    [
      'returns rubbish',
      () => 42,
      { type: 'bad-decision', message: expect.stringContaining('number') },
    ],
    [
      'resolves to rubbish',
      async () => () => 1,
      { type: 'bad-decision', message: expect.stringContaining('function') },
    ],
    [
      'has a then that throws',
      () => Object.defineProperty({}, 'then', { get: () => trap() }),
      { type: 'threw', message: 'Error: trap' },
    ],
  ]
  test.each(bad)('when it %s', async (_, decide, failure) => {
    const { result, failures } = await withBob(policy(decide))
    expect(failures).toEqual(new Array(8).fill(failure))
    expect(result.chain).toBe(await idleChain())
    expect(result.agents['bob']?.failures).toEqual({ [(failure as { type: string }).type]: 8 })
    expect(result.failures[0]).toEqual({ tick: 1, agent: 'bob', ...failure })
    expect(result.agents['ada']?.failures).toEqual({})
  })
  test('when nobody plays', async () => {
    const { failures, result } = await withBob(null)
    expect(failures[0]).toMatchObject({ type: 'absent' })
    expect(result.chain).toBe(await idleChain())
  })
  test('when it hangs: once it is waited for, then it is known to be busy', async () => {
    const decide = vi.fn(() => never)
    const { failures, result } = await withBob(policy(decide), { timeoutMs: 30 })
    expect(failures[0]).toEqual({ type: 'timeout', message: 'No decision within 30 ms' })
    expect(failures.slice(1)).toEqual(
      new Array(7).fill({ type: 'timeout', message: 'Still busy with tick 1' }),
    )
    expect(decide).toHaveBeenCalledTimes(1)
    expect(result.wall.ms).toBeLessThan(1000)
    expect(result.chain).toBe(await idleChain())
  })
  test('when it is late: the answer is dropped, and it is asked again', async () => {
    const asked: number[] = []
    const bob = policy(({ tick }) => {
      asked.push(tick)
      return asked.length === 1 ? later(30, 'late') : 'in time'
    })
    const ada = policy(() => later(15, undefined))
    const frames: Frame[] = []
    const onFrame = (f: Frame) => frames.push(f)
    const result = await run(pair, { timeoutMs: 20, agents: { ada, bob }, onFrame })
    const inputs = frames.slice(1).map((f) => f.inputs[1]!)
    expect(inputs[0]?.failure?.type).toBe('timeout')
    expect(inputs.at(-1)?.do).toEqual([{ text: 'in time' }])
    expect(JSON.stringify(inputs)).not.toContain('late')
    expect(asked).toEqual([1, ...asked.slice(1)])
    expect(result.wall.lateAnswers).toBe(1)
  })
  test.each(['crashed', 'timeout', 'bad-decision', 'absent'])(
    'when it says itself that it is %s',
    async (type) => {
      const bob = policy(async () => {
        throw new CoactError(`turn/${type}`, 'It [is] so', { where: 'elsewhere' })
      })
      expect((await withBob(bob)).failures[0]).toEqual({ type, message: 'It [is] so' })
    },
  )
  test('when it is later than it may be itself, whatever the run says', async () => {
    const slow = policy(() => later(30, eat), { timeoutMs: 1 })
    const { failures } = await withBob(slow, { timeoutMs: 0 })
    expect(failures[0]).toEqual({ type: 'timeout', message: 'No decision within 1 ms' })
    const patient = policy(() => later(30, eat), { timeoutMs: 0 })
    expect((await withBob(patient, { timeoutMs: 5 })).failures).toEqual(Array(8).fill(undefined))
  })
  test('its signal is aborted when its time is over', async () => {
    const reasons: boolean[] = []
    const polite = policy(
      ({ signal }) =>
        new Promise((resolve) =>
          signal.addEventListener('abort', () => {
            reasons.push(signal.aborted)
            resolve(undefined)
          }),
        ),
    )
    const { result } = await withBob(polite)
    expect(reasons.length).toBeGreaterThan(0)
    expect(result.agents['bob']?.failures['timeout']).toBe(8)
  })
  test('what it does to its observation after its time reaches nothing', async () => {
    const errors: unknown[] = []
    const sly = policy(async (turn) => {
      await later(40, 0)
      try {
        void turn.obs
      } catch (e) {
        errors.push((e as { code?: string }).code)
      }
    })
    await withBob(sly, { timeoutMs: 10 })
    await later(50, 0)
    expect(errors).toContain('turn/over')
  })
})

test.each([
  ['at once', (turn: Turn) => void turn.obs],
  ['later', async (turn: Turn) => void (await later(1, turn).then((t) => t.obs))],
])(
  "a world that fails when an agent looks at it, %s, is not the agent's fault",
  async (_, decide) => {
    const blind = defineWorld({
      ...harvest,
      id: 'blind',
      observe: () => {
        throw new Error('fog')
      },
    })
    const scenario = defineScenario(blind, { agents: { ada: policy(decide) as Policy<'*'> } })
    await expect(run(scenario)).rejects.toMatchObject({ code: 'world/threw' })
  },
)

describe('hostile commands get verdicts', () => {
  test.each([
    ['of 1 MB', 'x'.repeat(1 << 20)],
    ['with control characters', '\u001b[2J\u0000\u0007go'],
    ['like __proto__', '__proto__'],
    ['like constructor', 'constructor'],
  ])('%s', async (_, text) => {
    const { frames, result } = await withBob(
      policy(({ tick }) => (tick % 2 ? { text } : { action: text, args: {} })),
    )
    const verdicts = frames.slice(1).map((f) => f.actions.find((a) => a.agent === 1)?.verdict)
    expect(new Set(verdicts)).toEqual(
      new Set([text.length > 4096 ? 'command-too-long' : 'no-text-commands', 'unknown-action']),
    )
    expect(result.failures).toEqual([])
  })
})

test('in whatever order agents answer, the run is the same', async () => {
  const think = (schedule: (p: Promise<Decision>) => Promise<Decision>): Policy =>
    policy((turn) => schedule(Promise.resolve(turn.rng.pick(turn.legal()))), { memory: () => ({}) })
  const crowd = defineScenario(harvest, {
    params: { size: 5, apples: 9 },
    agents: { a: {}, b: {}, c: {}, d: {} },
    horizon: 4,
    order: 'initiative',
  })
  const { chain } = await run(crowd, { agents: { '*': think((p) => p) } })
  await fc.assert(
    fc.asyncProperty(fc.scheduler(), async (s) => {
      const result = await s.waitFor(run(crowd, { agents: { '*': think((p) => s.schedule(p)) } }))
      expect(result.chain).toBe(chain)
    }),
    { numRuns: 30 },
  )
})

describe('an abort', () => {
  test('between ticks ends the run with all that happened', async () => {
    const stop = new AbortController()
    const { result, frames } = await withBob(
      policy(({ tick }) => {
        if (tick === 3) stop.abort()
      }),
      { signal: stop.signal },
    )
    expect(result).toMatchObject({ end: 'aborted', ticks: 3, chain: frames[3]!.chain })
  })
  test('while agents think ends their turn, and what the others decided counts', async () => {
    const stop = new AbortController()
    const ada = policy(() => eat)
    const bob = policy(({ tick }) => {
      if (tick < 3) return undefined
      setTimeout(() => stop.abort(), 5)
      return never
    })
    const frames: Frame[] = []
    const result = await run(pair, {
      agents: { ada, bob },
      signal: stop.signal,
      timeoutMs: 0,
      onFrame: (f) => frames.push(f),
    })
    expect(result).toMatchObject({
      end: 'aborted',
      ticks: 3,
      failures: [{ tick: 3, agent: 'bob', type: 'aborted' }],
    })
    expect(frames.at(-1)!.actions).toHaveLength(1)
  })
  test('before the first tick leaves the setup', async () => {
    const { result, frames } = await withBob(null, { signal: AbortSignal.abort() })
    expect(result).toMatchObject({ end: 'aborted', ticks: 0, chain: frames[0]!.chain })
  })
})

describe('policies', () => {
  test('are closed once each, whatever closing does', async () => {
    const close = vi.fn(async () => {
      throw new Error('stuck')
    })
    const both = policy(() => undefined, { close })
    const result = await run(pair, { agents: { '*': both } })
    expect(close).toHaveBeenCalledTimes(1)
    expect(result.closeErrors).toEqual([{ policy: 'test', message: 'Error: stuck' }])
  })
  test('hear that their episode is over, and how, before they are closed', async () => {
    const heard: unknown[] = []
    const bob = policy(
      ({ over, tick }) => {
        if (tick === 1) over?.addEventListener('abort', () => heard.push(over.reason))
      },
      { close: () => void heard.push('closed') },
    )
    await withBob(bob)
    expect(heard).toEqual(['horizon', 'closed'])
  })
  test('are closed when the run fails, too', async () => {
    const close = vi.fn()
    const onFrame = () => {
      throw new Error('screen gone')
    }
    await expect(
      run(pair, { agents: { '*': policy(() => undefined, { close }) }, onFrame }),
    ).rejects.toThrow('screen gone')
    expect(close).toHaveBeenCalledTimes(1)
  })
  test('that hang while closing are left behind', async () => {
    const { result } = await withBob(policy(() => undefined, { close: () => never }))
    expect(result.closeErrors[0]?.message).toContain('20 ms')
  })
  test.each([
    ['for an agent that is not there', { bobb: greedy }, 'agent/unknown', /"bob"/],
    ['for nobody', {}, 'agent/no-policy', /--agents bob=random/],
    ['of another world', { bob: { ...greedy, world: 'kitchen' } }, 'policy/wrong-world', /kitchen/],
    [
      'with a memory that is not plain',
      { bob: policy(() => 0, { memory: () => new Map() }) },
      'policy/memory',
      /instance/,
    ],
    [
      'whose memory throws',
      {
        bob: policy(() => 0, {
          memory: () => {
            throw new Error('full')
          },
        }),
      },
      'policy/memory',
      /full/,
    ],
  ])('%s are refused before the first tick', async (_, agents, code, says) => {
    const running = run(pair, { agents: agents as never })
    await expect(running).rejects.toMatchObject({ code, message: expect.stringMatching(says) })
  })
})

test('a time-out is a whole number of milliseconds', async () => {
  for (const timeoutMs of [-1, 0.5, 2 ** 31, Number.NaN]) {
    await expect(run(windfall, { timeoutMs })).rejects.toMatchObject({ code: 'run/options' })
  }
})

test('frames can be watched as a stream that reaches nothing', async () => {
  const { frames, result } = observeRun(windfall, { seed: 7 })
  const ticks: number[] = []
  const done = vi.fn()
  frames.subscribe({ next: (f) => ticks.push(f.tick), complete: done })
  const told = await result
  expect(ticks).toEqual(Array.from({ length: told.ticks + 1 }, (_, i) => i))
  expect(done).toHaveBeenCalledTimes(1)
  expect(told.chain).toBe((await run(windfall, { seed: 7 })).chain)
})
