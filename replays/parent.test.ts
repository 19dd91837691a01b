import { describe, expect, test } from 'vitest'
import { createEpisode, type EpisodeState, type Frame } from '../engine/index.js'
import { feast, restless } from '../examples/bazaar.js'
import { memorySink } from './container.js'
import { storedDeflate } from './deflate.js'
import { describeEpisode } from './header.js'
import { standingFrame, withParent } from './parent-frame.js'
import { openReplay, type Replay } from './reader.js'
import { createRecorder } from './recorder.js'
import { bytesSource } from './source.js'
import { play, type Run, recorded } from './testing/runs.js'
import { verifyReplay } from './verify.js'

const TICKS = 300
const scenario = { ...feast, horizon: 10_000 }
const run = play(scenario, TICKS)
const open = async (bytes: Uint8Array): Promise<Replay> => openReplay(bytesSource(bytes))

/** A fork that goes on with the same inputs, from a state that may have been changed. */
async function fork(
  { frames, states }: Run,
  at: number,
  change = (state: EpisodeState): EpisodeState => state,
  seed = 7,
): Promise<{ readonly bytes: Uint8Array; readonly frames: readonly Frame[] }> {
  const episode = createEpisode(scenario, { seed })
  episode.restore(change(states[at]!))
  const { chain, state } = frames[at]!
  const parent = { file: 'run.mcap', run: frames.at(-1)!.chain, tick: at, chain, state }
  const sink = memorySink()
  const recorder = createRecorder(sink, describeEpisode(episode, { parent }), {
    deflate: storedDeflate,
  })
  const save = () => episode.save()
  const made = [standingFrame(episode)]
  await recorder.record(made[0]!, { state: save })
  while (episode.tick < TICKS) {
    made.push(episode.step(restless(episode.tick + 1)))
    await recorder.record(made.at(-1)!, { state: save })
  }
  episode.abort()
  await recorder.finish({ end: 'aborted' })
  return { bytes: sink.bytes(), frames: made }
}

describe('the replay of a fork', () => {
  test.each([0, 1, 63, 64, 65, 200, 299])('goes on from tick %i as its parent did', async (at) => {
    const { bytes } = await fork(run, at)
    const replay = await open(bytes)
    const { info } = replay
    expect([info.first, info.ticks]).toEqual([at, TICKS])
    expect(info.header.parent?.chain).toBe(run.frames[at]!.chain)
    for (let tick = at + 1; tick <= TICKS; tick += 7) {
      const { tables } = await replay.state(tick)
      const frame = await replay.frame(tick)
      expect([frame.chain, frame.diff.columns, tables.strings]).toEqual([
        run.frames[tick]!.chain,
        run.frames[tick]!.diff.columns,
        run.states[tick]!.store.strings,
      ])
    }
    expect((await replay.state(at)).tables.strings).toEqual(run.states[at]!.store.strings)
    expect(await verifyReplay(replay, scenario)).toMatchObject({ ok: true, ticks: TICKS })
  })

  test('verifies where luck is another and the state was changed, every tick saved and loaded', async () => {
    const { bytes } = await fork(run, 70, (state) => ({ ...state, streams: [] }), 8)
    const told = await verifyReplay(await open(bytes), scenario, { heavy: true })
    expect(told.difference).toBeUndefined()
    expect(told.ok).toBe(true)
    expect(told.chain).not.toBe(run.frames.at(-1)!.chain)
  })

  test('does not hold what came before', async () => {
    const [{ bytes }, whole] = [await fork(run, 250), await recorded(run)]
    expect(bytes.length).toBeLessThan(whole.length / 2)
    const replay = await open(bytes)
    const ticks: number[] = []
    for await (const frame of replay.frames()) ticks.push(frame.tick)
    expect(ticks).toEqual(Array.from({ length: TICKS - 249 }, (_, i) => 250 + i))
    await expect(replay.frame(249)).rejects.toMatchObject({ code: 'replay/no-tick' })
    await expect(replay.state(3)).rejects.toMatchObject({
      detail: { next: expect.stringContaining('withParent') },
    })
  })

  test('is whole together with its parent', async () => {
    const whole = await withParent(
      await open((await fork(run, 130)).bytes),
      await open(await recorded(run)),
    )
    const chains: string[] = []
    for await (const frame of whole.frames()) chains.push(frame.chain)
    expect(chains).toEqual(run.frames.map((f) => f.chain))
    expect((await whole.state(129)).tables.strings).toEqual(run.states[129]!.store.strings)
    expect((await whole.saved(140))?.tick).toBe(130)
    await expect(verifyReplay(whole, scenario)).rejects.toMatchObject({ code: 'replay/joined' })
  })

  test('is refused beside another parent, and without its first state', async () => {
    const mine = await open((await fork(run, 130)).bytes)
    const other = await open(await recorded(play(scenario, TICKS, { seed: 8 })))
    await expect(withParent(mine, other)).rejects.toMatchObject({ code: 'replay/other-parent' })
    await expect(withParent(other, mine)).rejects.toMatchObject({ code: 'replay/other-parent' })
    const episode = createEpisode(scenario, { seed: 7 })
    const parent = { tick: 0, chain: '', state: '' }
    const recorder = createRecorder(memorySink(), describeEpisode(episode, { parent }))
    expect(() => recorder.record(standingFrame(episode))).toThrow('begins with a state')
    const late = createRecorder(memorySink(), describeEpisode(episode, { parent }))
    expect(() => late.record({ ...standingFrame(episode), tick: 3 })).toThrow(/in order/)
  })
})
