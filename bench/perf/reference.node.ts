import { random } from '../../agents/index.js'
import {
  createEpisode,
  createTurns,
  defineScenario,
  type Episode,
  type Scenario,
} from '../../engine/index.js'
import {
  bytesSource,
  createRecorder,
  describeEpisode,
  memorySink,
  openReplay,
} from '../../replays/index.js'
import { nodeDeflate } from '../../replays/index.node.js'
import { household } from '../../worlds/index.js'
import { type Benchmark, median, signal } from './measure.js'
import { makeScene } from './scene.js'

const TICKS = 2000

/** The reference episode: seed 1, 16 agents, 300 things, 2,000 ticks, every agent the `random` policy. */
function referenceScenario(ticks: number): Scenario {
  const agents = Object.fromEntries(
    Array.from({ length: 16 }, (_, i) => [`agent_${i + 1}`, { policy: random }]),
  )
  return defineScenario(household, {
    profile: 'compat',
    params: makeScene(1, { rooms: 12, things: 300, agents: 16 }),
    agents,
    horizon: ticks,
  })
}

/** One tick: every agent looks at what is legal and picks. */
function decide(
  episode: Episode,
  turns: ReturnType<typeof createTurns>,
): Parameters<Episode['step']>[0] {
  return episode.asked().map((agent) => {
    const open = turns.open(agent, signal)
    return open.close(random.decide(open.turn))
  })
}

async function timeRun(
  scenario: Scenario,
  record: boolean,
): Promise<{ ms: number; stateBytes: number; fileBytes: number }> {
  const begun = performance.now()
  const episode = createEpisode(scenario, { seed: 1, track: record })
  const turns = createTurns(episode)
  if (!record) {
    while (episode.end === undefined) episode.step(decide(episode, turns))
    return { ms: performance.now() - begun, stateBytes: 0, fileBytes: 0 }
  }
  const sink = memorySink()
  const recorder = createRecorder(sink, describeEpisode(episode), { deflate: nodeDeflate })
  await recorder.record(episode.first!, { state: episode.save })
  while (episode.end === undefined) {
    const wait = recorder.record(episode.step(decide(episode, turns)), { state: episode.save })
    if (wait !== undefined) await wait
  }
  await recorder.finish({ end: episode.end })
  const ms = performance.now() - begun
  const bytes = sink.bytes()
  const replay = await openReplay(bytesSource(bytes))
  return { ms, stateBytes: replay.info.stateBytes, fileBytes: bytes.length }
}

/** Recording the reference episode: its time against the same run with nothing kept, and the bytes of state a frame. */
export const recording: Benchmark = async (quick) => {
  const ticks = quick ? 128 : TICKS
  const scenario = referenceScenario(ticks)
  await timeRun(scenario, false)
  await timeRun(scenario, true)
  const ratios: number[] = []
  let last = { ms: 0, stateBytes: 0, fileBytes: 0 }
  let bare = 0
  for (let round = 0; round < 3; round++) {
    last = await timeRun(scenario, true)
    bare = (await timeRun(scenario, false)).ms
    ratios.push(last.ms / bare)
  }
  return [
    {
      name: 'recording the reference episode',
      value: median(ratios),
      unit: '× unrecorded',
      atMost: 1.3,
      note: `${Math.round((bare * 1000) / ticks)} µs a tick unrecorded; ${Math.round(last.fileBytes / ticks)} B a frame in all`,
    },
    {
      name: 'state in the file',
      value: last.stateBytes / ticks,
      unit: 'B/frame',
      atMost: 64,
      note: `${ticks} ticks`,
    },
  ]
}
