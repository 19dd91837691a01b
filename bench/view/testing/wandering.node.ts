import { createEpisode, defineScenario } from '../../../engine/index.js'
import { harvest } from '../../../examples/harvest.js'
import { createRecorder, describeEpisode, memorySink } from '../../../replays/index.js'

const DIRECTIONS = ['n', 'e', 's', 'w'] as const

/** A run in which everybody walks about among apples. */
export async function wandering(ticks: number, agents = 4): Promise<Uint8Array> {
  const names = Array.from({ length: agents }, (_, i) => `walker_${i}`)
  const scenario = defineScenario(harvest, {
    agents: Object.fromEntries(names.map((name) => [name, {}])),
    horizon: ticks,
    params: { size: 40, apples: 200 },
  })
  const episode = createEpisode(scenario, { seed: 1 })
  const sink = memorySink()
  const recorder = createRecorder(sink, describeEpisode(episode))
  const state = () => episode.save()
  recorder.record(episode.first!, { state })
  while (episode.end === undefined && episode.tick < ticks) {
    const t = episode.tick
    const decide = (_: string, i: number) =>
      t % 7 === i % 7
        ? { action: 'eat', args: {} }
        : { action: 'move', args: { dir: DIRECTIONS[(t * (i + 3) + (t >> 3) * i) % 4]! } }
    const inputs = names.map((name, i) => ({ do: [decide(name, i)] }))
    await recorder.record(episode.step(inputs), { state })
  }
  if (episode.end === undefined) episode.abort()
  await recorder.finish({ end: episode.end!, metrics: {} })
  return sink.bytes()
}
