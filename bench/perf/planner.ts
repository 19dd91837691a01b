import { planner } from '../../agents/index.js'
import { parseScenarioFile, type Scenario } from '../../engine/index.js'
import { CATEGORIES, generateHousehold, household } from '../../worlds/index.js'
import { play } from '../play.js'
import { type Benchmark, median } from './measure.js'

type Options = Parameters<typeof generateHousehold>[0]
type Generated = ReturnType<typeof generateHousehold>

const scenarioOf = (file: Generated): Scenario => parseScenarioFile(file, [household]).scenario
const made = (options: Options): Scenario => scenarioOf(generateHousehold(options))

/** The size of the scenarios that are imported from EAR-Bench. */
const IMPORTED = { rooms: 5, objects: 45 } as const

/** Planning: the time of one decision, perceiving and telling others included. */
export const decisions: Benchmark = (quick) => {
  const seeds = quick ? 6 : 30
  const scenarios = CATEGORIES.flatMap((category) =>
    Array.from({ length: seeds }, (_, seed) => made({ category, seed, ...IMPORTED })),
  )
  for (const scenario of scenarios.filter((_, i) => i % seeds < 3)) play(scenario, planner)
  const played = scenarios.map((scenario) => play(scenario, planner))
  const ms = played.flatMap((p) => p.decisionsMs).sort((a, b) => a - b)
  const solved = played.filter((p) => p.isSolved).length
  const size = `${IMPORTED.rooms} rooms, ${IMPORTED.objects} things, 1 or 2 agents`
  return [
    {
      name: 'planner, a decision',
      value: median(ms),
      unit: 'ms',
      atMost: 2,
      note: `median of ${ms.length} in ${played.length} scenarios of all categories; ${size}`,
    },
    {
      name: 'planner, a slow decision',
      value: ms[Math.floor(ms.length * 0.99)]!,
      unit: 'ms',
      atMost: 50,
      note: `99 of 100 take less; the longest ${Math.round(ms.at(-1)!)} ms`,
    },
    {
      name: 'planner, scenarios done',
      value: (100 * solved) / played.length,
      unit: '%',
      atLeast: 100,
      note: 'each has a proven solution',
    },
  ]
}

/** A large place with many agents, from start to finish. */
export const estate: Benchmark = () => {
  const scenario = made({
    category: 'compound_collaboration',
    seed: 1,
    rooms: 50,
    objects: 2000,
    agents: 8,
  })
  const begun = performance.now()
  const { isSolved, ticks, decisionsMs } = play(scenario, planner)
  const seconds = (performance.now() - begun) / 1000
  return [
    {
      name: 'planner, 50 rooms, 2,000 things, 8 agents',
      // What is left undone took for ever.
      value: isSolved ? seconds : Number.MAX_VALUE,
      unit: 's',
      atMost: 60,
      note: `${isSolved ? 'all tasks done' : 'NOT DONE'} after ${ticks} ticks, ${decisionsMs.length} decisions`,
    },
  ]
}

/** The same place and task with only the first of its agents. */
function alone(file: Generated): Generated {
  const [name] = Object.keys(file.agents)
  const body = file.params.bodies![name!]!
  return { ...file, params: { ...file.params, bodies: { [name!]: body } }, agents: { [name!]: {} } }
}

/** Two agents against one of them alone, on tasks of several parts that each could do. */
export const teamwork: Benchmark = (quick) => {
  const files = Array.from({ length: quick ? 10 : 40 }, (_, seed) =>
    generateHousehold({ category: 'compound_reasoning', seed, rooms: 6, objects: 60, agents: 2 }),
  )
  const pairs = files
    .map((file) => [play(scenarioOf(file), planner), play(scenarioOf(alone(file)), planner)])
    // Two who leave something undone are at it to the horizon, and that counts.
    .filter((pair) => pair[1]!.isSolved)
  const [two, one] = [0, 1].map((i) => pairs.reduce((n, pair) => n + pair[i]!.ticks, 0))
  return [
    {
      name: 'planner, ticks that two save one',
      value: 100 * (1 - two! / one!),
      unit: '%',
      atLeast: 25,
      note: `${two} ticks against ${one} in ${pairs.length} of ${files.length} scenarios that one can do; 6 rooms, 60 things`,
    },
  ]
}
