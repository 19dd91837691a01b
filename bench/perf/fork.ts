import { random } from '../../agents/index.js'
import { createStreams, type Frame, parseScenarioFile, type Scenario } from '../../engine/index.js'
import { household, householdScenarios, kitchen, kitchenScenarios } from '../../worlds/index.js'
import { createBranch, createNursery } from '../fork/branch.js'
import { forkMany } from '../fork/fork-many.js'
import type { ForkSpec } from '../fork/spec.js'
import { type Trunk, trunkOf } from '../fork/trunk.js'
import { run } from '../run.js'
import { seatPolicies } from '../seats.js'
import { type Benchmark, median, microseconds } from './measure.js'

const TICKS = 2000
const ROUNDS = 4

/** What is forked: a household and a kitchen, all agents at random, so that nothing ends it early. */
const scenarios: readonly Scenario[] = [
  parseScenarioFile(householdScenarios['moving-day'], [household]).scenario,
  parseScenarioFile(kitchenScenarios['two-at-the-stove'], [kitchen]).scenario,
].map((scenario) => ({ ...scenario, horizon: TICKS }))

async function trunkFor(scenario: Scenario): Promise<Trunk> {
  const agents = { '*': random }
  const frames: Frame[] = []
  await run(scenario, { seed: 7, agents, onFrame: (frame) => frames.push(frame) })
  return trunkOf(seatPolicies(scenario, agents).scenario, frames, { seed: 7 })
}

/**
 * Milliseconds from asking for a fork to just before its first new step, by tick, in any order: the least of some rounds, so that
 * it is the tick that tells and not what else the machine did.
 */
function beginnings(trunk: Trunk, forks: number): readonly number[] {
  const dice = createStreams('fork', {}, false).stream('ticks')
  const nursery = createNursery(trunk, true)
  const at = Array.from({ length: forks }, () => dice.int(trunk.last + 1))
  // A few to warm up.
  for (const tick of at.slice(0, 20)) createBranch(trunk, { at: tick }, nursery)
  const rounds = Array.from({ length: ROUNDS }, () =>
    at.map((tick) => microseconds(() => createBranch(trunk, { at: tick }, nursery)) / 1000),
  )
  return at.map((_, i) => Math.min(...rounds.map((r) => r[i]!)))
}

/** Many continuations with given inputs, hashed. */
async function scripted(trunk: Trunk, forks: number): Promise<number> {
  const dice = createStreams('fork', {}, false).stream('ticks')
  const specs = Array.from({ length: forks }, (): ForkSpec => {
    const at = dice.int(trunk.last - 50)
    const from = dice.int(trunk.last - 50)
    const inputs = Array.from({ length: 50 }, (_, i) => trunk.frame(from + i + 1)!.inputs)
    return { at, inputs }
  })
  const begun = performance.now()
  await forkMany(trunk, specs)
  return (performance.now() - begun) / 1000
}

/** Forks of a run of 2,000 ticks. */
export const forks: Benchmark = async (quick) => {
  const rows = []
  for (const scenario of scenarios) {
    const trunk = await trunkFor(scenario)
    const name = scenario.world.id
    const ms = [...beginnings(trunk, quick ? 50 : 500)].sort((a, b) => a - b)
    rows.push({
      name: `fork, ${name}, to its first step`,
      value: ms.at(-1)!,
      unit: 'ms',
      atMost: 5,
      note: `the slowest of ${ms.length} ticks out of ${trunk.last}; half take less than ${median(ms).toFixed(2)} ms`,
    })
    const count = quick ? 100 : 1000
    const seconds = await scripted(trunk, count)
    rows.push({
      name: `fork, ${name}, ${count} scripted forks of 50 ticks`,
      value: seconds,
      unit: 's',
      atMost: quick ? 1 : 10,
      note: 'one core, hashed; inputs from elsewhere in the run',
    })
  }
  return rows
}
