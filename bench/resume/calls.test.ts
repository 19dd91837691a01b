import { copyFileSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createGateway, type ModelTransport } from '../../agents/index.js'
import type { CallRecord, Policy } from '../../engine/index.js'
import { openReplayFile } from '../../replays/index.node.js'
import { run } from '../run.js'
import { directionFor, fourCallers } from '../testing/caller.js'
import { resume } from './resume.js'

let home = ''
let out = ''
let cut = ''
beforeAll(() => {
  home = mkdtempSync(join(tmpdir(), 'coact-paid-'))
  out = join(home, 'run.mcap')
  cut = join(home, 'cut.mcap')
})
afterAll(() => rmSync(home, { recursive: true, force: true }))

/** Copies what a process that is killed now would leave. */
function snap(): void {
  for (const end of ['', '.tmp', '.journal', '.lock']) rmSync(cut + end, { force: true })
  for (const end of ['', '.tmp', '.journal'])
    if (existsSync(out + end)) copyFileSync(out + end, cut + end)
}

const HORIZON = 100
const clock = { now: () => 0, sleep: async () => {} }
const usage = { input: 30, output: 5, reasoning: 0, cached: 0 }

/** A model that is told of each answer that it gives; ada is answered first. */
function model(told: (text: string) => void): ModelTransport {
  return async (ask) => {
    const text = String(ask.messages.at(-1)!.content)
    if (!text.startsWith('ada')) await new Promise((resolve) => setTimeout(resolve, 2))
    told(text)
    return { text: directionFor(text), finish: 'stop', usage }
  }
}

async function callsIn(path: string): Promise<CallRecord[]> {
  const replay = await openReplayFile(path)
  const found: CallRecord[] = []
  for await (const call of replay.calls()) found.push(call)
  await replay.close()
  return found
}

describe('a run with models that is killed', () => {
  const scenario = fourCallers(HORIZON)
  test.each([
    ['in the middle of a tick, when some were answered', 30, 'bob'],
    ['in the middle of a tick of another group', 72, 'cleo'],
    ['before anybody was answered', 1, 'ada'],
  ])('%s pays nothing twice', async (_, tick, name) => {
    const paid: string[] = []
    const models = createGateway({
      clock,
      model: model((text) => {
        if (text === `${name} at tick ${tick}`) snap()
        paid.push(text)
      }),
    })
    await run(scenario, { seed: 1, out, models, journal: 'group' })
    const whole = readFileSync(out)
    const until = paid.indexOf(`${name} at tick ${tick}`)
    const later: string[] = []
    const anew = createGateway({ clock, model: model((text) => later.push(text)) })
    const result = await resume(cut, () => ({ scenario, models: anew }))
    expect(readFileSync(cut).equals(whole)).toBe(true)
    expect(result.resumed.ticks).toBe(tick - 1)
    // What had been answered when the process died is not asked again, everything else is.
    expect([...paid.slice(0, until), ...later].sort()).toEqual(paid.toSorted())
    expect(result.calls!.calls).toBe(paid.length)
  })
  test('keeps counting what was spent', async () => {
    const options = { clock, maxTokens: 10, caps: { run: { tokens: 2000 } } }
    const models = createGateway({
      ...options,
      model: model((text) => {
        if (text === 'dan at tick 5') snap()
      }),
    })
    await run(scenario, { seed: 1, out, models, journal: 'group' })
    const anew = createGateway({ ...options, model: model(() => {}) })
    await resume(cut, () => ({ scenario, models: anew }))
    for (const file of [out, cut]) {
      const used = (await callsIn(file)).reduce((n, c) => n + c.usage.input + c.usage.output, 0)
      expect(used).toBeGreaterThan(1500)
      expect(used).toBeLessThanOrEqual(2000)
    }
  })
  test('and whose journal lost what was flushed takes calls from there', async () => {
    const models = createGateway({ clock, model: model(() => {}) })
    const watched: Policy<'*'> = scenario.agents['ada']!.policy as Policy<'*'>
    await run(scenario, {
      seed: 1,
      out,
      models,
      agents: { '*': watched },
      journal: 'group',
      onFrame: ({ tick }) => tick === 90 && snap(),
    })
    const whole = readFileSync(out)
    const journal = readFileSync(`${cut}.journal`)
    writeFileSync(`${cut}.journal`, journal.subarray(0, Math.floor(journal.length / 2)))
    const anew: string[] = []
    const again = createGateway({ clock, model: model((text) => anew.push(text)) })
    const result = await resume(cut, () => ({ scenario, models: again }))
    expect(result.resumed.ticks).toBe(64)
    expect(anew.every((text) => Number(/tick (\d+)/.exec(text)![1]) > 64)).toBe(true)
    expect(readFileSync(cut).equals(whole)).toBe(true)
  })
})
