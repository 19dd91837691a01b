import { CoactError, unknownName } from '../../engine/index.js'
import type { Registry, ScenarioData } from '../registry.js'

/** One scenario of a suite. */
export interface SuiteScenario {
  /** Unique in the suite. */
  readonly id: string
  /** What it is counted with, such as its category. */
  readonly group: string
  /** A scenario file's data; left out for one that ships, or whose path `id` is. */
  readonly data?: ScenarioData
  /** Actions that a reference took, where it solved it. */
  readonly reference?: number
}

/** Numbers of others. */
export interface Published {
  readonly source: string
  readonly metric: string
  /** By whom they are, then by group. */
  readonly values: Readonly<Record<string, Readonly<Record<string, number>>>>
}

/** Scenarios that are run together. */
export interface Suite {
  readonly kind: 'suite'
  readonly id: string
  readonly title: string
  /** Who plays when nobody is named: lineups as on the command line. */
  readonly lineups: readonly string[]
  /** Ids of metrics that fold over frames; the scorecard when left out. */
  readonly metrics?: readonly string[]
  /** What others published, shown beside one's own numbers. */
  readonly published?: Published
  scenarios(registry: Registry): Promise<readonly SuiteScenario[]> | readonly SuiteScenario[]
}

/**
 * Defines a suite; a module that exports one can be swept by its path.
 *
 * @throws CoactError `suite/id`
 * @example
 * export default defineSuite({
 *   id: 'doors', title: 'Doors', lineups: ['random'], scenarios: () => [{ id: './door.json', group: 'doors' }],
 * })
 */
export function defineSuite(suite: Omit<Suite, 'kind'>): Suite {
  if (/^[a-z][a-z0-9-]*$/.test(suite.id)) return { kind: 'suite', ...suite }
  throw new CoactError('suite/id', `"${suite.id}" cannot be a suite's id`, {
    expected: 'lower-case words joined by hyphens',
    next: 'Rename it.',
  })
}

/** Every scenario that ships with a world. */
const ofWorlds = (
  id: string,
  title: string,
  isWanted: (world: string) => boolean,
  lineups: readonly string[],
): Suite =>
  defineSuite({
    id,
    title,
    lineups,
    scenarios: ({ scenarios }) =>
      [...scenarios].flatMap(([name, given]) => {
        const world = 'kind' in given ? worldOf(given) : String(given['world']).replace(/@.*/, '')
        if (!isWanted(world)) return []
        return [{ id: name, group: world, ...('kind' in given ? {} : { data: given }) }]
      }),
  })

const worldOf = (scenario: object): string =>
  (scenario as { readonly world: { readonly id: string } }).world.id

const NO_GAMES = ['household', 'kitchen', 'particles', 'depot']

/** The suites that ship; `ear-bench` needs its scenes, and is made of them. */
export const suites: readonly Suite[] = [
  ofWorlds('household', 'Household', (w) => w === 'household', ['planner']),
  ofWorlds('kitchen', 'Kitchens', (w) => w === 'kitchen', ['cook']),
  ofWorlds('particles', 'Particles', (w) => w === 'particles', ['particles-scripted']),
  ofWorlds('depot', 'Depot', (w) => w === 'depot', ['depot-crew']),
  ofWorlds('games', 'Games', (w) => !NO_GAMES.includes(w), ['random']),
]

/** @throws CoactError `suite/unknown` with the nearest and the list */
export function suiteNamed(id: string): Suite {
  const found = suites.find((s) => s.id === id)
  if (found !== undefined) return found
  throw unknownName('suite/unknown', 'suite', id, [...suites.map((s) => s.id), 'ear-bench'])
}

export const isSuite = (value: unknown): value is Suite =>
  typeof value === 'object' && value !== null && 'kind' in value && value.kind === 'suite'
