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
import { type Benchmark, median, microseconds, type Row, signal } from './measure.js'

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
    const open = turns.open(agent, signal)
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

const row = (name: string, speed: number, note: string, atLeast?: number): Row => ({
  name,
  value: speed / 1000,
  unit: 'k ticks/s',
  ...(atLeast === undefined ? {} : { atLeast }),
  note: `${Math.round(speed / REFERENCE_STEPS)} × reference; ${note}`,
})

/** Ticks a second: the median over rounds, without those in which the compiler was still at work. */
function perSecond(rounds: number, ticks: number, time: () => number): number {
  const all = Array.from({ length: rounds }, time)
  return (ticks * 1e6) / median(all.slice(Math.floor(rounds / 3)))
}

/** Overcooked's rules in a small room for two, as those who train use them: by the stepper, and the rules alone. */
export const kitchenSpeed: Benchmark = (quick) => {
  const ticks = quick ? 20_000 : 200_000
  const acts = randomIds(ticks)
  const rounds = quick ? 5 : 15
  const ids = perSecond(rounds, ticks, () => timeIds(acts))
  const rules = perSecond(rounds, ticks, () => timeRules(acts))
  return [
    row('kitchen, by action ids', ids, 'stepIds, untracked', 1000),
    row('kitchen, by the rules', rules, 'actions, moves, rewards'),
  ]
}

/** The same as programs and policies use them. */
export const kitchenPublic: Benchmark = (quick) => {
  const ticks = quick ? 2000 : 20_000
  const acts = randomIds(ticks)
  const rounds = quick ? 5 : 15
  const typed = perSecond(rounds, ticks, () => timeTyped(acts))
  const played = perSecond(rounds, ticks / 10, () => timePlayed(random, ticks / 10))
  return [
    row('kitchen, by typed actions', typed, 'step, schemas checked'),
    row('kitchen, by policies', played, 'turns, two random policies'),
  ]
}
