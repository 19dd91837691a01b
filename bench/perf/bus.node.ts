import { z } from 'zod'
import {
  type AgentInput,
  components,
  createEpisode,
  defineScenario,
  defineWorld,
  type Episode,
  type GivenMessage,
} from '../../engine/index.js'
import { defineProtocol } from '../../protocols/index.js'
import { createRecorder, describeEpisode, memorySink } from '../../replays/index.js'
import { nodeDeflate } from '../../replays/index.node.js'
import { type Benchmark, median, type Row } from './measure.js'

const AGENTS = 100

const hall = defineWorld({
  id: 'hall',
  version: 1,
  params: z.object({}),
  components: components({}),
  observation: z.object({}),
  actions: { wait: { args: {}, apply: () => undefined } },
  setup: () => {},
  observe: () => ({}),
})

/** Pairs answer one another: each message is allowed by who spoke last. */
const pingPong = defineProtocol({
  id: 'ping-pong',
  messages: { ping: { n: z.int() }, pong: { n: z.int() } },
  acts: { ping: 'query', pong: 'inform' },
  opens: ['ping'],
  ticksMax: 1_000_000,
  init: () => ({ n: 0, isPing: true }),
  may: ({ isPing }, who, { opener }) =>
    isPing === (who === opener) ? [isPing ? 'ping' : 'pong'] : [],
  on: {
    ping(s, _, { n }) {
      s.n = n
      s.isPing = false
    },
    pong(s, _, { n }) {
      s.n = n
      s.isPing = true
    },
  },
})

const names = Array.from({ length: AGENTS }, (_, i) => `a${i}`)
const scenario = defineScenario(hall, {
  agents: Object.fromEntries(names.map((name) => [name, {}])),
  horizon: 1_000_000,
  protocol: pingPong,
})

/** Messages of everyone to everyone: 99 deliveries each. */
const broadcast = (tick: number): AgentInput[] =>
  names.map((name) => ({ say: [{ to: 'all', type: 'text', body: `${name} at ${tick}` }] }))

/** Eight distinct messages of each agent to its neighbour. */
const chatter = (tick: number): AgentInput[] =>
  names.map((name, i) => ({
    say: Array.from({ length: 8 }, (_, k) => ({
      to: names[(i + 1) % AGENTS]!,
      type: 'text',
      body: `${name} says ${k} at ${tick}`,
    })),
  }))

/** Every second agent has a conversation with the next one; one of the two speaks. */
const acts = (tick: number): AgentInput[] =>
  names.map((_, i) => {
    const isOpener = i % 2 === 0
    if ((tick % 2 === 1) !== isOpener) return {}
    const conversation = `1:${names[isOpener ? i : i - 1]}:0`
    const act: GivenMessage = {
      to: names[isOpener ? i + 1 : i - 1]!,
      type: isOpener ? 'ping' : 'pong',
      body: { n: tick },
      protocol: 'ping-pong',
    }
    return { say: [tick === 1 ? act : { ...act, conversation }] }
  })

/** What the bus carries, with a hundred agents in one process. */
export const bus: Benchmark = async (quick) => {
  const ticks = quick ? 50 : 400
  return [
    await rate('broadcast deliveries', broadcast, AGENTS * (AGENTS - 1), 1_000_000, ticks, false),
    await rate('distinct messages, recorded', chatter, AGENTS * 8, 200_000, ticks >> 2, true),
    await rate('protocol acts, recorded', acts, AGENTS / 2, 40_000, ticks, true),
  ]
}

async function rate(
  name: string,
  inputs: (tick: number) => AgentInput[],
  count: number,
  atLeast: number,
  ticks: number,
  isRecorded: boolean,
): Promise<Row> {
  const given = Array.from({ length: ticks }, (_, i) => inputs(i + 1))
  const rates: number[] = []
  for (let round = 0; round < 7; round++) {
    const episode = createEpisode(scenario, { seed: 1, track: isRecorded })
    const begun = performance.now()
    if (isRecorded) await record(episode, given)
    else for (let t = 0; t < ticks; t++) episode.step(given[t]!)
    if (round > 1) rates.push((count * ticks * 1000) / (performance.now() - begun))
    check(episode, name)
  }
  return {
    name,
    value: median(rates),
    unit: 'a second',
    atLeast,
    note: `${AGENTS} agents, ${isRecorded ? 'every frame recorded' : 'untracked'}`,
  }
}

async function record(episode: Episode, given: readonly AgentInput[][]): Promise<void> {
  const recorder = createRecorder(memorySink(), describeEpisode(episode), { deflate: nodeDeflate })
  await recorder.record(episode.first!, { state: episode.save })
  for (const inputs of given) {
    const wait = recorder.record(episode.step(inputs), { state: episode.save })
    if (wait !== undefined) await wait
  }
  await recorder.finish({ end: 'aborted' })
}

/** What is refused would be fast for nothing. */
function check(episode: Episode, name: string): void {
  const refused = names.flatMap((_, i) => episode.sent(i)).find((m) => m.verdict !== 'ok')
  if (refused !== undefined) throw new Error(`${name}: ${refused.verdict} ${refused.note ?? ''}`)
}
