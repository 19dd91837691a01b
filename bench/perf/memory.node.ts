import { createEpisode, type Episode } from '../../engine/index.js'
import { commands, scenarioOf } from './household.js'
import type { Benchmark } from './measure.js'

/** Memory of one tracked episode over that of the bare program. */
export const memory: Benchmark = () => {
  const collect = (globalThis as { readonly gc?: () => void }).gc
  const scenario = scenarioOf(1)
  const used = (): number => {
    // Once is not enough: finalizers of one collection free what the next one finds.
    for (let i = 0; i < 4; i++) collect?.()
    const m = process.memoryUsage()
    return m.heapUsed + m.external + m.arrayBuffers
  }
  const kept: Episode[] = [createEpisode(scenario, { seed: 1 })]
  const before = used()
  for (let i = 0; i < 50; i++) kept.push(createEpisode(scenario, { seed: i }))
  const list = commands(scenario, 1, 200).map((text) => [{ do: [{ text }] }])
  for (const episode of kept.slice(1)) for (const inputs of list) episode.step(inputs)
  const bytes = (used() - before) / 50
  return [
    {
      name: 'memory of one episode',
      value: bytes / 1e6,
      unit: 'MB',
      atMost: 5,
      note: `tracked, after 200 commands${collect === undefined ? '; garbage included' : ''}; ${kept.length} kept`,
    },
  ]
}
