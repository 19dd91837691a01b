import { type AnyWorld, CoactError, isCoactError, type Scenario } from '../../engine/index.js'
import type { Replay } from '../../replays/index.js'
import { openTrunk, type Trunk } from '../fork/trunk.js'
import type { Agents } from '../seats.js'
import { DEFAULT_METRICS } from './catalog.js'
import { chooseMetrics, isFork, type MetricChoice, misfit } from './choose.js'
import { beginScores } from './fold.js'
import type { ForkMetric, ForkMetricOptions, ForkScored } from './forked.js'
import type { Reference, ScoreContext, Scored, ScoreMetric } from './scored.js'

export interface ScoreOptions extends ForkMetricOptions {
  /** Metrics or their ids; the scorecard and the scenario's own when left out, `all` for all that ship. */
  readonly metrics?: readonly MetricChoice[] | 'all'
  /** What was recorded; without it nothing can be simulated, and no reference is known but those given. */
  readonly scenario?: Scenario
  /** What the scenario's file says beside it: its `solution` is a reference. */
  readonly meta?: unknown
  readonly references?: readonly Reference[]
  readonly solo?: ScoreContext['solo']
  readonly returns?: ScoreContext['returns']
}

/** Scores of one run, by metric, in the order in which they were asked for. */
export type Scores = Readonly<Record<string, Scored | ForkScored>>

/**
 * Scores a recorded run: one pass over its frames, then what has to be simulated.
 *
 * @throws CoactError `metric/unknown`; `replay/corrupt`
 * @example
 * const scores = await scoreReplay(await openReplayFile('run.mcap'), { scenario })
 */
export async function scoreReplay(replay: Replay, options: ScoreOptions = {}): Promise<Scores> {
  const chosen = chooseMetrics(wantedOf(options))
  const told = new Map<string, Scored | ForkScored>()
  const folds: ScoreMetric[] = []
  for (const metric of chosen) {
    const no = misfit(metric, replay.info.header.world.id)
    if (no !== undefined) told.set(metric.id, no)
    else if (!isFork(metric)) folds.push(metric)
  }
  const fold = beginScores(folds, contextOf(replay, options))
  if (folds.length > 0) for await (const frame of replay.frames()) fold.add(frame)
  if (folds.some((m) => m.call !== undefined))
    for await (const call of replay.calls()) fold.call(call)
  for (const [id, scored] of Object.entries(fold.results())) told.set(id, scored)
  for (const metric of chosen)
    if (isFork(metric)) told.set(metric.id, await forked(replay, metric, options))
  return Object.fromEntries(chosen.map(({ id }) => [id, told.get(id)!]))
}

/** By default the scenario's own metrics come after the scorecard. */
const wantedOf = ({ metrics, scenario }: ScoreOptions): ScoreOptions['metrics'] =>
  metrics ?? [...DEFAULT_METRICS, ...(scenario?.metrics ?? [])]

async function forked(
  replay: Replay,
  metric: ForkMetric,
  options: ScoreOptions,
): Promise<Scored | ForkScored> {
  const { scenario } = options
  if (scenario === undefined) return { value: null, note: 'the scenario is not known' }
  try {
    const trunk = await openTrunk(replay, scenario)
    if (options.mode !== 'live') return await metric.score(trunk, options)
    return await metric.score(trunk, { ...options, policies: deciding(trunk, options, scenario) })
  } catch (e) {
    if (!isCoactError(e)) throw e
    return { value: null, note: `cannot be simulated: ${e.message.split('\n')[0]}` }
  }
}

/** Who decides anew for those who played: a recording holds their names alone. @throws CoactError `score/no-policy` */
function deciding(
  { players }: Trunk,
  { policies = {} }: ScoreOptions,
  { agents }: Scenario,
): Agents {
  const all: Record<string, Agents[string]> = { ...policies }
  for (const [name, { id }] of Object.entries(players)) {
    if (Object.hasOwn(all, name) || Object.hasOwn(all, '*')) continue
    const own = agents[name]?.policy
    if (own?.id !== id)
      throw new CoactError('score/no-policy', `in mode live nobody decides for ${name}`, {
        where: 'policies',
        expected: `the policy that played: ${id}`,
      })
    all[name] = own
  }
  return all
}

/** What a score may know of a recorded run. */
export function contextOf({ info }: Replay, options: ScoreOptions): ScoreContext {
  const { header } = info
  return {
    ...ownContext(options, options.scenario?.world),
    agents: header.agents.map(({ name, team, role }, index) => ({ index, name, team, role })),
    horizon: header.horizon,
    columns: header.layout.columns.map((c) => c.name),
  }
}

/** The parts of a context that do not come from the run itself. */
export function ownContext(
  { meta, references = [], solo, returns }: ScoreOptions,
  world: AnyWorld | undefined,
): Pick<ScoreContext, 'references' | 'textOf' | 'solo' | 'returns'> {
  const solution = solutionOf(meta)
  return {
    references: [...references, ...(solution === undefined ? [] : [solution])],
    textOf: ({ action, args }) =>
      world?.format?.(action, args) ?? `${action} ${JSON.stringify(args)}`,
    ...(solo === undefined ? {} : { solo }),
    ...(returns === undefined ? {} : { returns }),
  }
}

/** The `solution` of a scenario file: by agent, commands with null for a tick of waiting. */
function solutionOf(meta: unknown): Reference | undefined {
  if (typeof meta !== 'object' || meta === null || !('solution' in meta)) return undefined
  const { solution } = meta
  if (typeof solution !== 'object' || solution === null) return undefined
  const lists = Object.values(solution)
  const isFit = lists.every(
    (list) =>
      Array.isArray(list) && list.every((text) => text === null || typeof text === 'string'),
  )
  return isFit && lists.length > 0 ? (solution as Reference) : undefined
}
