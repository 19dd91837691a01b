import { random } from '../../agents/index.js'
import {
  type ActionDefinition,
  type ArgShape,
  actionCatalog,
  createEpisode,
  createStreams,
  createTurns,
  defineScenario,
  type Episode,
  type EpisodeState,
  type Scenario,
  type World,
} from '../../engine/index.js'
import { createRecorder, describeEpisode, memorySink } from '../../replays/index.js'
import { particles as world } from '../../worlds/index.js'
import { type Benchmark, median, microseconds, type Row, signal } from './measure.js'

/** The reference's own steps a second of this scenario, observations included, as measured by its examiners. */
const REFERENCE_STEPS = 3100

const AGENTS = 3
const EPISODE_TICKS = 25
/** Actions that are gone through again and again. */
const ACTIONS = 4096

const spread = (horizon: number): Scenario =>
  defineScenario(world, {
    params: { scenario: 'spread' },
    agents: {
      agent_0: { policy: random },
      agent_1: { policy: random },
      agent_2: { policy: random },
    },
    horizon,
  })

/** Random discrete actions for three agents. */
function randomIds(): Int16Array {
  const rng = createStreams('particles', {}, false).stream('perf')
  return Int16Array.from({ length: ACTIONS * AGENTS }, () => rng.int(5))
}

/** The middle of the fastest third: whatever else the machine does only adds to a short round. */
const fastest = (times: readonly number[]): number =>
  median([...times].sort((a, b) => a - b).slice(0, Math.ceil(times.length / 3)))

type Tick = (k: number) => void

/** Microseconds of some episodes of 25 ticks, each begun anew from a saved start. */
function timeEpisodes(
  episode: Episode,
  starts: readonly EpisodeState[],
  count: number,
  tick: Tick,
) {
  return microseconds(() => {
    for (let n = 0; n < count; n++) {
      episode.restore(starts[n % starts.length]!)
      for (let t = 0; t < EPISODE_TICKS; t++) tick((n * EPISODE_TICKS + t) % ACTIONS)
    }
  })
}

/** Microseconds of the same by the world's own functions, all within one tick of the stepper. */
function timeRules(scenario: Scenario, ids: Int16Array, ticks: number): number {
  const { go } = world.actions as unknown as Record<
    string,
    ActionDefinition<never, never, ArgShape>
  >
  const { reward, systems } = world as unknown as Required<Scenario['world']>
  const calls = actionCatalog(scenario.world).ids
  const { run } = systems[0] as { run(w: World): void }
  let us = 0
  const play = (w: World): void => {
    for (let t = 0; t < ticks; t++) {
      for (const seat of w.agents) {
        const args = calls[ids[(t % ACTIONS) * AGENTS + seat.index]!]!.args as never
        if (go!.check!(w as never, seat.entity, args, seat) === undefined)
          go!.apply(w as never, seat.entity, args, seat)
      }
      run(w)
      for (const seat of w.agents) reward(w, seat.entity, seat)
    }
  }
  const script = [{ at: 1, run: (w: World) => (us = microseconds(() => play(w))) }]
  createEpisode({ ...scenario, script: script as never }, { seed: 1, track: false }).step([])
  return us
}

/** Three agents cover landmarks, by random actions: with rewards, with observations, and by each way in. */
export const particles: Benchmark = async (quick) => {
  const scenario = spread(10_000_000)
  const ids = randomIds()
  const starts = Array.from({ length: 40 }, (_, seed) =>
    createEpisode(scenario, { seed, track: false }).save(),
  )
  const episode = createEpisode(scenario, { seed: 1, track: false })
  const calls = actionCatalog(scenario.world).ids
  const typed = calls.map((call) => ({ do: [call] }))
  const chosen = new Int16Array(AGENTS)
  const byIds: Tick = (k) => {
    for (let i = 0; i < AGENTS; i++) chosen[i] = ids[k * AGENTS + i]!
    episode.stepIds(chosen)
  }
  const byCalls: Tick = (k) => {
    episode.step(Array.from(chosen, (_, i) => typed[ids[k * AGENTS + i]!]))
  }
  const out = new Float32Array(world.vector!.length(scenario.params as never, AGENTS))
  const withObservations: Tick = (k) => {
    byIds(k)
    for (const seat of episode.seats) {
      out.fill(0)
      world.vector!.write(episode.w as never, seat.entity, seat, out)
    }
  }
  const rounds = quick ? 60 : 240
  const episodes = 160
  const took: Record<string, number[]> = { rules: [], ids: [], seen: [], calls: [] }
  for (let round = 0; round < rounds; round++) {
    took['rules']!.push(timeRules(scenario, ids, episodes * EPISODE_TICKS))
    took['ids']!.push(timeEpisodes(episode, starts, episodes, byIds))
    took['seen']!.push(timeEpisodes(episode, starts, episodes, withObservations))
    took['calls']!.push(timeEpisodes(episode, starts, episodes / 10, byCalls) * 10)
  }
  const row = (name: string, what: string, note: string, goal: Partial<Row>): Row => {
    const us = fastest(took[what]!)
    const perSecond = (episodes * EPISODE_TICKS * 1e6) / us
    return {
      name: `particles, spread of 3, ${name}`,
      value: perSecond / REFERENCE_STEPS,
      unit: '× reference',
      note: `${Math.round(perSecond / 1000)} k ticks/s; ${note}`,
      ...goal,
    }
  }
  return [
    row('by the rules', 'rules', 'actions, motion and rewards', {}),
    row('by action ids', 'ids', 'rewards and records; 25 ticks an episode', { atLeast: 100 }),
    row('by ids, with observations', 'seen', 'a float32 vector for each agent', { atLeast: 100 }),
    row('by typed actions', 'calls', 'each read by its schema', {}),
    await recorded(quick),
  ]
}

/** Milliseconds of an episode of random agents, recorded or with nothing kept. */
async function timeRecording(ticks: number, record: boolean): Promise<number> {
  const { nodeDeflate } = await import('../../replays/index.node.js')
  const begun = performance.now()
  const episode = createEpisode(spread(ticks), { seed: 1, track: record })
  const turns = createTurns(episode)
  const recorder = record
    ? createRecorder(memorySink(), describeEpisode(episode), { deflate: nodeDeflate })
    : undefined
  await recorder?.record(episode.first!, { state: episode.save })
  while (episode.end === undefined) {
    const inputs = episode.asked().map((agent) => {
      const open = turns.open(agent, signal)
      return open.close(random.decide(open.turn))
    })
    const wait = recorder?.record(episode.step(inputs), { state: episode.save })
    if (recorder === undefined) episode.step(inputs)
    if (wait !== undefined) await wait
  }
  await recorder?.finish({ end: episode.end! })
  return performance.now() - begun
}

async function recorded(quick: boolean): Promise<Row> {
  const ticks = quick ? 500 : 4000
  const ratios: number[] = []
  let bare = 0
  for (let round = 0; round < (quick ? 4 : 8); round++) {
    const whole = await timeRecording(ticks, true)
    bare = await timeRecording(ticks, false)
    if (round > 0) ratios.push(whole / bare)
  }
  return {
    name: 'particles, recording random agents',
    value: median(ratios),
    unit: '× unrecorded',
    note: `${((bare * 1000) / ticks).toFixed(1)} µs a tick unrecorded`,
  }
}
