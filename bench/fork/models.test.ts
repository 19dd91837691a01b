import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createGateway, type Gateway, type GatewayOptions } from '../../agents/index.js'
import type { CallRecord } from '../../engine/index.js'
import { openReplayFile } from '../../replays/index.node.js'
import { run } from '../run.js'
import { caller, directionFor, fourCallers } from '../testing/caller.js'
import { fork } from './fork.js'
import { openTrunk } from './trunk.js'

let home = ''
beforeAll(() => {
  home = mkdtempSync(join(tmpdir(), 'coact-fork-models-'))
})
afterAll(() => rmSync(home, { recursive: true, force: true }))

const usage = { input: 30, output: 5, reasoning: 0, cached: 0 }
const gateway = (more: GatewayOptions = {}): Gateway =>
  createGateway({
    clock: { now: () => 0, sleep: async () => {} },
    model: async ({ messages }) => {
      const text = directionFor(String(messages.at(-1)!.content))
      return { text, finish: 'stop', usage }
    },
    ...more,
  })

async function callsIn(path: string): Promise<CallRecord[]> {
  const replay = await openReplayFile(path)
  const found: CallRecord[] = []
  for await (const call of replay.calls()) found.push(call)
  await replay.close()
  return found
}

describe('a fork whose agents call models', () => {
  test('records their calls from there on, and comes from its tape', async () => {
    const [whole, branch, again] = ['whole', 'branch', 'again'].map((n) => join(home, `${n}.mcap`))
    const scenario = fourCallers()
    await run(scenario, { seed: 2, out: whole!, models: gateway() })
    const replay = await openReplayFile(whole!)
    const trunk = await openTrunk(replay, scenario, { from: 5, to: 5 })
    const spec = { at: 5, mode: 'live', agents: { '*': caller } } as const
    const told = await fork(trunk, spec, { out: branch!, models: gateway() })
    const calls = await callsIn(branch!)
    const later = (await callsIn(whole!)).filter((c) => c.tick > 5)
    expect(calls.map((c) => [c.id, c.reply])).toEqual(later.map((c) => [c.id, c.reply]))
    expect(told.calls!.calls).toBe(calls.length)
    const taped = gateway({ tape: { mode: 'replay', records: calls } })
    await fork(trunk, spec, { out: again!, models: taped })
    expect(readFileSync(again!).equals(readFileSync(branch!))).toBe(true)
    await replay.close()
  })
  test('is refused without a model', async () => {
    const whole = join(home, 'again-whole.mcap')
    const scenario = fourCallers(3)
    await run(scenario, { seed: 2, out: whole, models: gateway() })
    const replay = await openReplayFile(whole)
    const trunk = await openTrunk(replay, scenario, { from: 1, to: 1 })
    const spec = { at: 1, mode: 'live', agents: { '*': caller } } as const
    await expect(fork(trunk, spec)).rejects.toMatchObject({ code: 'policy/no-model' })
    await replay.close()
  })
})
