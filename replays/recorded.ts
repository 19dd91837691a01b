import {
  createEpisode,
  type Episode,
  type Frame,
  type Policy,
  profileOf,
  type Scenario,
} from '../engine/index.js'
import type { ReplayHeader } from './header.js'

/**
 * A recorded run's scenario with what its file says of it: agents, horizon, order and profile. Nobody plays; the first
 * memories are those that were recorded.
 *
 * @param setup the frame of the setup; without it there are no memories to begin with, as where a state is restored anyway
 */
export function recordedScenario(
  header: ReplayHeader,
  scenario: Scenario,
  setup?: Frame,
): Scenario {
  const agents = Object.fromEntries(
    header.agents.map(({ name, team, role }) => {
      const memory = setup?.diff.docs.find((d) => d.doc === `memory:${name}`)?.patches[0]?.value
      return [
        name,
        memory === undefined ? { team, role } : { team, role, policy: remembering(memory) },
      ]
    }),
  )
  const { horizon, order } = header
  const profile = profileOf(scenario.world, header.profile)
  return { ...scenario, agents, horizon, order, profile }
}

/** Makes a recorded episode as it was before tick 1. See {@link recordedScenario}. */
export function recordedEpisode(header: ReplayHeader, scenario: Scenario, setup?: Frame): Episode {
  const { seed, tapes } = header
  return createEpisode(recordedScenario(header, scenario, setup), { seed, tapes })
}

/** Stands in for a policy, of which only the first memory matters here. */
const remembering = (memory: unknown): Policy<'*'> => ({
  kind: 'policy',
  id: 'recorded',
  version: 1,
  world: '*',
  memory: () => memory,
  decide: () => undefined,
})
