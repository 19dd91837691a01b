import { createGateway, type Gateway, type ModelTransport } from '../../agents/index.js'
import {
  type CallRequest,
  createEpisode,
  createTurns,
  defineScenario,
  defineUniversalPolicy,
  type Json,
  type Scenario,
} from '../../engine/index.js'
import { harvest } from '../../examples/harvest.js'
import { createRecorder, describeEpisode, memorySink } from '../../replays/index.js'
import { run } from '../run.js'
import { median, type Row } from './measure.js'
import { type Excess, modelServer } from './model-server.node.js'

const MOVE: Json = {
  type: 'object',
  properties: { dir: { enum: ['n', 's', 'e', 'w', 'stay'] } },
  required: ['dir'],
  additionalProperties: false,
}
/** As long as the prompt of a household. */
const RULES = 'You pick apples on a field, and you share it with others. '.repeat(70)

const moveAsked = (agent: string, tick: number, view: string): CallRequest => ({
  purpose: 'act',
  messages: [
    { role: 'system', content: RULES },
    { role: 'user', content: `${agent}, tick ${tick}\n${view}` },
  ],
  answer: { name: 'move', schema: MOVE },
})

const walker = defineUniversalPolicy({
  id: 'walker',
  calls: true,
  async decide(turn) {
    const { value } = await turn.call!(moveAsked(turn.agent, turn.tick, turn.text))
    return { do: { action: 'move', args: { dir: (value as { readonly dir: string }).dir } } }
  },
})

const four = (horizon: number): Scenario =>
  defineScenario(harvest, {
    agents: { ada: walker, bob: walker, cleo: walker, dan: walker },
    horizon,
  })

const usage = { input: 900, output: 10, reasoning: 0, cached: 0 }
const atOnce: ModelTransport = async () => ({ text: '{"dir":"stay"}', finish: 'stop', usage })

/** What the engine, the gateway and many episodes at once take where language models play. */
export async function gateways(quick: boolean): Promise<Row[]> {
  return [
    await overhead(quick ? 200 : 2000),
    await overFetch(quick ? 100 : 500),
    share(quick ? 100 : 1000),
    await throughput('waits', quick ? 2 : 10),
    await throughput('refused', quick ? 2 : 10),
  ]
}

async function overhead(calls: number): Promise<Row> {
  const signal = new AbortController().signal
  const view = 'Apples: '.padEnd(1500, '(3, 4) ')
  const perCall = async (gateway: Gateway): Promise<number> => {
    const begun = performance.now()
    for (let i = 0; i < calls; i++)
      await gateway.call({ agent: i % 4, tick: i, signal }, moveAsked('ada', i, view))
    return (performance.now() - begun) / calls
  }
  const gateway = createGateway({ model: atOnce })
  const rounds: number[] = []
  for (let i = 0; i < 5; i++) rounds.push(await perCall(gateway))
  return {
    name: "a gateway's own time",
    value: median(rounds),
    unit: 'ms a call',
    atMost: 2,
    note: 'schema, 6 kB of prompt, recorded; a model that answers at once',
  }
}

/** The same over HTTP, against asking the server by hand; by turns. */
async function overFetch(rounds: number): Promise<Row> {
  const server = await modelServer(0, 100, 'waits')
  const gateway = createGateway({ model: 'm', endpoint: { baseUrl: server.baseUrl } })
  const signal = new AbortController().signal
  const view = 'Apples: '.padEnd(1500, '(3, 4) ')
  const took = async (work: () => Promise<unknown>): Promise<number> => {
    const begun = performance.now()
    await work()
    return performance.now() - begun
  }
  const byHand = async (tick: number): Promise<unknown> => {
    const { messages } = moveAsked('ada', tick, view)
    const body = JSON.stringify({ model: 'm', messages })
    const headers = { 'content-type': 'application/json' }
    const url = `${server.baseUrl}/chat/completions`
    return (await fetch(url, { method: 'POST', headers, body })).json()
  }
  try {
    const more: number[] = []
    for (let tick = 0; tick < rounds; tick++) {
      const asking = { agent: 0, tick, signal }
      const called = await took(() => gateway.call(asking, moveAsked('ada', tick, view)))
      const fetched = await took(() => byHand(tick))
      if (tick >= WARM_UP) more.push(called - fetched)
    }
    return {
      name: 'a call over HTTP, beyond fetching by hand',
      value: median(more),
      unit: 'ms a call',
      atMost: 2,
      note: 'schema, 6 kB of prompt, recorded; by turns',
    }
  } finally {
    server.close()
  }
}

const WARM_UP = 20

/** Stepping, describing to four agents, and recording: all but waiting, prompting and calling. */
function share(ticks: number): Row {
  const episode = createEpisode(four(ticks), { seed: 1 })
  const recorder = createRecorder(memorySink(), describeEpisode(episode))
  const turns = createTurns(episode)
  void recorder.record(episode.first!)
  const times: number[] = []
  while (episode.end === undefined) {
    const begun = performance.now()
    const inputs = episode.seats.map((_, agent) => {
      const { turn, close } = turns.open(agent, NEVER)
      void turn.text
      return close({ do: { action: 'move', args: { dir: 'stay' } } })
    })
    void recorder.record(episode.step(inputs))
    times.push(performance.now() - begun)
  }
  return {
    name: "the engine's share of a tick that models play",
    value: times.reduce((a, b) => a + b) / times.length,
    unit: 'ms a tick',
    atMost: 1,
    note: 'four agents: described, stepped, recorded; mean',
  }
}

const NEVER = (): AbortSignal => new AbortController().signal

const EPISODES = 64
const ANSWER_MS = 200
const LIMIT = 128
const RAMP_MS = 2500

/** Answers a second while the server is busy, as a share of the most that it gives. */
async function throughput(excess: Excess, seconds: number): Promise<Row> {
  const server = await modelServer(ANSWER_MS, LIMIT, excess)
  const stops = Array.from({ length: EPISODES }, () => new AbortController())
  const models = createGateway({
    model: 'm',
    endpoint: { baseUrl: server.baseUrl },
    concurrency: EPISODES * 4,
    retries: 50,
  })
  try {
    const running = stops.map(({ signal }, seed) =>
      run(four(10_000), { seed, models, signal, timeoutMs: 0 }),
    )
    await later(RAMP_MS)
    const before = await server.served()
    const begun = performance.now()
    await later(seconds * 1000)
    const served = (await server.served()) - before
    const took = (performance.now() - begun) / 1000
    for (const stop of stops) stop.abort()
    await Promise.all(running)
    return {
      name: `64 episodes of four at one server (${excess === 'waits' ? 'it queues' : 'it answers 429'})`,
      value: (100 * served) / (took * LIMIT * (1000 / ANSWER_MS)),
      unit: '%',
      atLeast: 95,
      note: `of ${LIMIT} requests at once, ${ANSWER_MS} ms each, over HTTP`,
    }
  } finally {
    server.close()
  }
}

const later = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms))
