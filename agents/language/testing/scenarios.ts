import {
  type AnyWorld,
  type EpisodeProtocol,
  parseScenarioFile,
  type Scenario,
} from '../../../engine/index.js'

/** Every scenario of a registry, by id. */
export const scenariosIn = (registry: {
  readonly worlds: ReadonlyMap<string, AnyWorld>
  readonly scenarios: ReadonlyMap<string, unknown>
  readonly protocols: ReadonlyMap<string, EpisodeProtocol>
}): ReadonlyMap<string, Scenario> =>
  new Map(
    [...registry.scenarios].map(([id, given]) => [
      id,
      (given as Scenario).kind === 'scenario'
        ? (given as Scenario)
        : parseScenarioFile(given, registry.worlds.values(), id, registry.protocols.values())
            .scenario,
    ]),
  )
