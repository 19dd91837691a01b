import {
  defineScenario,
  defineUniversalPolicy,
  type Frame,
  parseScenarioFile,
  type Scenario,
} from '../../../engine/index.js'
import { gini, greedy, harvest } from '../../../examples/harvest.js'
import { household, householdScenarios } from '../../../worlds/index.js'
import { run } from '../../run.js'
import { seatPolicies } from '../../seats.js'
import { type Trunk, trunkOf } from '../trunk.js'

/** A run with its frames and its trunk. */
export interface Grown {
  readonly scenario: Scenario
  readonly frames: readonly Frame[]
  readonly trunk: Trunk
}

/** Runs a scenario and makes a trunk of it. */
export async function grown(scenario: Scenario, seed: number): Promise<Grown> {
  const frames: Frame[] = []
  await run(scenario, { seed, onFrame: (frame) => frames.push(frame) })
  const { scenario: seated } = seatPolicies(scenario)
  return { scenario, frames, trunk: trunkOf(seated, frames, { seed }) }
}

/** Tells all how much it has eaten, on every other tick, and remembers how often. */
export const teller = defineUniversalPolicy({
  id: 'teller',
  memory: () => ({ told: 0 }),
  decide({ tick, say, legal, rng, memory, reward }) {
    const mine = memory as { told: number }
    if (tick % 2 === 0) return { do: rng.pick(legal()) }
    mine.told += 1
    return { do: rng.pick(legal()), say: say.all(`I ate ${reward}, told ${mine.told}`) }
  },
})

/** Moves about at random, but stands still when it has just heard something. */
export const listener = defineUniversalPolicy({
  id: 'listener',
  decide: ({ inbox, legal, rng }) =>
    inbox.length > 0 ? { action: 'move', args: { dir: 'stay' } } : rng.pick(legal()),
})

/** A field with a talker and a listener; apples grow where chance puts them. */
export const chatter = defineScenario(harvest, {
  id: 'chatter',
  params: { size: 6, apples: 5 },
  agents: { ada: teller, bob: listener },
  horizon: 120,
  metrics: [gini],
})

/** Two who race for the apples of a small field. */
export const race = defineScenario(harvest, {
  id: 'race',
  params: { size: 8, apples: 6 },
  agents: { ada: greedy, bob: greedy },
  horizon: 60,
})

/** A scenario of the household by name. */
export const home = (id: string): Scenario =>
  parseScenarioFile(householdScenarios[id], [household]).scenario
