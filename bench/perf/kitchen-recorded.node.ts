import { createEpisode, createTurns } from '../../engine/index.js'
import { createRecorder, describeEpisode, memorySink } from '../../replays/index.js'
import { nodeDeflate } from '../../replays/index.node.js'
import { cook } from '../../worlds/index.js'
import { decide, playedBy, timePlayed } from './kitchen.js'
import { type Benchmark, median } from './measure.js'

/** Two cooks in the small room, everything kept: microseconds, and bytes of the file. */
async function timeRecorded(
  ticks: number,
): Promise<{ readonly us: number; readonly bytes: number }> {
  const begun = performance.now()
  const episode = createEpisode(playedBy(cook, ticks), { seed: 1 })
  const turns = createTurns(episode)
  const sink = memorySink()
  const recorder = createRecorder(sink, describeEpisode(episode), { deflate: nodeDeflate })
  await recorder.record(episode.first!, { state: episode.save })
  while (episode.end === undefined) {
    const frame = episode.step(decide(episode, turns, cook))
    const wait = recorder.record(frame, { state: episode.save })
    if (wait !== undefined) await wait
  }
  await recorder.finish({ end: episode.end })
  return { us: (performance.now() - begun) * 1000, bytes: sink.bytes().length }
}

/** Recording a kitchen in which two cooks work, against the same run with nothing kept. */
export const kitchenRecording: Benchmark = async (quick) => {
  const ticks = quick ? 200 : 2000
  const ratios: number[] = []
  let last = { us: 0, bytes: 0 }
  let bare = 0
  for (let round = 0; round < (quick ? 3 : 9); round++) {
    last = await timeRecorded(ticks)
    bare = timePlayed(cook, ticks)
    if (round > 1) ratios.push(last.us / bare)
  }
  return [
    {
      name: 'kitchen, recording two cooks',
      value: median(ratios),
      unit: '× unrecorded',
      atMost: 1.3,
      note: `${Math.round(bare / ticks)} µs a tick unrecorded; ${Math.round(last.bytes / ticks)} B a frame in all`,
    },
  ]
}
