import { type AnyMetric, type Metric, unknownName } from '../../engine/index.js'
import { DEFAULT_METRICS, forkMetrics, scoreMetrics } from './catalog.js'
import type { ForkMetric } from './forked.js'
import type { MetricNotes, Scored, ScoreMetric } from './scored.js'

/** An id, or a metric itself: one that is defined by `scoreMetric` or `defineMetric`, or that simulates. */
export type MetricChoice = string | AnyMetric | ForkMetric

/** Metrics by id. */
export type KnownMetrics = ReadonlyMap<string, AnyMetric | ForkMetric>

const SHIPPED: KnownMetrics = new Map([...scoreMetrics, ...forkMetrics].map((m) => [m.id, m]))

/**
 * The metrics that are meant, in that order: the scorecard when none are named, or `all`.
 *
 * @param known those that may be named, such as a registry's; by default those that ship
 * @throws CoactError `metric/unknown` with the nearest
 */
export function chooseMetrics(
  wanted: readonly MetricChoice[] | 'all' | undefined,
  known: KnownMetrics = SHIPPED,
): readonly (ScoreMetric | ForkMetric)[] {
  const choices = wanted === 'all' ? inOrder(known) : (wanted ?? DEFAULT_METRICS)
  const chosen = choices.map((choice) => {
    const metric = typeof choice === 'string' ? known.get(choice) : choice
    if (metric === undefined)
      throw unknownName('metric/unknown', 'metric', String(choice), inOrder(known))
    return metric.kind === 'fork-metric' ? metric : withNotes(metric)
  })
  return [...new Map(chosen.map((m) => [m.id, m])).values()]
}

/** Those that ship as the catalog has them, then others. */
const inOrder = (known: KnownMetrics): string[] => [
  ...[...SHIPPED.keys()].filter((id) => known.has(id)),
  ...[...known.keys()].filter((id) => !SHIPPED.has(id)),
]

export const isFork = (metric: ScoreMetric | ForkMetric): metric is ForkMetric =>
  metric.kind === 'fork-metric'

/** A metric as scorecards have it. What one without notes gives is its value, if that is a number or a yes or no. */
function withNotes(metric: AnyMetric): ScoreMetric {
  if ('formula' in metric) return metric as unknown as ScoreMetric
  const own = metric as unknown as Metric
  const notes: MetricNotes = {
    title: own.id,
    formula: 'as it is defined',
    range: '(−∞, ∞)',
    unit: '',
    source: own.world === '*' ? 'one’s own' : `the world ${own.world}`,
  }
  return { ...notes, ...own, finish: (state, context) => scoredOf(own.finish(state, context)) }
}

function scoredOf(result: unknown): Scored {
  if (typeof result === 'number')
    return Number.isFinite(result) ? { value: result } : { value: null, note: `it is ${result}` }
  if (typeof result === 'boolean') return { value: result ? 1 : 0 }
  if (typeof result === 'object' && result !== null && 'value' in result) return result as Scored
  const numbers = Object.entries(result ?? {}).filter(([, v]) => typeof v === 'number')
  return numbers.length === 0
    ? { value: null, note: 'it gives no number' }
    : { value: null, parts: Object.fromEntries(numbers), note: 'it gives several numbers' }
}

/** A score that says that its metric is for another world; undefined where it is not. */
export const misfit = (metric: ScoreMetric | ForkMetric, world: string): Scored | undefined =>
  isFork(metric) || metric.world === '*' || metric.world === world
    ? undefined
    : { value: null, note: `it is for the world ${metric.world}` }
