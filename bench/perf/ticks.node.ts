import { z } from 'zod'
import {
  type Column,
  components,
  createEpisode,
  defineScenario,
  defineWorld,
  f64,
  i32,
  type World,
} from '../../engine/index.js'
import { createRecorder, describeEpisode, memorySink } from '../../replays/index.js'
import { nodeDeflate } from '../../replays/index.node.js'
import { type Benchmark, median } from './measure.js'

const C = components({
  Body: { x: f64, y: f64, vx: f64, vy: f64 },
  Life: { hunger: i32, age: i32, mood: i32 },
  Load: { kilos: i32 },
})
type W = World<typeof C>

const COLUMNS = ['x', 'y', 'hunger', 'age', 'mood', 'kilos', 'x', 'age', 'hunger', 'y'] as const

const columnOf = (w: W, name: (typeof COLUMNS)[number]): Column => {
  if (name === 'x' || name === 'y') return w.c.Body[name]
  return name === 'kilos' ? w.c.Load.kilos : w.c.Life[name]
}

/** Ten systems that each look at every entity and change one in ten. */
const systems = COLUMNS.map((name, k) => ({
  id: `system${k}`,
  run(w: W) {
    const column = columnOf(w, name)
    const { values } = column
    const ids = w.each('Body', 'Life')
    let total = 0
    for (let i = 0; i < ids.length; i++) total += values[ids[i]!]!
    const shift = (w.tick + Math.abs(Math.trunc(total))) % 100
    for (let i = (w.tick + k) % 10; i < ids.length; i += 10) {
      const e = ids[i]!
      column.set(e, (values[e]! + shift + e) % 1000)
    }
  },
}))

const busy = defineWorld({
  id: 'busy',
  version: 1,
  params: z.object({}),
  components: C,
  observation: z.object({}),
  actions: {},
  setup(w) {
    for (let i = 0; i < 1000; i++) w.spawn({ Body: { vx: 1 }, Life: { hunger: i % 100 }, Load: {} })
  },
  systems,
  observe: () => ({}),
})

/** A thousand entities under ten systems: step, diff, hash and record. */
export const ticks: Benchmark = async (quick) => {
  const count = quick ? 256 : 1024
  const scenario = defineScenario(busy, { agents: {}, horizon: 10_000_000 })
  const one = async (): Promise<number> => {
    const episode = createEpisode(scenario, { seed: 1 })
    const recorder = createRecorder(memorySink(), describeEpisode(episode), {
      deflate: nodeDeflate,
    })
    await recorder.record(episode.first!, { state: episode.save })
    const begun = performance.now()
    for (let i = 0; i < count; i++) {
      const wait = recorder.record(episode.step([]), { state: episode.save })
      if (wait !== undefined) await wait
    }
    const us = ((performance.now() - begun) * 1000) / count
    await recorder.finish({ end: 'aborted' })
    return us
  }
  await one()
  const rounds: number[] = []
  for (let i = 0; i < (quick ? 3 : 9); i++) rounds.push(await one())
  return [
    {
      name: '1,000 entities, 10 systems: a tick with diff, hash and record',
      value: median(rounds),
      unit: 'µs',
      atMost: 250,
      note: 'each system looks at all and changes one in ten',
    },
  ]
}
