import {
  type ActionDefinition,
  type ArgShape,
  createEpisode,
  createStreams,
  defineScenario,
  type Scenario,
  type World,
} from '../../engine/index.js'
import { household } from '../../worlds/index.js'
import { type Benchmark, median, microseconds, type Row } from './measure.js'
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

const SCENES = [1, 2, 3, 4]
const COMMANDS = 1000
/** Times that each list of commands is gone through. */
const LAPS = 20

/** From command text through verdict, change, message and task check, scenario loading apart: the rules, and the stepper. */
export const throughput: Benchmark = (quick) => {
  const scenarios = SCENES.map(scenarioOf)
  const texts = scenarios.map((s, i) => commands(s, i, COMMANDS))
  const rounds = quick ? 5 : 25
  const bare: number[] = []
  const stepped: number[] = []
  for (let round = 0; round < rounds; round++) {
    bare.push(sum(scenarios.map((s, i) => timeRules(s, texts[i]!, round))))
    stepped.push(sum(scenarios.map((s, i) => timeStepper(s, texts[i]!, round))))
  }
  const perSecond = (all: readonly number[]): number =>
    (COMMANDS * LAPS * SCENES.length * 1e6) / median(all.slice(Math.floor(rounds / 3)))
  const row = (name: string, speed: number, note: string): Row => ({
    name,
    value: speed / REFERENCE_COMMANDS,
    unit: '× reference',
    atLeast: 100,
    note: `${Math.round(speed / 1000)} k commands/s; ${note}`,
  })
  return [
    row(
      'household compat, commands by the rules',
      perSecond(bare),
      'text, verdict, change, message, task check',
    ),
    row(
      'household compat, commands by the stepper',
      perSecond(stepped),
      'one a tick, with inbox, rewards and records',
    ),
  ]
}

const sum = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0)

/** Microseconds that the commands take by the stepper, one a tick, the two agents in turn. */
function timeStepper(scenario: Scenario, texts: readonly string[], seed: number): number {
  const episode = createEpisode(scenario, { seed, track: false })
  const inputs = texts.map((text, i) =>
    i % 2 === 0 ? [{ do: [{ text }] }] : [undefined, { do: [{ text }] }],
  )
  return microseconds(() => {
    for (let lap = 0; lap < LAPS; lap++)
      for (let i = 0; i < inputs.length; i++) episode.step(inputs[i]!)
  })
}

/** Microseconds that they take by the world's own definition, within one tick. */
function timeRules(scenario: Scenario, texts: readonly string[], seed: number): number {
  const { world } = scenario
  const actions = world.actions as Readonly<
    Record<string, ActionDefinition<never, never, ArgShape>>
  >
  let us = 0
  const obey = (w: World): void => {
    for (let lap = 0; lap < LAPS; lap++) {
      for (let i = 0; i < texts.length; i++) {
        const seat = w.agents[i % 2]!
        const call = world.parse!(w, texts[i]!, seat)
        if ('reject' in call) continue
        const { check, apply } = actions[call.action]!
        const refused = check?.(w as never, seat.entity, call.args as never, seat)
        if (refused === undefined) apply(w as never, seat.entity, call.args as never, seat)
      }
    }
  }
  const run = (w: World): void => {
    us = microseconds(() => obey(w))
  }
  createEpisode(
    { ...scenario, script: [{ at: 1, run: run as never }] },
    { seed, track: false },
  ).step([])
  return us
}

function loadAll(scenarios: readonly Scenario[], track: boolean): void {
  for (const scenario of scenarios) createEpisode(scenario, { seed: 1, track })
}

/** From a parsed scenario to an episode that is ready to step. */
export const loading: Benchmark = (quick) => {
  const scenarios = Array.from({ length: 20 }, (_, i) => scenarioOf(i + 1))
  // The compiler needs some hundred scenarios before it has done its part.
  const rounds = quick ? 40 : 160
  const each: number[] = []
  for (let round = 0; round < rounds; round++) {
    each.push(microseconds(() => loadAll(scenarios, false)) / scenarios.length)
  }
  const tracked = microseconds(() => loadAll(scenarios, true)) / scenarios.length
  return [
    {
      name: 'household compat, loading a scenario',
      value: median(each.slice(rounds / 2)),
      unit: 'µs',
      atMost: 300,
      note: `5 rooms, 45 things, 2 agents; with tracking and the first frame ${Math.round(tracked)} µs`,
    },
  ]
}
