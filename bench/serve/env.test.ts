import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { random } from '../../agents/index.js'
import { createEpisode, defineScenario, defineUniversalPolicy } from '../../engine/index.js'
import { greedy, harvest } from '../../examples/harvest.js'
import { createEnvironment } from './env.js'
import { envServer } from './env-server.js'

const pair = defineScenario(harvest, {
  id: 'pair',
  params: { size: 6, apples: 12 },
  agents: { ada: greedy, bob: { team: 'red' } },
  horizon: 10,
})
const eat = { action: 'eat', args: {} }
const east = { action: 'move', args: { dir: 'e' } }

describe('an environment', () => {
  test('does what an episode does, whoever the scenario names', async () => {
    const env = createEnvironment(pair)
    const episode = createEpisode(
      defineScenario(harvest, {
        id: 'pair',
        params: { size: 6, apples: 12 },
        agents: { ada: {}, bob: { team: 'red' } },
        horizon: 10,
      }),
      { seed: 7 },
    )
    const begun = env.reset(7, ['legal', 'text'])
    expect(begun).toMatchObject({
      tick: 0,
      seed: '7',
      state: episode.first!.state,
      agents: ['ada', 'bob'],
      observations: { ada: episode.observe(0), bob: episode.observe(1) },
      rewards: { ada: 0, bob: 0 },
      terminations: { ada: false, bob: false },
      infos: {
        ada: {
          asked: true,
          last: [],
          inbox: [],
          legal: episode.legal(0),
          text: expect.stringContaining('You stand'),
        },
      },
    })
    let told = begun
    while (told.agents.length > 0) {
      told = await env.step({
        ada: east,
        bob: { do: eat, say: { to: 'all', type: 'text', body: 'hi' } },
      })
      const frame = episode.step([
        { do: [east] },
        { do: [eat], say: [{ to: 'all', type: 'text', body: 'hi' }] },
      ])
      expect(told.state).toBe(frame.state)
      expect(told.rewards).toEqual({ ada: frame.rewards[0] ?? 0, bob: frame.rewards[1] ?? 0 })
      expect(told.infos['ada']).toMatchObject({ inbox: [{ from: 'bob', body: 'hi' }] })
    }
    expect(told).toMatchObject({
      tick: 10,
      truncations: { ada: true, bob: true },
      terminations: { ada: false, bob: false },
    })
    await expect(env.step({})).rejects.toMatchObject({ code: 'env/over' })
  })

  test('begins a series of episodes, and each again by its seed', async () => {
    const env = createEnvironment(pair, {}, { seed: 'series' })
    const seeds: string[] = []
    const states: string[] = []
    for (let i = 0; i < 3; i++) {
      const { seed, state } = env.reset()
      seeds.push(seed)
      states.push(state)
    }
    expect(seeds).toEqual(['series/0', 'series/1', 'series/2'])
    expect(new Set(states).size).toBe(3)
    expect(env.reset('series/1').state).toBe(states[1])
  })

  test('takes actions by id and as nothing, and tells of those that are none', async () => {
    const env = createEnvironment(pair)
    env.reset(1)
    const told = await env.step({ ada: 5, bob: null })
    expect(told.infos['ada']).toMatchObject({ last: [{ action: 'eat' }] })
    const { infos } = await env.step({ ada: { action: 'fly' }, bob: true })
    expect(infos).toMatchObject({
      ada: { last: [{ verdict: 'unknown-action' }] },
      bob: { failure: { type: 'bad-decision' } },
    })
    await expect(env.step({ bib: 1 })).rejects.toMatchObject({
      code: 'agent/unknown',
      detail: { nearest: 'bob' },
    })
  })

  test('lets policies play inside, and tells them when an episode is over', async () => {
    const heard: unknown[] = []
    const bob = defineUniversalPolicy({
      id: 'bob',
      async decide({ legal, over, tick }) {
        if (tick === 1) over?.addEventListener('abort', () => heard.push(over.reason))
        return legal()[0]
      },
      close: () => void heard.push('closed'),
    })
    const env = createEnvironment(pair, { bob })
    expect(env.describe()).toMatchObject({ possible_agents: ['ada'], scenario: 'pair' })
    let told = env.reset(1)
    expect(Object.keys(told.observations)).toEqual(['ada'])
    while (told.agents.length > 0) told = await env.step({ ada: eat })
    env.reset(2)
    await env.step({})
    await env.close()
    expect(heard).toEqual(['horizon', 'aborted', 'closed'])
    expect(() => env.reset(3).tick).not.toThrow()
    expect(() => createEnvironment(pair, { '*': random, ada: random, bob: random })).toThrow(
      'env/nobody',
    )
  })
})

describe('the server of an environment', () => {
  const ask = async (server: ReturnType<typeof envServer>, request: object): Promise<unknown> =>
    JSON.parse(await server.answer(JSON.stringify(request)))

  test('answers each request, in the words of the protocol', async () => {
    const server = envServer(createEnvironment(pair))
    expect(await ask(server, { id: 'a', method: 'hello', protocol: 1, more: 1 })).toMatchObject({
      id: 'a',
      result: {
        protocol: 1,
        world: 'harvest',
        actions: [{ name: 'move' }, { name: 'eat' }],
        observation: { type: 'object' },
      },
    })
    expect(await ask(server, { id: 1, method: 'reset', seed: 7 })).toMatchObject({
      id: 1,
      result: { tick: 0, agents: ['ada', 'bob'] },
    })
    expect(await ask(server, { method: 'step', actions: { ada: eat } })).toMatchObject({
      id: null,
      result: { tick: 1 },
    })
    expect(await ask(server, { id: 2, method: 'observe', agent: 'ada' })).toMatchObject({
      result: { obs: { at: expect.anything() }, text: expect.anything() },
    })
    expect(await ask(server, { id: 3, method: 'legal', agent: 'ada' })).toMatchObject({
      result: { legal: expect.arrayContaining([eat]) },
    })
    expect(await ask(server, { id: 4, method: 'seeds', seed: 7, count: 2 })).toEqual({
      id: 4,
      result: { seeds: ['7/0', '7/1'] },
    })
    expect(server.isClosed).toBe(false)
    expect(await ask(server, { id: 5, method: 'close' })).toEqual({ id: 5, result: {} })
    expect(server.isClosed).toBe(true)
  })

  test.each([
    [{ id: 1, method: 'step', actions: {} }, 'env/not-begun'],
    [{ id: 1, method: 'rest' }, 'env/method'],
    [{ id: 1, method: '__proto__' }, 'env/method'],
    [{ id: 1, method: 'hello', protocol: 2 }, 'env/protocol'],
    [{ id: 1, method: 'reset', seed: 1.5 }, 'env/request'],
    [{ id: 1, method: 'reset', seed: '' }, 'env/request'],
    [{ id: 1, method: 'seeds', seed: 1, count: 1e9 }, 'env/request'],
    [{ id: 1, method: 'step' }, 'env/request'],
  ])('refuses %j', async (request, code) => {
    const server = envServer(createEnvironment(pair))
    expect(await ask(server, request)).toMatchObject({ id: 1, error: { code } })
  })

  test('answers whatever comes with one line of JSON, and goes on', async () => {
    const server = envServer(createEnvironment(pair))
    const method = fc.constantFrom('hello', 'reset', 'step', 'observe', 'legal', 'seeds', 'x')
    const request = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.json(),
      fc
        .record({
          id: fc.jsonValue(),
          method: fc.oneof(method, fc.jsonValue()),
          seed: fc.jsonValue(),
          actions: fc.oneof(
            fc.dictionary(fc.constantFrom('ada', 'bob'), fc.jsonValue()),
            fc.jsonValue(),
          ),
          agent: fc.oneof(fc.constantFrom('ada', 'bob'), fc.jsonValue()),
          count: fc.nat(9),
        })
        .map((r) => JSON.stringify(r)),
    )
    await fc.assert(
      fc.asyncProperty(request, async (line) => {
        const answer = await server.answer(line)
        expect(answer).not.toContain('\n')
        const { result, error } = JSON.parse(answer)
        expect((result === undefined) !== (error === undefined)).toBe(true)
        expect(error?.code).not.toBe('internal/error')
      }),
      { numRuns: 300 },
    )
    expect(await ask(server, { id: 1, method: 'reset', seed: 7 })).toMatchObject({
      result: { tick: 0 },
    })
  })
})
