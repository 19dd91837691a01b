import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, test, vi } from 'vitest'
import { run, shipped } from '../../bench/index.js'
import type { CallRecord, Frame, Policy } from '../../engine/index.js'
import { openReplayFile } from '../../replays/index.node.js'
import { central, createGateway, decentral, type ModelTransport, planner, react } from '../index.js'
import { reader } from './testing/fake.js'
import { scenariosIn } from './testing/scenarios.js'

vi.setConfig({ testTimeout: 30_000 })

const scenarios = scenariosIn(await shipped())
const moving = { ...scenarios.get('moving-day')!, horizon: 8 }
const fileIn = (): string => join(mkdtempSync(join(tmpdir(), 'coact-')), 'run.mcap')

type Change = (read: () => Promise<string>, n: number) => string | Promise<string>

/** A model at the other end of the gateway, that reads what it is asked. */
function served(change: Change = (read) => read()) {
  const asked: string[] = []
  const model: ModelTransport = async ({ messages, json }) => {
    asked.push(String(messages.at(-1)!.content))
    const read = async (): Promise<string> => {
      const last = messages.findLastIndex((m) => /^Tick /.test(String(m.content)))
      const answer = { name: 'decision', schema: json!.schema }
      const request = { purpose: 'act', messages: messages.slice(0, last + 1), answer }
      const asking = { agent: 0, tick: 1, signal: new AbortController().signal }
      return (await reader().call(asking, request)).text
    }
    return { text: await change(read, asked.length), finish: 'stop' }
  }
  return { asked, model }
}

async function play(agents: Readonly<Record<string, Policy>>, options = {}, given = served()) {
  const frames: Frame[] = []
  const models = createGateway({ model: given.model })
  const result = await run(moving, { agents, models, onFrame: (f) => frames.push(f), ...options })
  return { result, frames, asked: given.asked }
}

describe.each([
  ['react', () => ({ '*': react({}) })],
  ['central', () => ({ '*': central({}) })],
  ['decentral', () => ({ '*': decentral({}) })],
  ['react beside a planner', () => ({ ada: react({}), bob: planner })],
] as const)('%s', (name, agents) => {
  test('plays through the gateway, is recorded, verified, and played again from the tape', async () => {
    const out = fileIn()
    const { result, frames, asked } = await play(agents(), { out, verify: true })
    expect(result).toMatchObject({ ticks: 8, verified: true })
    expect(frames.flatMap((f) => f.inputs.flatMap((i) => i?.failure ?? []))).toEqual([])
    expect(asked).toHaveLength(name.startsWith('react b') || name === 'central' ? 8 : 16)
    const records: CallRecord[] = []
    const replay = await openReplayFile(out)
    for await (const record of replay.calls()) records.push(record)
    expect(records).toHaveLength(asked.length)
    expect(records.at(-1)!.messages.at(-1)!.content).toBe(asked.at(-1))
    const models = createGateway({ tape: { mode: 'replay', records } })
    const again = await run(moving, { agents: agents(), models })
    expect(again.chain).toBe(result.chain)
  })
})

describe('a model that errs', () => {
  test('is told in words, and does better', async () => {
    const given = served((read, n) => (n === 1 ? '{"action":"GOTO bedrom"}' : read()))
    const { frames, asked } = await play({ ada: react({}), bob: planner }, {}, given)
    expect(asked[1]).toMatch(
      /^Your answer cannot be used: "GOTO bedrom" is not possible now: .*Did you mean GOTO bedroom\?/,
    )
    expect(frames[1]!.inputs[0]!.why).not.toMatch(/fallback/)
  })
  test('for good is replaced by the fallback, which is recorded', async () => {
    const given = served(() => 'I would rather not.')
    const policy = react({ fallback: 'first' })
    const { result, frames } = await play({ ada: policy, bob: planner }, {}, given)
    expect(result.ticks).toBe(8)
    expect(frames.slice(1).map((f) => f.inputs[0]!.why)).toEqual(
      Array(8).fill('fallback: model/no-answer'),
    )
    expect(frames[1]!.inputs[0]!.do).toEqual([{ action: 'done', args: {} }])
  })
  test('by taking too long is late for all of its seats', async () => {
    const models = createGateway({ model: () => new Promise(() => {}) })
    const frames: Frame[] = []
    await run(
      { ...moving, horizon: 2 },
      { agents: { '*': central({}) }, models, timeoutMs: 30, onFrame: (f) => frames.push(f) },
    )
    for (const { inputs } of frames.slice(1))
      expect(inputs.map((i) => i?.failure?.type)).toEqual(['timeout', 'timeout'])
  })
})
