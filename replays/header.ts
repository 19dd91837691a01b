import {
  actionCatalog,
  type EndReason,
  type Episode,
  type Goal,
  type Json,
  limits,
  type Tapes,
} from '../engine/index.js'
import { corrupt } from './faults.js'
import { type Layout, layoutOf, schemaHash } from './layout.js'
import { fromMetadata } from './metadata.js'
import { parentShape, type ReplayParent } from './parent.js'
import {
  anything,
  count,
  dictionary,
  flag,
  list,
  maybe,
  number,
  oneOf,
  record,
  type Shape,
  text,
} from './shape.js'
import { VERSION } from './version.js'

/** The profile that a file names: the format and its version. */
export const FORMAT = 'coact/1'

/** What a replay says of its run before the first tick. */
export interface ReplayHeader {
  readonly format: string
  /** Version of the engine that recorded it. */
  readonly engine: string
  readonly world: { readonly id: string; readonly version: number }
  readonly scenario: { readonly id: string; readonly title: string }
  readonly profile: string
  readonly seed: string
  readonly horizon: number
  readonly order: 'agents' | 'initiative'
  readonly agents: readonly {
    readonly name: string
    readonly team: string
    readonly role: string
    readonly policy?: { readonly id: string; readonly version: number }
  }[]
  /** Names of the world's actions. */
  readonly actions: readonly string[]
  /** Labels of the world's systems, as causes name them. */
  readonly systems: readonly string[]
  /** Recorded outcomes that the run was given, by stream. */
  readonly tapes: Tapes
  readonly layout: Layout
  /** Names the layout: see `schemaHash`. */
  readonly schema: string
  /** Of a fork: the recorded run that it goes on from. Its first tick is the parent's. */
  readonly parent?: ReplayParent
}

/** What a replay says of its run after the last tick. */
export interface ReplayResult {
  readonly end: EndReason
  readonly ticks: number
  /** The chain hash of the last tick: it names the whole run. */
  readonly chain: string
  readonly goals: readonly Goal[]
  readonly metrics: Readonly<Record<string, Json>>
  /** Whatever else the runner wants to keep. */
  readonly details?: Json
}

/**
 * Describes an episode for the head of its replay.
 *
 * @param given.policies what plays, by agent name, where that is not the scenario's own policy
 * @param given.parent of a fork: the run that the episode goes on from
 */
export function describeEpisode(
  episode: Episode,
  given: {
    readonly tapes?: Tapes
    readonly policies?: Readonly<Record<string, { readonly id: string; readonly version: number }>>
    readonly parent?: ReplayParent
  } = {},
): ReplayHeader {
  const { scenario } = episode
  const { world } = scenario
  const layout = layoutOf(episode)
  return {
    format: FORMAT,
    engine: VERSION,
    world: { id: world.id, version: world.version },
    scenario: { id: scenario.id, title: scenario.title },
    profile: scenario.profile,
    seed: episode.seed,
    horizon: scenario.horizon,
    order: scenario.order,
    agents: episode.seats.map(({ name, team, role }) => {
      const policy = given.policies?.[name] ?? scenario.agents[name]?.policy
      return policy === undefined
        ? { name, team, role }
        : { name, team, role, policy: { id: policy.id, version: policy.version } }
    }),
    actions: actionCatalog(world).names,
    systems: (world.systems ?? []).map((s, i) =>
      typeof s === 'function' ? `system:${s.name || i}` : `system:${s.id}`,
    ),
    tapes: given.tapes ?? {},
    layout,
    schema: schemaHash(layout),
    ...(given.parent === undefined ? {} : { parent: given.parent }),
  }
}

const named = record({ id: text, version: count })
const kind = oneOf(
  ...([
    'i8',
    'u8',
    'i16',
    'u16',
    'i32',
    'bool',
    'ref',
    'str',
    'enum',
    'f32',
    'f64',
    'fixed',
  ] as const),
)
const layoutShape: Shape<Layout> = record({
  columns: list(record({ name: text, kind, scale: maybe(count), names: maybe(list(text)) })),
  components: list(text),
  relations: list(record({ name: text, kinds: list(text) })),
  tables: list(text),
})

export const headerShape: Shape<ReplayHeader> = record({
  format: text,
  engine: text,
  world: named,
  scenario: record({ id: text, title: text }),
  profile: text,
  seed: text,
  horizon: count,
  order: oneOf('agents', 'initiative'),
  agents: list(record({ name: text, team: text, role: text, policy: maybe(named) })),
  actions: list(text),
  systems: list(text),
  tapes: dictionary(list(number)),
  layout: layoutShape,
  schema: text,
  parent: maybe(parentShape),
})

export const goalShape: Shape<Goal> = record({
  id: text,
  text,
  progress: number,
  done: flag,
  team: maybe(text),
})

export const resultShape: Shape<ReplayResult> = record({
  end: oneOf('done', 'horizon', 'aborted'),
  ticks: count,
  chain: text,
  goals: list(goalShape),
  metrics: dictionary(anything),
  details: maybe(anything),
})

/** @throws CoactError `replay/corrupt` */
export function readHeader(metadata: ReadonlyMap<string, string> | undefined): ReplayHeader {
  const where = 'the metadata "coact"'
  if (metadata === undefined) throw corrupt(where, 'it is missing')
  const header = fromMetadata(metadata, where, headerShape)
  const { layout, agents } = header
  if (header.format !== FORMAT) throw corrupt(where, `the format ${header.format}`)
  if (
    layout.columns.length > COLUMNS_MAX ||
    layout.tables.length > COLUMNS_MAX ||
    agents.length > limits.AGENTS_MAX
  ) {
    throw corrupt(where, `${layout.columns.length} columns, ${agents.length} agents`)
  }
  if (schemaHash(layout) !== header.schema)
    throw corrupt(where, 'a layout that its hash does not fit')
  return header
}

/** The world's own columns, and those of entities and relations. */
const COLUMNS_MAX = 4 * limits.COLUMNS_MAX
