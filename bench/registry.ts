import { type PolicyCatalog, policyCatalog } from '../agents/index.js'
import {
  type AnyMetric,
  type AnyWorld,
  type EpisodeProtocol,
  SCENARIO_FORMAT,
  type Scenario,
  unknownName,
} from '../engine/index.js'
import type { KnownMetrics } from './metrics/choose.js'
import type { ForkMetric } from './metrics/forked.js'

/** Worlds, scenarios, policies, protocols and metrics by name. */
export interface Registry {
  readonly worlds: ReadonlyMap<string, AnyWorld>
  /** Scenario files as data, and scenarios defined in code, by id. */
  readonly scenarios: ReadonlyMap<string, Scenario | ScenarioData>
  readonly policies: PolicyCatalog
  readonly protocols: ReadonlyMap<string, EpisodeProtocol>
  readonly metrics: KnownMetrics
  /** Which installed package a world comes from, as name and version; worlds that ship have none. */
  readonly origins?: ReadonlyMap<string, string>
}

/** A scenario file that was parsed as JSON, not checked. */
export type ScenarioData = Readonly<Record<string, unknown>>

/**
 * Collects worlds, scenarios, policies, protocols and metrics from what modules export: a new one needs no entry anywhere else.
 *
 * @example
 * const registry = createRegistry(await import('coact/worlds'), await import('coact/agents'))
 */
export function createRegistry(...modules: readonly object[]): Registry {
  const exported = modules.flatMap((m) => Object.values(m) as unknown[])
  const worlds = exported.filter((v): v is AnyWorld => isObject(v) && v['kind'] === 'world')
  const scenarios = new Map<string, Scenario | ScenarioData>()
  for (const value of exported.flatMap((v) => (isShelf(v) ? Object.values(v) : [v]))) {
    if (isObject(value) && (isScenario(value) || isData(value)))
      scenarios.set(String(value['id']), value as ScenarioData)
  }
  return {
    worlds: new Map(worlds.map((w) => [w.id, w])),
    scenarios,
    policies: policyCatalog(...modules),
    protocols: new Map(exported.filter(isProtocol).map((p) => [p.id, p])),
    metrics: new Map(
      exported
        .flatMap((v) => (Array.isArray(v) ? v : [v]))
        .filter(isMetric)
        .map((m) => [m.id, m]),
    ),
  }
}

/** The registry of what the package ships. */
export const shipped = async (): Promise<Registry> =>
  createRegistry(
    await import('../worlds/index.js'),
    await import('../agents/index.js'),
    await import('../protocols/index.js'),
    await import('./metrics/catalog.js'),
  )

/** @throws CoactError `world/unknown` with the nearest name and the list */
export function worldNamed({ worlds }: Registry, id: string): AnyWorld {
  const world = worlds.get(id)
  if (world === undefined) throw unknownName('world/unknown', 'world', id, [...worlds.keys()])
  return world
}

export const isScenario = (value: unknown): value is Scenario =>
  isObject(value) && value['kind'] === 'scenario'

const isProtocol = (value: unknown): value is EpisodeProtocol =>
  isObject(value) && value['kind'] === 'protocol'

export const isMetric = (value: unknown): value is AnyMetric | ForkMetric =>
  isObject(value) && (value['kind'] === 'metric' || value['kind'] === 'fork-metric')

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

const isData = (value: unknown): value is ScenarioData =>
  isObject(value) && value['format'] === SCENARIO_FORMAT

/** A record of scenario files, as a world exports them. */
const isShelf = (value: unknown): value is Readonly<Record<string, ScenarioData>> =>
  isObject(value) && Object.values(value).length > 0 && Object.values(value).every(isData)
