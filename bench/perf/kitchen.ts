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
  type Policy,
  type Scenario,
  type World,
} from '../../engine/index.js'
import { kitchen } from '../../worlds/index.js'
import { type Benchmark, median, microseconds, type Row } from './measure.js'

/** The reference's own throughput in steps a second, as measured by its examiners. */
const REFERENCE_STEPS = 19_700

/** Two cooks, one pot, hardly room to turn round: the size of the reference's smallest room. */
const scenario: Scenario = defineScenario(kitchen, {
  params: { grid: ['XXPXX', 'O1 2O', 'X   X', 'XDXSX'], orders: [['onion', 'onion', 'onion']] },
  agents: { ada: {}, bob: {} },
  horizon: 10_000_000,
})

/** Random action ids of two players, drawn beforehand. */
function randomIds(ticks: number): Int16Array {
  const rng = createStreams('kitchen', {}, false).stream('perf')
  const { ids } = actionCatalog(scenario.world)
  return Int16Array.from({ length: ticks * 2 }, () => rng.int(ids.length))
}

/** By action ids through the stepper, untracked. */
function timeIds(acts: Int16Array): number {
  const episode = createEpisode(scenario, { seed: 1, track: false })
  const ids = [0, 0]
  let earned = 0
  const us = microseconds(() => {
    for (let i = 0; i < acts.length; i += 2) {
      ids[0] = acts[i]!
      ids[1] = acts[i + 1]!
      earned += episode.stepIds(ids).rewards[0]!
    }
  })
  return Number.isNaN(earned) ? Infinity : us
}

/** By the world's own definition, within one tick of an episode: actions, systems, rewards. */
function timeRules(acts: Int16Array): number {
  const { world } = scenario
  const calls = actionCatalog(world).ids.map(({ action, args }) => {
    const { apply } = (
      world.actions as Readonly<Record<string, ActionDefinition<never, never, ArgShape>>>
    )[action]!
    return { apply, args }
  })
  const systems = (world.systems ?? []).map((s) => (typeof s === 'function' ? s : s.run))
  let us = 0
  const play = (w: World): void => {
    const [ada, bob] = w.agents
    us = microseconds(() => {
      for (let i = 0; i < acts.length; i++) {
        const seat = i % 2 === 0 ? ada! : bob!
        const { apply, args } = calls[acts[i]!]!
        apply(w as never, seat.entity, args as never, seat)
        if (i % 2 === 0) continue
        for (const run of systems) run(w)
        world.reward!(w, ada!.entity, ada!)
        world.reward!(w, bob!.entity, bob!)
      }
    })
  }
  const once = { ...scenario, script: [{ at: 1, run: play as never }] }
  createEpisode(once, { seed: 1, track: false }).step([])
  return us
}

/** By typed actions through `step`, schemas checked. */
function timeTyped(acts: Int16Array): number {
  const { ids } = actionCatalog(scenario.world)
  const given = ids.map((call) => ({ do: [call] }))
  const episode = createEpisode(scenario, { seed: 1, track: false })
  return microseconds(() => {
    for (let i = 0; i < acts.length; i += 2) episode.step([given[acts[i]!]!, given[acts[i + 1]!]!])
  })
}

/** What two policies decide when each is asked. */
export function decide(
  episode: Episode,
  turns: ReturnType<typeof createTurns>,
  policy: Policy,
): Parameters<Episode['step']>[0] {
  return episode.asked().map((agent) => {
    const open = turns.open(agent, new AbortController().signal)
    return open.close(policy.decide(open.turn))
  })
}

/** The small room with one policy in both seats. */
export const playedBy = (policy: Policy, horizon: number): Scenario => ({
  ...scenario,
  horizon,
  agents: Object.fromEntries(
    Object.entries(scenario.agents).map(([name, a]) => [name, { ...a, policy }]),
  ),
})

/** Microseconds that it takes through turns, with policies that decide, nothing kept. */
export function timePlayed(policy: Policy, ticks: number): number {
  const episode = createEpisode(playedBy(policy, ticks), { seed: 1, track: false })
  const turns = createTurns(episode)
  return microseconds(() => {
    while (episode.end === undefined) episode.step(decide(episode, turns, policy))
  })
}

/** Overcooked's rules in a small room for two: by the rules, by the stepper, and as people use it. */
export const kitchenSpeed: Benchmark = (quick) => {
  const acts = randomIds(quick ? 20_000 : 200_000)
  const few = acts.subarray(0, acts.length / 10)
  const rounds = quick ? 5 : 15
  const times: Record<'rules' | 'ids' | 'typed' | 'random', number[]> = {
    rules: [],
    ids: [],
    typed: [],
    random: [],
  }
  for (let round = 0; round < rounds; round++) {
    times.rules.push(timeRules(acts) / acts.length)
    times.ids.push(timeIds(acts) / acts.length)
    times.typed.push(timeTyped(few) / few.length)
    times.random.push(timePlayed(random, few.length / 20) / (few.length / 10))
  }
  const perSecond = (all: readonly number[]): number =>
    1e6 / (2 * median(all.slice(Math.floor(rounds / 3))))
  const row = (name: string, speed: number, note: string, atLeast?: number): Row => ({
    name,
    value: speed / 1000,
    unit: 'k ticks/s',
    ...(atLeast === undefined ? {} : { atLeast }),
    note: `${Math.round(speed / REFERENCE_STEPS)} × reference; ${note}`,
  })
  return [
    row('kitchen, by the rules', perSecond(times.rules), 'actions, moves, rewards'),
    row('kitchen, by action ids', perSecond(times.ids), 'stepIds, untracked', 1000),
    row('kitchen, by typed actions', perSecond(times.typed), 'step, schemas checked'),
    row('kitchen, by policies', perSecond(times.random), 'turns, two random policies'),
  ]
}
