import {
  type AnyWorld,
  CoactError,
  createEpisode,
  type Episode,
  type EpisodeProtocol,
  parseScenarioFile,
  type Scenario,
} from '../../engine/index.js'
import * as shippedProtocols from '../../protocols/index.js'
import { createRegistry, isScenario, type ScenarioData, shipped } from '../registry.js'
import type { PlayOptions } from './types.js'

const PROTOCOLS = [...createRegistry(shippedProtocols).protocols.values()]

/** A world with the episodes on which it is checked. */
export interface Subject {
  readonly world: AnyWorld
  readonly ticks: number
  readonly seeds: readonly string[]
  readonly protocols: readonly EpisodeProtocol[]
  /** @throws CoactError `kit/no-scenario`, `scenario/…` */
  scenarios(): Promise<readonly Scenario[]>
}

/** A scenario, a seed, and what to call the two. */
export interface Trial {
  readonly scenario: Scenario
  readonly seed: string
  readonly name: string
}

export function createSubject(world: AnyWorld, options: PlayOptions): Subject {
  let found: Promise<readonly Scenario[]> | undefined
  return {
    world,
    ticks: options.ticks ?? 40,
    seeds: (options.seeds ?? [1, 2]).map(String),
    protocols: options.protocols ?? [],
    scenarios() {
      found ??= findScenarios(world, options)
      return found
    },
  }
}

async function findScenarios(
  world: AnyWorld,
  { scenarios: given, protocols }: PlayOptions,
): Promise<readonly Scenario[]> {
  const all = given ?? [...(await shipped()).scenarios.values()].filter((s) => isOf(world, s))
  if (all.length === 0) {
    throw new CoactError('kit/no-scenario', `There is no scenario to check ${world.id} on`, {
      expected: 'one scenario at least',
      next: 'Give some: { scenarios: [scenario] }.',
    })
  }
  return all.map((one) => toScenario(world, one, protocols))
}

/**
 * A scenario, read if it is a file's data, set in this very world.
 *
 * @param own protocols that files may name beside those that ship
 */
export function toScenario(
  world: AnyWorld,
  given: Scenario | ScenarioData,
  own: readonly EpisodeProtocol[] = [],
): Scenario {
  const scenario = isScenario(given)
    ? given
    : parseScenarioFile(given, [world], 'scenario', [...PROTOCOLS, ...own]).scenario
  if (scenario.world.id === world.id) return scenario
  throw new CoactError('kit/wrong-world', `The scenario ${scenario.id} is set in another world`, {
    expected: world.id,
    got: scenario.world.id,
  })
}

function isOf(world: AnyWorld, scenario: Scenario | ScenarioData): boolean {
  if (isScenario(scenario)) return scenario.world.id === world.id
  return scenario['world'] === `${world.id}@${world.version}`
}

/** Every scenario with every seed. */
export async function trials(subject: Subject): Promise<readonly Trial[]> {
  const scenarios = await subject.scenarios()
  return scenarios.flatMap((scenario) =>
    subject.seeds.map((seed) => ({ scenario, seed, name: `${scenario.id}, seed ${seed}` })),
  )
}

/** The scenario with empty seats: what is checked is the world. */
export const unseated = (scenario: Scenario): Scenario => ({
  ...scenario,
  agents: Object.fromEntries(
    Object.entries(scenario.agents).map(([name, { team, role }]) => [name, { team, role }]),
  ),
})

/** An episode in which nobody but the kit decides. */
export const startTrial = ({ scenario, seed }: Trial): Episode =>
  createEpisode(unseated(scenario), { seed })

/** The scenario with parameters of its own, where they can be copied: agents may try to spoil them. */
export function ownParams(scenario: Scenario): Scenario {
  try {
    return { ...scenario, params: structuredClone(scenario.params) }
  } catch {
    return scenario
  }
}
