import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createGateway, type GatewayOptions, type ModelTransport } from '../agents/index.js'
import { type CallRecord, CoactError } from '../engine/index.js'
import { openReplayFile } from '../replays/index.node.js'
import { exportColumns, exportReplays } from './export/index.js'
import { memory, readBack } from './export/testing/read.js'
import { draw } from './replay/draw.js'
import { beginStepping, press } from './replay/stepper.js'
import { type RunOptions, run } from './run.js'
import { directionFor, fourCallers } from './testing/caller.js'

let home = ''
beforeAll(() => {
  home = mkdtempSync(join(tmpdir(), 'coact-calls-'))
})
afterAll(() => rmSync(home, { recursive: true, force: true }))

const usage = { input: 30, output: 5, reasoning: 0, cached: 0 }
const lastText = (ask: Parameters<ModelTransport>[0]): string =>
  String(ask.messages.at(-1)!.content)
const later = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms))
/** A clock that stands still: what is recorded does not depend on the machine. */
const clock = { now: () => 0, sleep: async () => {} }

/** A model that answers after so many milliseconds; it hangs where that is undefined. */
const modelAfter =
  (delay: (text: string) => number | undefined): ModelTransport =>
  async (ask) => {
    const ms = delay(lastText(ask))
    if (ms === undefined) return new Promise(() => {})
    await later(ms)
    return { text: directionFor(lastText(ask)), finish: 'stop', usage }
  }

async function played(
  name: string,
  gateway: GatewayOptions,
  options: RunOptions = {},
  horizon = 12,
) {
  const out = join(home, `${name}.mcap`)
  const models = createGateway({ clock, prices: { '*': { input: 1, output: 2 } }, ...gateway })
  const result = await run(fourCallers(horizon), { seed: 3, out, models, ...options })
  return { out, result, bytes: readFileSync(out), calls: await callsIn(out), totals: models.totals }
}

async function callsIn(path: string): Promise<CallRecord[]> {
  const replay = await openReplayFile(path)
  const found: CallRecord[] = []
  for await (const call of replay.calls()) found.push(call)
  await replay.close()
  return found
}

const noModel: ModelTransport = () => Promise.reject(new Error('the network is not needed'))

describe('calls of models in a run', () => {
  test('are recorded with their tick, whatever the order in which they are answered', async () => {
    const quick = await played('quick', { model: modelAfter(() => 0) })
    const mixed = await played('mixed', { model: modelAfter((t) => (t.length * 7919) % 13) })
    expect(mixed.bytes.equals(quick.bytes)).toBe(true)
    const { calls, result } = quick
    // One each tick, one more each third, two more each fourth.
    expect(calls).toHaveLength(4 * (12 + 4 + 2 * 3))
    expect(calls.slice(8, 16).map((c) => c.id)).toEqual([
      '3:0:0',
      '3:0:1',
      '3:1:0',
      '3:1:1',
      '3:2:0',
      '3:2:1',
      '3:3:0',
      '3:3:1',
    ])
    expect(result.calls).toMatchObject({
      calls: 88,
      attempts: 88,
      failures: {},
      usage: { input: 88 * 30, output: 88 * 5 },
      price: (88 * 40) / 1e6,
    })
    expect(quick.totals).toEqual(result.calls)
  })
  test('come from the tape to the letter: answers, failures and prices', async () => {
    let asked = 0
    const model: ModelTransport = async (ask) => {
      asked += 1
      if (asked % 7 === 0) throw new CoactError('model/refused', 'no', { data: {} })
      return {
        text: asked % 5 === 0 ? 'rubbish' : directionFor(lastText(ask)),
        finish: 'stop',
        usage,
      }
    }
    let now = 0
    const passing = { ...clock, now: () => now++ }
    const first = await played('first', { model, retries: 0, clock: passing })
    expect(first.calls.some((c) => c.failure !== undefined)).toBe(true)
    expect(first.calls.some((c) => c.messages.length > 2)).toBe(true)
    expect(first.calls.some((c) => c.latencyMs > 1)).toBe(true)
    const tape = { mode: 'replay', records: first.calls } as const
    const again = await played('again', { model: noModel, tape })
    expect(again.bytes.equals(first.bytes)).toBe(true)
    expect(again.result.wall.callsFromTape).toBe(first.calls.length)
  })
  test('that nobody waited for come out as that, at once and with the same bytes', async () => {
    const hangs = (text: string): number | undefined =>
      /bob at tick (2|3, again|4, left)/.test(text) ? undefined : 0
    const first = await played('hung', { model: modelAfter(hangs) }, { timeoutMs: 60 })
    expect(first.result.agents['bob']!.failures).toEqual({ timeout: 3 })
    expect(first.result.agents['ada']!.failures).toEqual({})
    const failed = first.calls.filter((c) => c.failure !== undefined)
    expect(failed.map((c) => [c.tick, c.failure!.code, c.failure!.message])).toEqual([
      [2, 'model/timeout', 'No decision within 60 ms'],
      [3, 'model/timeout', 'No decision within 60 ms'],
      [4, 'model/timeout', 'No decision within 60 ms'],
    ])
    const tape = { mode: 'replay', records: first.calls } as const
    // For ever would be too long to wait for what was not answered then.
    const again = await played('hung-again', { model: noModel, tape }, { timeoutMs: 0 })
    expect(again.bytes.equals(first.bytes)).toBe(true)
  })
  test('end with their turn', async () => {
    const { defineUniversalPolicy } = await import('../engine/index.js')
    const hasty = defineUniversalPolicy({
      id: 'hasty',
      calls: true,
      decide(turn) {
        turn.call!({ purpose: 'idle', messages: [{ role: 'user', content: 'hm' }] }).catch(() => {})
        return null
      },
    })
    const model = modelAfter(() => 50)
    const agents = { '*': hasty }
    const first = await played('hasty', { model }, { agents }, 2)
    expect(first.calls.map((c) => [c.id, c.failure?.code])).toEqual(
      [1, 2].flatMap((t) => [0, 1, 2, 3].map((a) => [`${t}:${a}:0`, 'model/aborted'])),
    )
    const tape = { mode: 'replay', records: first.calls } as const
    const again = await played('hasty-again', { model: noModel, tape }, { agents }, 2)
    expect(again.bytes.equals(first.bytes)).toBe(true)
  })
  test('that are not on the tape end the run, or are asked of the model', async () => {
    const first = await played('short', { model: modelAfter(() => 0) }, {}, 5)
    const records = first.calls
    await expect(
      played('longer', { model: noModel, tape: { mode: 'replay', records } }, {}, 6),
    ).rejects.toMatchObject({ code: 'model/tape-miss' })
    let asked = 0
    const model: ModelTransport = (ask, signal) => {
      asked += 1
      return modelAfter(() => 0)(ask, signal)
    }
    const auto = await played('auto', { model, tape: { mode: 'auto', records } }, {}, 6)
    const fresh = await played('fresh', { model: modelAfter(() => 0) }, {}, 6)
    expect(auto.bytes.equals(fresh.bytes)).toBe(true)
    expect(asked).toBe(auto.calls.length - records.length)
  })
  test('on a tape that does not fit what is asked are not taken', async () => {
    const first = await played('true', { model: modelAfter(() => 0) }, {}, 2)
    const forged = first.calls.map((c) => ({ ...c, reply: { text: 'x', value: { dir: 'up' } } }))
    const tape = { mode: 'replay', records: forged } as const
    await expect(played('forged', { model: noModel, tape }, {}, 2)).rejects.toThrow(
      /does not fit: dir is none of/,
    )
    const others = first.calls.map((c) => ({
      ...c,
      messages: [{ role: 'user' as const, content: 'something else' }],
      asked: 1,
    }))
    const collides = { mode: 'replay', records: others } as const
    await expect(
      played('collides', { model: noModel, tape: collides }, {}, 2),
    ).rejects.toMatchObject({ code: 'model/tape-miss' })
  })
  test('are not recorded where the tape is off', async () => {
    const { calls, result } = await played('off', {
      model: modelAfter(() => 0),
      tape: { mode: 'off' },
    })
    expect(calls).toEqual([])
    expect(result.calls!.calls).toBe(88)
  })
})

describe('caps', () => {
  const model = modelAfter(() => 0)
  test.each([
    ['of the run', { run: { tokens: 600 } }, 600],
    ['of the episode', { episode: { tokens: 600 } }, 600],
    ['of an agent', { agent: { tokens: 150 } }, 600],
  ])('%s are not exceeded, and the run goes on without', async (_, caps, most) => {
    const { calls, result } = await played('capped', { model, caps, maxTokens: 20 })
    const used = calls.reduce((n, c) => n + c.usage.input + c.usage.output, 0)
    expect(used).toBeLessThanOrEqual(most)
    expect(used).toBeGreaterThan(most / 3)
    expect(result.calls!.failures['model/over-budget']).toBeGreaterThan(10)
    expect(result).toMatchObject({ end: 'horizon', ticks: 12 })
    const refused = calls.find((c) => c.failure?.code === 'model/over-budget')!
    expect(refused).toMatchObject({ attempts: 0, usage: { input: 0, output: 0 } })
    expect(refused.failure!.message).toMatch(/The cap of .* is reached: \d+ of \d+ are used/)
  })
  test('in money are not exceeded either', async () => {
    const caps = { run: { cost: 0.0004 } }
    const { calls, result } = await played('money', { model, caps, maxTokens: 20 })
    expect(result.calls!.price).toBeLessThanOrEqual(0.0004)
    expect(result.calls!.price).toBeGreaterThan(0.0002)
    expect(calls.some((c) => c.failure?.code === 'model/over-budget')).toBe(true)
  })
  test('that were reached come out of the tape as they were', async () => {
    const first = await played('reached', { model, caps: { run: { tokens: 600 } }, maxTokens: 20 })
    const tape = { mode: 'replay', records: first.calls } as const
    const again = await played('reached-again', { model: noModel, tape })
    expect(again.bytes.equals(first.bytes)).toBe(true)
  })
})

test('calls are found, shown as they were, and exported', async () => {
  const { out, calls } = await played('shown', { model: modelAfter(() => 0) })
  const replay = await openReplayFile(out)
  let now = await press(beginStepping(replay), 'l', replay)
  expect(now.tick).toBe(1)
  const page = async (): Promise<string> =>
    (await draw(now, replay, { columns: 400, rows: 200 })).join('\n')
  expect(await page()).toMatch(/1 {2}ada asked \S+ \(\S+; 30 tokens in, 5 out\) → /)
  now = await press(now, 'p', replay)
  expect(await page()).toContain(`    ${calls[0]!.messages[0]!.content as string}`)
  expect(await page()).toContain('  answer:')
  now = await press(now, 'L', replay)
  expect(now.note).toBe('no call of a language model before this tick')
  await replay.close()

  const sink = memory()
  await exportReplays([out], { grain: 'calls', to: 'parquet', out: sink })
  const rows = await readBack('parquet', sink.bytes(), exportColumns('calls'))
  expect(rows).toHaveLength(calls.length)
  expect(rows[0]).toMatchObject({
    id: '1:0:0',
    agent: 'ada',
    messages: calls[0]!.messages,
    reply: calls[0]!.reply!.text,
    tokensIn: 30,
    tokensOut: 5,
    failure: null,
  })
})
