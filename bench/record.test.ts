import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import {
  type Decision,
  defineScenario,
  defineUniversalPolicy,
  defineWorld,
  type Frame,
  type Policy,
  type Turn,
} from '../engine/index.js'
import { harvest, windfall } from '../examples/harvest.js'
import { openReplayFile } from '../replays/index.node.js'
import { run } from './run.js'

const policy = (decide: (turn: Turn) => unknown): Policy<'*'> =>
  defineUniversalPolicy({ id: 'test', decide: decide as (turn: Turn) => Decision })
const later = <T>(ms: number, value: T): Promise<T> =>
  new Promise((resolve) => setTimeout(resolve, ms, value))

let home = ''
beforeAll(() => {
  home = mkdtempSync(join(tmpdir(), 'coact-run-'))
})
afterAll(() => rmSync(home, { recursive: true, force: true }))

/** Everything that a file tells of a run. */
async function reread(path: string) {
  const replay = await openReplayFile(path)
  const frames: Frame[] = []
  for await (const frame of replay.frames()) frames.push(frame)
  const observations = await Promise.all(frames.map((f) => replay.observations(f.tick)))
  const scenario = await replay.scenario()
  await replay.close()
  return { info: replay.info, frames, observations, scenario }
}

describe('a recorded run', () => {
  test('is in its file, frame by frame, with how it ended', async () => {
    const out = join(home, 'windfall.mcap')
    const seen: Frame[] = []
    const source = { any: 'thing' }
    const result = await run(windfall, { seed: 7, out, source, onFrame: (f) => seen.push(f) })
    const { info, frames, scenario } = await reread(out)
    expect(frames.map((f) => f.chain)).toEqual(seen.map((f) => f.chain))
    expect(frames.map((f) => f.inputs)).toEqual(
      JSON.parse(JSON.stringify(seen.map((f) => f.inputs))),
    )
    expect(info.header).toMatchObject({
      seed: '7',
      agents: [{ name: 'ada', policy: { id: 'greedy' } }, { name: 'bob' }],
    })
    expect(info.result).toMatchObject({
      end: 'done',
      ticks: result.ticks,
      chain: result.chain,
      metrics: result.metrics,
    })
    expect(scenario).toEqual(source)
  })
  test('gives the same bytes each time', async () => {
    const [a, b] = [join(home, 'a.mcap'), join(home, 'b.mcap')]
    await run(windfall, { seed: 7, out: a })
    await run(windfall, { seed: 7, out: b })
    expect(readFileSync(a).equals(readFileSync(b))).toBe(true)
  })
  test('tells who failed, and how', async () => {
    const out = join(home, 'failures.mcap')
    const bad = policy(({ tick }) => {
      if (tick === 1) throw new Error('lost')
      return tick === 2 ? 42 : tick === 3 ? later(200, 0) : undefined
    })
    const scenario = defineScenario(harvest, { agents: { ada: bad }, horizon: 4 })
    await run(scenario, { out, timeoutMs: 20 })
    const { frames } = await reread(out)
    expect(frames.map((f) => f.inputs[0]?.failure?.type)).toEqual([
      undefined,
      'threw',
      'bad-decision',
      'timeout',
      'timeout',
    ])
    expect(frames[1]!.inputs[0]!.failure!.message).toBe('Error: lost')
  })
  test('holds what agents looked at, by agent, whoever looked first and whatever they did with it', async () => {
    const out = join(home, 'looks.mcap')
    const slow = policy(async (turn) => {
      await later(5, 0)
      const obs = turn.obs as { apples: unknown[] }
      obs.apples.length = 0
    })
    const quick = policy((turn) => void [turn.text, turn.obs])
    const blind = policy(() => undefined)
    const scenario = defineScenario(harvest, {
      params: { size: 4, apples: 2 },
      agents: { a: slow, b: quick, c: blind },
      horizon: 1,
    })
    await run(scenario, { out })
    const { observations } = await reread(out)
    expect(observations[1]!.map((o) => [o.agent, o.kind])).toEqual([
      [0, 'obs'],
      [1, 'obs'],
      [1, 'text'],
    ])
    expect((observations[1]![0]!.value as { apples: unknown[] }).apples).toHaveLength(2)
  })
  test('that is stopped is a whole file', async () => {
    const out = join(home, 'stopped.mcap')
    const stop = new AbortController()
    const hang = policy(({ tick }) => {
      if (tick < 3) return undefined
      setTimeout(() => stop.abort(), 5)
      return new Promise(() => {})
    })
    await run(defineScenario(harvest, { agents: { ada: hang } }), { out, signal: stop.signal })
    const { info, frames } = await reread(out)
    expect(info.result).toMatchObject({ end: 'aborted', ticks: 3 })
    expect(frames[3]!.inputs[0]!.failure!.type).toBe('aborted')
  })
  test('whose world fails keeps what happened until then', async () => {
    const out = join(home, 'broken.mcap')
    const broken = defineWorld({
      ...harvest,
      id: 'broken',
      systems: [
        (w) => {
          if (w.tick === 3) throw new Error('no rule')
        },
      ],
    })
    const scenario = defineScenario(broken, { agents: { ada: policy(() => undefined) } })
    await expect(run(scenario, { out })).rejects.toMatchObject({ code: 'world/threw' })
    expect((await reread(out)).info.ticks).toBe(2)
  })
  test('into a folder that is not there is refused before the first tick', async () => {
    const out = join(home, 'nowhere', 'x.mcap')
    await expect(run(windfall, { out })).rejects.toMatchObject({ code: 'replay/file' })
    expect(existsSync(out)).toBe(false)
  })
})
