import { createEpisode, createTurns, defineScenario, type Scenario } from '../../engine/index.js'
import { createRecorder, describeEpisode, memorySink } from '../../replays/index.js'
import { nodeDeflate } from '../../replays/index.node.js'
import { breakthrough, connectFour } from '../../worlds/index.js'
import { decide } from './games.js'
import { type Benchmark, median, type Row } from './measure.js'

const agents = { first: {}, second: {} }

/** Recording games of the longer kind. */
export const recordedGames: Benchmark = async (quick) => [
  await ratio('connect four', defineScenario(connectFour, { agents, horizon: 1000 }), quick),
  await ratio('breakthrough', defineScenario(breakthrough, { agents, horizon: 1000 }), quick),
]

/** What it costs to record random games, against the same games with nothing kept. */
async function ratio(name: string, scenario: Scenario, quick: boolean): Promise<Row> {
  const count = quick ? 20 : 100
  const time = async (record: boolean): Promise<{ us: number; ticks: number }> => {
    const begun = performance.now()
    let ticks = 0
    for (let seed = 0; seed < count; seed++) ticks += await playOne(scenario, seed, record)
    return { us: ((performance.now() - begun) * 1000) / ticks, ticks }
  }
  for (const record of [true, false, true, false]) await time(record)
  const ratios: number[] = []
  let plain = 0
  for (let round = 0; round < (quick ? 3 : 9); round++) {
    const { us } = await time(true)
    plain = (await time(false)).us
    ratios.push(us / plain)
  }
  return {
    name: `${name}, recording`,
    value: median(ratios),
    unit: '× unrecorded',
    note: `policies play; ${plain.toPrecision(3)} µs a tick unrecorded`,
  }
}

async function playOne(scenario: Scenario, seed: number, record: boolean): Promise<number> {
  const episode = createEpisode(scenario, { seed, track: record })
  const turns = createTurns(episode)
  if (!record) {
    while (episode.end === undefined) episode.step(decide(episode, turns))
    return episode.tick
  }
  const recorder = createRecorder(memorySink(), describeEpisode(episode), { deflate: nodeDeflate })
  await recorder.record(episode.first!, { state: episode.save })
  while (episode.end === undefined) {
    const wait = recorder.record(episode.step(decide(episode, turns)), { state: episode.save })
    if (wait !== undefined) await wait
  }
  await recorder.finish({ end: episode.end })
  return episode.tick
}
