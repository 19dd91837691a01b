import { existsSync } from 'node:fs'
import { resolve } from 'node:path'
import {
  CoactError,
  type EpisodeProtocol,
  nearest,
  type PolicyChoice,
  parseScenarioFile,
  parseScenarioText,
  profileOf,
  type Scenario,
  unknownName,
} from '../engine/index.js'
import { exportOf, isPath, readText } from './files.node.js'
import { loadModule, MODULE_FILE } from './module.node.js'
import { isScenario, type Registry, type ScenarioData } from './registry.js'

/** What may be set from outside. */
export interface Overrides {
  readonly profile?: string
  readonly horizon?: number
  /** Nobody reaches anybody: what agents say is refused. */
  readonly mute?: boolean
  /** Names of protocols besides those of the scenario. */
  readonly protocols?: readonly string[]
}

/** A scenario with the policies that its file names. */
export interface Loaded {
  readonly scenario: Scenario
  readonly policies: Readonly<Record<string, PolicyChoice>>
  /** Its file as data, with the overrides; absent for a scenario that is defined in code. */
  readonly source?: unknown
}

/**
 * Finds a scenario: one that ships, by name; or the path of a `.json` file, or of a module that exports one.
 *
 * @throws CoactError `scenario/unknown` with the nearest name and the list, `scenario/unreadable`, `scenario/json`,
 *   `scenario/invalid`, `scenario/module`, `profile/unknown`, `module/…`
 */
export async function loadScenario(
  ref: string,
  registry: Registry,
  overrides: Overrides = {},
): Promise<Loaded> {
  const shipped = registry.scenarios.get(ref)
  if (shipped !== undefined)
    return isScenario(shipped)
      ? fromCode(shipped, registry, overrides)
      : fromData(shipped, ref, registry, overrides)
  if (!isPath(ref) && !existsSync(ref)) throw noScenario(ref, [...registry.scenarios.keys()])
  if (MODULE_FILE.test(ref)) {
    return fromCode(
      exportOf(await loadModule(resolve(ref)), isScenario, ref, 'scenario'),
      registry,
      overrides,
    )
  }
  return fromData(parseScenarioText(await readText(ref, 'scenario'), ref), ref, registry, overrides)
}

function fromCode(scenario: Scenario, registry: Registry, given: Overrides): Loaded {
  const { profile, horizon = scenario.horizon, mute, protocols = [] } = given
  const { world, bus } = scenario
  const added = protocols.map((name) => protocolNamed(registry, name))
  return {
    scenario: {
      ...scenario,
      horizon,
      profile: profile === undefined ? scenario.profile : profileOf(world, profile),
      bus: mute === true ? { ...bus, topology: 'none' } : bus,
      protocols: [...new Set([...scenario.protocols, ...added])],
    },
    policies: {},
  }
}

function protocolNamed({ protocols }: Registry, name: string): EpisodeProtocol {
  const found = protocols.get(name)
  if (found !== undefined) return found
  throw unknownName('protocol/unknown', 'protocol', name, [...protocols.keys()])
}

/** A scenario from a file's data. @throws CoactError as {@link loadScenario} */
export function fromData(
  data: unknown,
  ref: string,
  { worlds, protocols }: Registry,
  overrides: Overrides,
): Loaded {
  const source = isRecord(data) ? overridden(data, overrides) : data
  const { scenario, policies } = parseScenarioFile(source, worlds.values(), ref, protocols.values())
  return { scenario, policies, source }
}

function overridden(data: ScenarioData, { mute, protocols, ...rest }: Overrides): ScenarioData {
  const bus = isRecord(data['bus']) ? data['bus'] : {}
  const known = Array.isArray(data['protocols']) ? (data['protocols'] as string[]) : []
  return {
    ...data,
    ...rest,
    ...(mute === true ? { bus: { ...bus, topology: 'none' } } : {}),
    ...(protocols === undefined ? {} : { protocols: [...new Set([...known, ...protocols])] }),
  }
}

const isRecord = (value: unknown): value is ScenarioData =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

function noScenario(name: string, names: readonly string[]): CoactError {
  const near = nearest(name, names)
  return new CoactError('scenario/unknown', `There is no scenario "${name.slice(0, 100)}"`, {
    expected: `the path of a .json file or a module, or one of ${someOf(names)}`,
    ...(near === undefined ? {} : { nearest: near, next: `Did you mean "${near}"?` }),
  })
}

/** The names, or so many that one can still see what the error says. */
const someOf = (names: readonly string[]): string =>
  names.length <= NAMES_MAX
    ? names.join(', ')
    : `${names.slice(0, NAMES_MAX).join(', ')} … ${names.length} in all, see "coact worlds"`
const NAMES_MAX = 12
