import { type AnyWorld, isCoactError, type Scenario, unknownName } from '../../engine/index.js'
import type { Replay } from '../../replays/index.js'
import { openTrunk } from '../fork/trunk.js'
import { DEFAULT_METRICS, forkMetrics, scoreMetrics } from './catalog.js'
import { beginScores } from './fold.js'
import type { ForkMetricOptions, ForkScored } from './forked.js'
import type { Reference, ScoreContext, Scored } from './scored.js'

export interface ScoreOptions extends ForkMetricOptions {
  /** Ids of metrics; the default scorecard when left out, `all` for all. */
  readonly metrics?: readonly string[] | 'all'
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

const KNOWN = [...scoreMetrics, ...forkMetrics].map((m) => m.id)

/** Ids of metrics that exist. @throws CoactError `metric/unknown` with the nearest */
export function metricIds(wanted: ScoreOptions['metrics']): readonly string[] {
  if (wanted === 'all') return KNOWN
  const ids = wanted ?? DEFAULT_METRICS
  for (const id of ids)
    if (!KNOWN.includes(id)) throw unknownName('metric/unknown', 'metric', id, KNOWN)
  return ids
}

/**
 * Scores a recorded run: one pass over its frames, then what has to be simulated.
 *
 * @throws CoactError `metric/unknown`; `replay/corrupt`
 * @example
 * const scores = await scoreReplay(await openReplayFile('run.mcap'), { scenario })
 */
export async function scoreReplay(replay: Replay, options: ScoreOptions = {}): Promise<Scores> {
  const ids = metricIds(options.metrics)
  const folds = scoreMetrics.filter((m) => ids.includes(m.id))
  const fold = beginScores(folds, contextOf(replay, options))
  for await (const frame of replay.frames()) fold.add(frame)
  if (folds.some((m) => m.call !== undefined))
    for await (const call of replay.calls()) fold.call(call)
  const told: Record<string, Scored | ForkScored> = { ...fold.results() }
  for (const metric of forkMetrics)
    if (ids.includes(metric.id)) told[metric.id] = await forked(replay, metric, options)
  return Object.fromEntries(ids.map((id) => [id, told[id]!]))
}

async function forked(
  replay: Replay,
  metric: (typeof forkMetrics)[number],
  options: ScoreOptions,
): Promise<Scored | ForkScored> {
  const { scenario } = options
  if (scenario === undefined) return { value: null, note: 'the scenario is not known' }
  try {
    return await metric.score(await openTrunk(replay, scenario), options)
  } catch (e) {
    if (!isCoactError(e)) throw e
    return { value: null, note: `cannot be simulated: ${e.message.split('\n')[0]}` }
  }
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
