import { expect, test } from 'vitest'
import { createEpisode, defineScenario } from '../engine/index.js'
import { harvest } from '../examples/harvest.js'
import { bytesSource, createRecorder, describeEpisode, memorySink, openReplay } from './index.js'

const scores = { success: { value: 1 }, idle: { value: null, note: 'nobody was asked' } }

/** A run of so many ticks, scored or not. */
async function recorded(ticks: number, scored?: typeof scores): Promise<Uint8Array> {
  const scenario = defineScenario(harvest, { agents: { ada: {} }, horizon: ticks })
  const episode = createEpisode(scenario, { seed: 1 })
  const sink = memorySink()
  const recorder = createRecorder(sink, describeEpisode(episode))
  await recorder.record(episode.first!)
  while (episode.end === undefined) await recorder.record(episode.step([{}]))
  await recorder.finish({
    end: episode.end,
    ...(scored === undefined ? {} : { scores: scored }),
  })
  return sink.bytes()
}

test.each([1, 63, 64, 65, 128, 200])(
  'scores of a run of %i ticks are in a channel of their own',
  async (ticks) => {
    const replay = await openReplay(bytesSource(await recorded(ticks, scores)))
    const found = []
    for await (const line of replay.lines('/scores')) found.push(line)
    expect(found).toEqual([{ tick: ticks, scores }])
    expect(replay.info.damage).toBeUndefined()
    expect((await replay.frame(ticks)).tick).toBe(ticks)
    const plain = await openReplay(bytesSource(await recorded(ticks)))
    expect((await replay.frame(ticks)).chain).toBe((await plain.frame(ticks)).chain)
    for await (const _ of plain.lines('/scores')) expect.unreachable()
  },
)
