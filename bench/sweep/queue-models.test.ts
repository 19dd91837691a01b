import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { LLMock } from '@copilotkit/aimock'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createGateway, samplingModel } from '../../agents/index.js'
import { shipped } from '../registry.js'
import { sharedThrottle } from './account.node.js'
import { defineSuite } from './suite.js'
import { sweep } from './sweep.node.js'
import { hasRedis, openSite, pause, type Site } from './testing/site.node.js'

const KEY = 'key-of-the-queue-1234'
const NEVER = new AbortController().signal
const mock = new LLMock({ port: 0 })
const asked: number[] = []
let site: Site
beforeAll(async () => {
  process.env['COACT_API_KEY'] = KEY
  site = await openSite()
  if (hasRedis) await site.start()
  await mock.start()
  mock.on({}, async ({ response_format: format }) => {
    asked.push(performance.now())
    const json = (format as { readonly json_schema?: object } | undefined)?.json_schema
    const { text } = await samplingModel({ json, messages: [] } as never, NEVER)
    return {
      content: text.replaceAll('"x"', '"EXPLORE"'),
      usage: { prompt_tokens: 100, completion_tokens: 10 },
    }
  })
})
afterAll(async () => {
  delete process.env['COACT_API_KEY']
  await Promise.all([mock.stop(), site.close()])
})

const suite = defineSuite({
  id: 'calls',
  title: 'Calls',
  lineups: ['react', 'random'],
  scenarios: () => [{ id: 'moving-day', group: 'household' }],
})

describe.skipIf(!hasRedis)('episodes that call models, in a queue (needs redis-server)', () => {
  const common = async () => ({
    suite,
    registry: await shipped(),
    seeds: ['0', '1', '2', '3', '4', '5', '6', '7'],
    overrides: { horizon: 6 },
  })

  it('keep to the rate of their account together, and go as they would here', async () => {
    const endpoint = { baseUrl: `${mock.url}/v1`, apiKey: KEY }
    const calm = await sweep({
      ...(await common()),
      out: join(site.home, 'calm'),
      models: createGateway({ model: 'mocked', endpoint }),
    })
    expect(calm).toMatchObject({ done: 16, errors: 0 })
    asked.length = 0
    const args = [
      '--base-url',
      endpoint.baseUrl,
      '--requests-per-minute',
      '600',
      '--calling-episodes',
      '4',
    ]
    const [first] = [site.startWorker(...args), site.startWorker(...args)]
    let rows = 0
    const told = await sweep({
      ...(await common()),
      out: join(site.home, 'queued'),
      queue: { url: site.url },
      modelAtWorkers: { model: 'mocked', price: [1, 2] },
      onRow() {
        rows += 1
        if (rows === 3) first?.kill('SIGKILL')
      },
    })
    expect(told).toMatchObject({ total: 16, done: 16, errors: 0 })
    expect(told.tokens).toBe(8 * 12 * 110)
    expect(told.price).toBeCloseTo((8 * 12 * 120) / 1e6, 9)
    const chains = (list: typeof told.rows) => list.map((r) => [r.key, r.lineup, r.chain])
    expect(chains(told.rows)).toEqual(chains(calm.rows))
    expect(told.rows.map((r) => r.lineup)).toContain('react (mocked)')
    // 60 at once, and 541 in a minute after them.
    const begun = asked[0]!
    for (const [i, at] of asked.entries())
      expect(i + 1).toBeLessThanOrEqual(60 + 2 + ((at - begun) * 541) / 60_000)
    expect(
      readFileSync(join(site.home, 'appendonlydir', 'appendonly.aof.1.incr.aof'), 'latin1'),
    ).not.toContain(KEY)
  }, 120_000)

  it('are taken back when the sweep has spent what it may', async () => {
    const told = await sweep({
      ...(await common()),
      seeds: Array.from({ length: 300 }, (_, i) => `more-${i}`),
      lineups: ['react'],
      out: join(site.home, 'capped'),
      queue: { url: site.url },
      modelAtWorkers: { model: 'mocked' },
      caps: { tokens: 1000 },
    })
    expect(told.stopped).toBe('tokens')
    expect(told.done).toBeGreaterThan(0)
    expect(told.done).toBeLessThan(100)
  }, 120_000)

  it('wait when anyone of the account was refused', async () => {
    const both = [
      await sharedThrottle(site.url, 'a', {}),
      await sharedThrottle(site.url, 'a', { tokensPerMinute: 6000 }),
    ] as const
    both[0].refused(400)
    await pause(20)
    const begun = performance.now()
    await both[1].enter(1, NEVER)
    expect(performance.now() - begun).toBeGreaterThan(300)
    both[1].took(700)
    const late = new AbortController()
    setTimeout(() => late.abort(new Error('time is up')), 50)
    await expect(both[1].enter(600, late.signal)).rejects.toThrow('time is up')
    for (const throttle of both) throttle.close()
  })
})
