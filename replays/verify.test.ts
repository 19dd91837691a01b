import { describe, expect, test } from 'vitest'
import {
  components,
  defineScenario,
  defineWorld,
  type Frame,
  i32,
  type Scenario,
  type World,
} from '../engine/index.js'
import { bazaar, feast } from '../examples/bazaar.js'
import { windfall } from '../examples/harvest.js'
import { differenceText } from './compare.js'
import { openReplay } from './reader.js'
import { bytesSource } from './source.js'
import { play, type Run, recorded } from './testing/runs.js'
import { type VerifyOptions, type VerifyResult, verifyReplay } from './verify.js'

const run = play(feast, 140)

async function verified(
  of: Run,
  scenario: Scenario = feast,
  options: VerifyOptions = {},
): Promise<VerifyResult> {
  return verifyReplay(await openReplay(bytesSource(await recorded(of))), scenario, options)
}

/** The run with one frame retold. */
const retold = (tick: number, change: (frame: Frame) => Partial<Frame>): Run => ({
  ...run,
  frames: run.frames.map((f) => (f.tick === tick ? { ...f, ...change(f) } : f)),
})

/** Retells a tick's change of a column. */
const withColumn = (frame: Frame, column: number, by: number): Pick<Frame, 'diff'> => ({
  diff: {
    ...frame.diff,
    columns: frame.diff.columns.map((c) =>
      c.column === column ? { ...c, values: c.values.map((v) => v + by) as typeof c.values } : c,
    ),
  },
})

/** The same scenario in a world of the same version, with a rule more in one of its systems. */
function meddled(rule: (w: World) => unknown): Scenario {
  const systems = feast.world.systems!.map((system) =>
    typeof system !== 'function' && system.id === 'gossip'
      ? {
          id: 'gossip',
          run(w: World) {
            system.run(w)
            rule(w)
          },
        }
      : system,
  )
  return { ...feast, world: { ...feast.world, systems } } as Scenario
}

describe('verifying', () => {
  test('finds nothing in an honest file', async () => {
    const { ok, ticks, chain, difference, warnings } = await verified(run)
    expect({ ok, difference, warnings }).toEqual({ ok: true, difference: undefined, warnings: [] })
    expect(ticks).toBe(140)
    expect(chain).toBe(run.frames[140]!.chain)
  })

  test('finds nothing when every tick is saved, made bytes and loaded', async () => {
    expect(await verified(run, feast, { heavy: true })).toMatchObject({ ok: true, ticks: 140 })
  }, 60_000)

  test('takes first memories from the file, not from policies', async () => {
    const { greedy: _, ...rest } = { greedy: 0, ...windfall }
    const agents = { ada: { team: 'all', role: 'agent' }, bob: { team: 'all', role: 'agent' } }
    const played = play(windfall, 30, { decide: () => [{ do: [{ action: 'eat', args: {} }] }] })
    expect(played.episode.memory(0)).toEqual({ seen: 0 })
    expect(await verified(played, { ...rest, agents } as Scenario)).toMatchObject({
      ok: true,
      ticks: 30,
    })
  })

  test('names the altered cell of a file', async () => {
    const tick = 91
    const age = run.episode.columns.findIndex((c) => c.name === 'Good.age')
    const frame = run.frames[tick]!
    const cell = frame.diff.columns.find((c) => c.column === age)!
    const { ok, ticks, difference } = await verified(retold(tick, (f) => withColumn(f, age, 3)))
    expect({ ok, ticks }).toEqual({ ok: false, ticks: tick - 1 })
    expect(difference).toMatchObject({
      tick,
      where: 'Good.age',
      entity: { id: cell.ids[0], name: '' },
      recorded: cell.values[0]! + 3,
      computed: cell.values[0],
      cause: frame.causes[cell.causes[0]!],
    })
    expect(difference!.cause).toBe('system:grow')
    expect(differenceText(difference!)).toMatch(
      /^tick 91: Good\.age of entity \d+ is \d+ in the file and \d+ simulated, by system:grow$/,
    )
  })

  test('names what an altered input came to', async () => {
    const tick = run.frames.findIndex(
      (f) =>
        f.tick > 40 &&
        f.actions.some(
          (a) => a.action === 'take' && a.verdict === 'ok' && f.inputs[a.agent]?.do?.length === 1,
        ),
    )
    const taken = run.frames[tick]!.actions.find(
      (a) =>
        a.action === 'take' &&
        a.verdict === 'ok' &&
        run.frames[tick]!.inputs[a.agent]?.do?.length === 1,
    )!
    const name = run.episode.seats[taken.agent]!.name
    const { ok, difference } = await verified(
      retold(tick, (f) => ({
        inputs: f.inputs.map((input, i) =>
          i === taken.agent ? { ...input, do: [{ action: 'take', args: { good: 9999 } }] } : input,
        ),
      })),
    )
    expect(ok).toBe(false)
    expect(difference).toMatchObject({ tick, cause: `action:${name}:take` })
    expect(difference!.where).toMatch(/^carry\./)
    expect(difference!.entity!.id).toBe(taken.took)
  })

  test('names an altered hash', async () => {
    const { difference } = await verified(retold(70, () => ({ state: '0123456789abcdef' })))
    expect(difference).toEqual({
      tick: 70,
      where: 'state hash',
      recorded: '0123456789abcdef',
      computed: run.frames[70]!.state,
    })
  })

  test.each<[string, (frame: Frame) => Partial<Frame>, RegExp]>([
    ['reward', (f) => ({ rewards: f.rewards.map((r) => r + 1) }), /^rewards\[0\]$/],
    [
      'verdict',
      (f) => ({ actions: f.actions.map((a) => ({ ...a, verdict: 'odd' })) }),
      /^actions\[0\]\.verdict$/,
    ],
    [
      'event',
      (f) => ({ events: [...f.events, { type: 'odd', data: null, cause: 0 }] }),
      /^events\[\d+\]$/,
    ],
    [
      'message',
      (f) => ({ messages: f.messages.map((m) => ({ ...m, body: 'odd' })) }),
      /^messages\[0\]\.body$/,
    ],
    [
      'draw',
      (f) => ({ draws: f.draws.map((d) => ({ ...d, values: [...d.values, 0] })) }),
      /^draws\[0\]\.values/,
    ],
    [
      'document',
      (f) => ({
        diff: {
          ...f.diff,
          docs: [
            ...f.diff.docs,
            { doc: 'world', patches: [{ op: 'replace', path: ['day'], value: -1 }], cause: 0 },
          ],
        },
      }),
      /^doc world\.day$/,
    ],
  ])('names an altered %s', async (_, change, where) => {
    const tick = run.frames.findIndex(
      (f) => f.tick > 30 && f.messages.length > 0 && f.actions.length > 0,
    )
    const { ok, difference } = await verified(retold(tick, change))
    expect(ok).toBe(false)
    expect(difference).toMatchObject({ tick })
    expect(difference!.where).toMatch(where)
  })

  test('tells when a run goes on after its end, or ends otherwise', async () => {
    const short = play({ ...feast, horizon: 20 }, 20)
    const replay = await openReplay(bytesSource(await recorded(short)))
    const longer = {
      ...replay,
      info: { ...replay.info, header: { ...replay.info.header, horizon: 10 } },
    }
    expect(await verifyReplay(longer, feast)).toMatchObject({
      ok: false,
      difference: { tick: 10, where: 'end' },
    })
    expect(short.episode.end).toBe('horizon')
    expect(await verifyReplay(replay, feast)).toMatchObject({ ok: true, ticks: 20 })
  })

  test('refuses another version of the world, and other columns', async () => {
    const next = { ...feast, world: { ...feast.world, version: 2 } }
    await expect(verified(run, next)).rejects.toThrow(
      /replay\/world-version[\s\S]*bazaar@1[\s\S]*bazaar@2/,
    )
    const changed = defineWorld({
      ...(bazaar as object as Parameters<typeof defineWorld>[0]),
      components: components({ Trader: { coins: i32 } }) as never,
      setup: () => undefined,
    })
    const other = defineScenario(changed as never, {
      agents: { ada: {}, bob: {}, cleo: {}, dan: {} },
    })
    await expect(verified(run, other as unknown as Scenario)).rejects.toThrow(
      /replay\/world-version[\s\S]*Trader\.mood/,
    )
  })

  test('says that the rules changed without the version, and from which tick on', async () => {
    const changed = meddled((w) => w.tick === 57 && w.emit('omen', {}))
    const told = await verified(run, changed)
    expect(told).toMatchObject({ ok: false, ticks: 56, blame: 'rules', difference: { tick: 57 } })
    expect(told.explanation).toMatch(
      /^bazaar@1 is deterministic, but from tick 57 on not what was recorded: the world's rules changed without its version, which is still 1\. Raise the version/,
    )
  })

  test('says that a run now ends earlier, or fails, by other rules', async () => {
    const ending = { ...feast, world: { ...feast.world, done: (w: World) => w.tick === 30 } }
    expect(await verified(run, ending as Scenario)).toMatchObject({ blame: 'rules' })
    const world = {
      ...ending.world,
      done: (w: World) => w.tick === 30 && w.spawn({ No: {} } as never) > 0,
    }
    const told = await verified(run, { ...feast, world } as Scenario)
    expect(told).toMatchObject({ blame: 'rules', difference: { tick: 30, where: 'the world' } })
  })

  test('blames a world that does not agree with itself', async () => {
    let calls = 0
    const noisy = meddled((w) => w.tick === 20 && w.emit('noise', { calls: calls++ }))
    const told = await verified(run, noisy)
    expect(told).toMatchObject({ ok: false, blame: 'world', difference: { tick: 20 } })
    expect(told.explanation).toMatch(/^bazaar@1 is not deterministic/)
  })

  test('blames a file that does not agree with itself', async () => {
    const odd = (f: Frame) => ({ rewards: f.rewards.map((r) => r + 1) })
    expect(await verified(retold(70, odd))).toMatchObject({
      blame: 'file',
      explanation:
        'The chain hash of tick 70 is not that of what the file tells: the file was altered after it was recorded.',
    })
    const age = run.episode.columns.findIndex((c) => c.name === 'Good.age')
    const cell = await verified(retold(91, (f) => withColumn(f, age, 3)))
    expect(cell).toMatchObject({
      blame: 'file',
      explanation: expect.stringMatching(/^The hash of the state of tick 91 is right/),
    })
  })

  test('names the engine, too, when that is another', async () => {
    const replay = await openReplay(bytesSource(await recorded(run)))
    const header = { ...replay.info.header, engine: '0.0.1' }
    const other = { ...replay, info: { ...replay.info, header } }
    const ending = { ...feast, world: { ...feast.world, done: (w: World) => w.tick === 30 } }
    const told = await verifyReplay(other, ending as Scenario)
    expect(told.explanation).toContain('those of the engine from 0.0.1 to')
  })

  test('warns of another engine', async () => {
    const replay = await openReplay(bytesSource(await recorded(run)))
    const header = { ...replay.info.header, engine: '0.0.1' }
    const { ok, warnings } = await verifyReplay(
      { ...replay, info: { ...replay.info, header } },
      feast,
    )
    expect(ok).toBe(true)
    expect(warnings).toEqual([expect.stringContaining('0.0.1')])
  })
})
