import { createEpisode, createStreams, defineScenario, type Episode, type Scenario } from '../../engine/index.js'
import { household } from '../../worlds/index.js'
import { type Benchmark, median, microseconds } from './measure.js'
import { makeScene } from './scene.js'

/** The reference's own throughput in commands a second, as measured by its examiners. */
const REFERENCE_COMMANDS = 7100

/** A made-up two-agent scenario. */
export const scenarioOf = (seed: number): Scenario => {
  const params = makeScene(seed, { rooms: 5, things: 45, agents: 2 })
  return defineScenario(household, {
    profile: 'compat',
    params,
    agents: { agent_1: {}, agent_2: {} },
    horizon: 10_000_000,
  })
}

/** Commands as agents give them: mostly sensible, some refused, some malformed. */
export function commands(scenario: Scenario, seed: number, count: number): string[] {
  const scene = scenario.params as ReturnType<typeof makeScene>
  const rng = createStreams(String(seed), {}, false).stream('perf-commands')
  const thing = (): string => rng.pick(scene.things!).id
  const room = (): string => rng.pick(scene.rooms).id
  const verb = (): string => rng.pick(scene.actions!).toUpperCase()
  const forms: readonly (() => string)[] = [
    () => `GOTO ${room()}`,
    () => 'EXPLORE',
    () => `GOTO ${thing()}`,
    () => `GOTO ${thing()}`,
    () => `GRAB ${thing()}`,
    () => `GRAB ${thing()}`,
    () => `PLACE ${thing()} in ${thing()}`,
    () => `${verb()} ${thing()}`,
    () => `${verb()} ${thing()}`,
    () => `CORP_${verb()} agent_1,agent_2 ${thing()}`,
    () => `GOTO ${room()} `,
  ]
  return Array.from({ length: count }, () => rng.pick(forms)())
}

/** From command text through verdict, change, message and task check, by the stepper; loading apart. */
export const throughput: Benchmark = (quick) => {
  const scenarios = [1, 2, 3, 4].map(scenarioOf)
  const count = quick ? 2000 : 20_000
  const texts = scenarios.map((s, i) => commands(s, i, count))
  const inputs = texts.map((list) => list.map((text, i) => (i % 2 === 0 ? [{ do: [{ text }] }] : [undefined, { do: [{ text }] }])))
  const rounds = quick ? 3 : 9
  const speeds: number[] = []
  let refused = 0
  for (let round = 0; round < rounds; round++) {
    const episodes = scenarios.map((s) => createEpisode(s, { seed: round, track: false }))
    const us = microseconds(() => {
      for (let k = 0; k < episodes.length; k++) refused = runAll(episodes[k]!, inputs[k]!)
    })
    speeds.push((count * scenarios.length * 1e6) / us)
  }
  const value = median(speeds.slice(1))
  return [
    {
      name: 'household compat, commands',
      value: value / REFERENCE_COMMANDS,
      unit: '× reference',
      atLeast: 100,
      note: `${Math.round(value / 1000)} k commands/s through the stepper; ${Math.round((refused / count) * 100)} % refused`,
    },
  ]
}

function runAll(episode: Episode, inputs: readonly Parameters<Episode['step']>[0][]): number {
  let refused = 0
  for (let i = 0; i < inputs.length; i++) {
    const { actions } = episode.step(inputs[i]!)
    if (actions[0]!.verdict !== 'ok' || actions[0]!.text === '') refused += 1
  }
  return refused
}

/** From a parsed scenario to an episode that is ready to step. */
export const loading: Benchmark = (quick) => {
  const scenarios = Array.from({ length: 20 }, (_, i) => scenarioOf(i + 1))
  const rounds = quick ? 5 : 41
  const each: number[] = []
  for (let round = 0; round < rounds; round++) {
    each.push(microseconds(() => scenarios.forEach((s) => createEpisode(s, { seed: 1, track: false }))) / scenarios.length)
  }
  const tracked = microseconds(() => scenarios.forEach((s) => createEpisode(s, { seed: 1 }))) / scenarios.length
  return [
    {
      name: 'household compat, loading a scenario',
      value: median(each.slice(2)),
      unit: 'µs',
      atMost: 300,
      note: `5 rooms, 45 things, 2 agents; with tracking and the first frame ${Math.round(tracked)} µs`,
    },
  ]
}
