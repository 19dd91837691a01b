import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { AgentInput, CallRecord, Episode, EpisodeState } from '../../engine/index.js'
import { createEpisode, defineScenario } from '../../engine/index.js'
import { harvest } from '../../examples/harvest.js'
import {
  bytesSource,
  createRecorder,
  describeEpisode,
  memorySink,
  openReplay,
  type Replay,
  standingFrame,
  storedDeflate,
} from '../../replays/index.js'
import { grabbing, habit, recordGrabbing, startGrabbing } from '../replay/testing/grab.js'
import { diffReplays } from './diff.js'
import { findParting } from './first.js'
import { diffLines } from './text.js'

const TICKS = 100
type Decide = (tick: number) => AgentInput[]

const read = async (bytes: Promise<Uint8Array> | Uint8Array): Promise<Replay> =>
  openReplay(bytesSource(await bytes))
const run = (
  seed = 1,
  decide: Decide = habit,
  world = grabbing(),
  ticks = TICKS,
  metrics: Readonly<Record<string, number>> = {},
): Promise<Replay> => read(recordGrabbing(startGrabbing(seed, world), ticks, decide, metrics))
const text = async (a: Replay, b: Replay) => diffLines(await diffReplays(a, b)).join('\n')

/** The habit, but bob rests at a tick where he would have grabbed, or grabs where he would have rested. */
const otherAt =
  (tick: number): Decide =>
  (t) => {
    const [ada, bob] = habit(t)
    const isGrab = JSON.stringify(bob).includes('grab')
    return t === tick
      ? [ada!, { do: [{ action: isGrab ? 'rest' : 'grab', args: {} }] }]
      : [ada!, bob!]
  }

describe('equal runs', () => {
  test('are equal, whatever policies say of their reasons', async () => {
    const reasoned: Decide = (t) => habit(t).map((input) => ({ ...input, why: `because of ${t}` }))
    for (const decide of [habit, reasoned]) {
      const diff = await diffReplays(await run(), await run(1, decide))
      expect(diff).toMatchObject({ equal: true, about: [], shared: [0, TICKS], scores: [] })
      expect(diff.first).toBeUndefined()
      expect(diffLines(diff)).toEqual([`the same in all ticks from 0 to ${TICKS}`])
    }
  })
  test('with other scores differ', async () => {
    const [a, b] = [
      await run(1, habit, grabbing(), TICKS, { gini: 0.5 }),
      await run(1, habit, grabbing(), TICKS, { gini: 0.25 }),
    ]
    expect(await diffReplays(a, b)).toMatchObject({ equal: false, agents: [], state: [] })
    expect(await text(a, b)).toMatch(/scores differ\nscores\n {2}metrics\.gini: 0\.5 \| 0\.25$/)
  })
})

describe('what made them part', () => {
  test('an input: whose, and where in it', async () => {
    const diff = await diffReplays(await run(), await run(1, otherAt(58)))
    expect(diff.first).toMatchObject({
      tick: 58,
      cause: 'input',
      agent: 'bob',
      where: 'do.0.action',
      a: 'grab',
      b: 'rest',
    })
    expect(diff.agents.map((d) => d.agent)).toContain('bob')
    expect(diff.about).toEqual([])
  })
  test('a seed', async () => {
    const [a, b] = [await run(1), await run(2)]
    expect((await diffReplays(a, b)).first).toMatchObject({ tick: 0, cause: 'seed' })
    const lines = await text(a, b)
    expect(lines).toMatch(
      /^seed: "1" \| "2"\nthey part at tick 0: they began otherwise: seed differs/,
    )
    expect(lines).toMatch(/where {2}attributes\.lucky of entity 3: \d+ \| \d+, by setup/)
    expect(lines).toMatch(/attributes differs for 1 entity; attributes\.lucky of entity 3/)
  })
  test('code, though inputs and versions are the same: component, entity, system', async () => {
    const [a, b] = [await run(), await run(1, habit, grabbing(7))]
    const { first } = await diffReplays(a, b)
    expect(first).toMatchObject({ cause: 'code', by: 'system:luck' })
    expect(first!.where).toBe('attributes.lucky of entity 3')
    expect(first!.why).toMatch(/code differs though its versions do not/)
    const newer = { ...grabbing(7), version: 2 }
    const { about, first: told } = await diffReplays(a, await run(1, habit, newer))
    expect(about[0]).toEqual({ what: 'world', a: 'grabbing@1', b: 'grabbing@2' })
    expect(told!.tick === 0 || /world grabbing@1 and grabbing@2/.test(told!.why)).toBe(true)
  })
  test("a model's reply, where calls were recorded", async () => {
    const called = (replay: Replay, reply: string): Replay => ({
      ...replay,
      async *calls({ agent } = {}) {
        const text = agent === 'bob' ? reply : 'same'
        yield { tick: 58, reply: { text } } as CallRecord
      },
    })
    const [a, b] = [called(await run(), 'grab'), called(await run(1, otherAt(58)), 'rest')]
    expect((await diffReplays(a, b)).first).toMatchObject({
      tick: 58,
      cause: 'reply',
      agent: 'bob',
      where: 'calls.0.reply.text',
      a: 'grab',
      b: 'rest',
    })
    const c = called(await run(1, otherAt(58)), 'grab')
    expect((await diffReplays(a, c)).first).toMatchObject({ cause: 'input' })
  })
  test('what an agent was shown in the same state', async () => {
    const shown = (replay: Replay, value: unknown): Replay => ({
      ...replay,
      observations: async () => [{ agent: 1, kind: 'obs', value }],
    })
    const [a, b] = [shown(await run(), 1), shown(await run(1, otherAt(58)), 2)]
    expect((await diffReplays(a, b)).first).toMatchObject({
      cause: 'code',
      agent: 'bob',
      why: expect.stringMatching(/^bob was shown something else in the same state/),
    })
  })
  test('a policy that begins with another memory, and when it began to matter', async () => {
    const played = async (id: string, memory: object, decide: Decide) => {
      const policy = {
        kind: 'policy',
        id,
        version: 1,
        world: '*',
        memory: () => memory,
        decide: () => undefined,
      } as const
      const scenario = defineScenario(grabbing(), {
        agents: { ada: {}, bob: { policy } },
        horizon: 1000,
      })
      return read(recordGrabbing(createEpisode(scenario, { seed: 1 }), TICKS, decide))
    }
    const [a, b] = [
      await played('patient', { turns: 1 }, habit),
      await played('hasty', { turns: 2 }, otherAt(58)),
    ]
    const diff = await diffReplays(a, b)
    expect(diff.about).toEqual([{ what: 'agents.bob.policy', a: 'patient@1', b: 'hasty@1' }])
    expect(diff.first).toMatchObject({
      tick: 0,
      cause: 'setup',
      agent: 'bob',
      where: 'doc memory:bob.turns',
      a: 1,
      b: 2,
    })
    const act = { agent: 'bob', args: {} }
    expect(diff.acts).toEqual({
      tick: 58,
      a: [{ ...act, action: 'grab', verdict: 'no-cup' }],
      b: [{ ...act, action: 'rest', verdict: 'ok' }],
    })
    expect(diffLines(diff).join('\n')).toMatch(
      /^they first act otherwise at tick 58: bob grab → no-cup \| bob rest → ok$/m,
    )
  })
  test('a tape', async () => {
    const scenario = startGrabbing(1).scenario
    const stream = (await (await run()).frame(1)).draws[0]!.stream
    const taped = (values: number[]) =>
      read(
        recordTaped(
          createEpisode(scenario, { seed: 1, tapes: { [stream]: values } }),
          { [stream]: values },
          20,
        ),
      )
    const values = Array.from({ length: 20 }, () => 50)
    const diff = await diffReplays(await taped(values), await taped(values.with(9, 25)))
    expect(diff.about.map((d) => d.what)).toEqual(['tapes'])
    expect(diff.first).toMatchObject({
      tick: 10,
      cause: 'tape',
      where: 'draws.0.values.0',
      a: 50,
      b: 25,
      why: expect.stringContaining(`of the stream ${stream}`),
    })
  })
  test('one that goes on where the other ends', async () => {
    const [long, short] = [await run(), await run(1, habit, grabbing(), 64)]
    const { equal, first, shared } = await diffReplays(long, short)
    expect([equal, shared]).toEqual([false, [0, 64]])
    expect(first).toMatchObject({ tick: 65, cause: 'length', a: 100, b: 64 })
    expect((await diffReplays(short, long)).first).toMatchObject({ tick: 65, a: 64, b: 100 })
  })
  test('another world altogether, which is told first', async () => {
    const other = createEpisode(defineScenario(harvest, { agents: { ada: {} } }), { seed: 1 })
    const b = await read(recordTaped(other, {}, 10))
    const diff = await diffReplays(await run(), b)
    expect(diff.about[0]).toEqual({ what: 'world', a: 'grabbing@1', b: 'harvest@1' })
    expect(diff.first).toMatchObject({ tick: 0, cause: 'setup', where: 'columns' })
    expect(diffLines(diff).join('\n')).toMatch(/^ {2}bob: only in A$/m)
  })
})

test('the first tick is the one that looking at every tick finds', async () => {
  const a = await run()
  const chains: string[] = []
  for await (const { chain } of a.lines('/hashes')) chains.push(chain)
  await fc.assert(
    fc.asyncProperty(fc.integer({ min: 1, max: TICKS }), async (tick) => {
      const b = await run(1, otherAt(tick))
      let expected: number | undefined
      for await (const line of b.lines('/hashes')) {
        if (expected === undefined && line.chain !== chains[line.tick]) expected = line.tick
      }
      expect(expected).toBe(tick)
      expect((await findParting(a, b)).tick).toBe(expected)
    }),
    { numRuns: 12 },
  )
})

describe('forks', () => {
  const FORK = 40

  /** An episode that goes on from a saved state, recorded from there. */
  async function forked(state: EpisodeState, decide: Decide, parent: Replay): Promise<Replay> {
    const episode = startGrabbing(1)
    episode.restore(state)
    const origin = await parent.frame(FORK)
    const sink = memorySink()
    const header = describeEpisode(episode, {
      parent: { tick: FORK, chain: origin.chain, state: origin.state, changes: 'a test' },
    })
    const recorder = createRecorder(sink, header, { deflate: storedDeflate })
    recorder.record(standingFrame(episode), { state: () => episode.save() })
    while (episode.tick < TICKS) {
      recorder.record(episode.step(decide(episode.tick + 1)), { state: () => episode.save() })
    }
    episode.abort()
    await recorder.finish({ end: episode.end! })
    return read(sink.bytes())
  }
  const savedAt = (tick: number): EpisodeState => {
    const episode = startGrabbing(1)
    while (episode.tick < tick) episode.step(habit(episode.tick + 1))
    return episode.save()
  }

  test('that do the same are equal to their parent and to each other', async () => {
    const parent = await run()
    const twin = await forked(savedAt(FORK), habit, parent)
    const other = await forked(savedAt(FORK), habit, parent)
    for (const [a, b] of [
      [parent, twin],
      [twin, other],
    ] as const) {
      expect(await diffReplays(a, b)).toMatchObject({ equal: true, shared: [FORK, TICKS] })
    }
  })
  test('that do otherwise part where they do', async () => {
    const parent = await run()
    const [a, b] = [
      await forked(savedAt(FORK), otherAt(58), parent),
      await forked(savedAt(FORK), otherAt(70), parent),
    ]
    expect((await diffReplays(parent, a)).first).toMatchObject({ tick: 58, cause: 'input' })
    expect((await diffReplays(b, parent)).first).toMatchObject({ tick: 70, cause: 'input' })
    expect((await diffReplays(b, a)).first).toMatchObject({ tick: 58, cause: 'input' })
  })
  test('whose state was changed part where they begin', async () => {
    const parent = await run()
    const state = savedAt(FORK)
    const { columns } = parent.info.header.layout
    const full = columns.findIndex((c) => c.name === 'Hand.full')
    const changed = {
      ...state,
      store: {
        ...state.store,
        columns: state.store.columns.map((c, i) => (i === full ? c.map((v) => v + 5) : c)),
      },
    } as EpisodeState
    const { first } = await diffReplays(parent, await forked(changed, habit, parent))
    expect(first).toMatchObject({ tick: FORK, cause: 'fork' })
    expect(first!.where).toMatch(/^Hand\.full of entity/)
    expect(first!.why).toMatch(/where the fork begins: "a test"/)
  })
  test('have no tick in common with a run that ended before', async () => {
    const parent = await run()
    const fork = await forked(savedAt(FORK), habit, parent)
    const short = await run(1, habit, grabbing(), FORK - 1)
    await expect(diffReplays(short, fork)).rejects.toThrow(/diff\/no-common-tick/)
  })
})

test('what a file says does nothing to a terminal', async () => {
  const silent: Decide = (t) => habit(t).map(({ say: _, ...input }) => input)
  const lines = diffLines(await diffReplays(await run(), await run(1, silent)))
  expect(lines.join('\n')).toContain('\\u001b[2J')
  for (const line of lines) expect(line).not.toMatch(/[\p{Cc}\u202e]/u)
})

async function recordTaped(
  episode: Episode,
  tapes: Readonly<Record<string, readonly number[]>>,
  ticks: number,
): Promise<Uint8Array> {
  const sink = memorySink()
  const recorder = createRecorder(sink, describeEpisode(episode, { tapes }), {
    deflate: storedDeflate,
  })
  recorder.record(episode.first!, { state: () => episode.save() })
  while (episode.tick < ticks) recorder.record(episode.step([]), { state: () => episode.save() })
  episode.abort()
  await recorder.finish({ end: 'aborted' })
  return sink.bytes()
}
