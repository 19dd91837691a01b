import {
  bootstrap,
  bootstrapShare,
  type Comparison,
  comparePairs,
  type Estimate,
} from '../stats/index.js'
import type { EpisodeRow } from './row.js'

/** What one lineup got in one group of scenarios. */
export interface Cell {
  readonly group: string
  readonly lineup: string
  readonly episodes: number
  readonly errors: number
  /** By metric; besides scores also `reward` (of all agents), `ticks`, `tokens`, `price`. */
  readonly values: Readonly<Record<string, Estimate>>
}

export interface Aggregate {
  readonly metrics: readonly string[]
  readonly groups: readonly string[]
  readonly lineups: readonly string[]
  /** By group and lineup; `x + *` is `x` and `x*` together, and `all` comes last. */
  readonly cells: readonly Cell[]
  /** Each pair of lineups on the episodes that both played. */
  readonly comparisons: readonly (Comparison & {
    readonly metric: string
    readonly a: string
    readonly b: string
    readonly pairs: number
  })[]
}

export const ALL = 'all'

/** The value of a row for a metric; undefined where it has none. */
export function valueIn(row: EpisodeRow, metric: string): number | undefined {
  if (metric === 'reward')
    return row.rewards === undefined
      ? undefined
      : Object.values(row.rewards).reduce((a, b) => a + b, 0)
  if (metric === 'step-ratio') {
    const isSolved = row.success === true && row.reference !== undefined && row.reference > 0
    return isSolved ? (row.actions ?? 0) / row.reference! : undefined
  }
  if (metric === 'ticks' || metric === 'tokens' || metric === 'price') return row[metric]
  return row.scores?.[metric] ?? undefined
}

/** Sums up results: means with intervals in which whole scenarios are drawn again. */
export function aggregate(rows: Iterable<EpisodeRow>): Aggregate {
  const good: EpisodeRow[] = []
  const errors: EpisodeRow[] = []
  for (const row of rows) (row.status === 'ok' ? good : errors).push(row)
  const all = [...good, ...errors]
  const groups = unique(all.map((r) => r.group)).sort()
  const lineups = unique(all.map((r) => r.lineup))
  const metrics = metricsOf(good)
  const cells: Cell[] = []
  // A group with a `*` is counted apart, and once more together with the one that it belongs to.
  const unions = groups.filter((g) => groups.includes(`${g}*`)).map((g) => `${g} + *`)
  const shown = [...groups, ...unions].sort()
  for (const group of [...shown, ...(groups.length > 1 ? [ALL] : [])]) {
    for (const lineup of lineups) {
      const isIn = (r: EpisodeRow): boolean =>
        r.lineup === lineup &&
        (group === ALL || r.group === group || group === `${r.group.replace(/\*$/, '')} + *`)
      const own = good.filter(isIn)
      const values: Record<string, Estimate> = {}
      for (const metric of metrics) {
        const told = estimateIn(own, metric)
        if (told !== undefined) values[metric] = told
      }
      const failed = errors.filter(isIn).length
      if (own.length + failed > 0)
        cells.push({ group, lineup, episodes: own.length, errors: failed, values })
    }
  }
  return { metrics, groups, lineups, cells, comparisons: comparisonsOf(good, lineups, metrics) }
}

function estimateIn(rows: readonly EpisodeRow[], metric: string): Estimate | undefined {
  const shares = rows.flatMap(({ scenario, shares: all }) => {
    const [part, whole] = all?.[metric] ?? []
    return part === undefined || whole === undefined ? [] : [{ cluster: scenario, part, whole }]
  })
  if (shares.length > 0) return bootstrapShare(shares)
  return bootstrap(
    rows.flatMap((row) => {
      const value = valueIn(row, metric)
      return value === undefined ? [] : [{ cluster: row.scenario, value }]
    }),
  )
}

const unique = (list: readonly string[]): string[] => [...new Set(list)]

/** Metrics that any row has a value of: success first, then as scored, then the rest. */
function metricsOf(rows: readonly EpisodeRow[]): string[] {
  const scored = unique(rows.flatMap((r) => Object.keys(r.scores ?? {})))
  const all = [...scored, 'reward', 'ticks', 'step-ratio', 'tokens', 'price']
  return all.filter((metric) => rows.some((row) => valueIn(row, metric) !== undefined))
}

const PAIRS_MAX = 6

function comparisonsOf(
  rows: readonly EpisodeRow[],
  lineups: readonly string[],
  metrics: readonly string[],
): Aggregate['comparisons'] {
  const byEpisode = new Map<string, Map<string, EpisodeRow>>()
  for (const row of rows) {
    const id = `${row.scenario}\n${row.seed}`
    const known = byEpisode.get(id) ?? new Map<string, EpisodeRow>()
    byEpisode.set(id, known.set(row.lineup, row))
  }
  const pairs = lineups
    .flatMap((a, i) => lineups.slice(i + 1).map((b) => [a, b] as const))
    .slice(0, PAIRS_MAX)
  const wanted = ['success', 'progress', 'reward'].filter((m) => metrics.includes(m))
  return pairs.flatMap(([a, b]) =>
    wanted.flatMap((metric) => {
      const both = [...byEpisode.values()].flatMap((by) => {
        const [rowA, rowB] = [by.get(a), by.get(b)]
        if (rowA === undefined || rowB === undefined) return []
        const [x, y] = [valueIn(rowA, metric), valueIn(rowB, metric)]
        return x === undefined || y === undefined ? [] : [{ cluster: rowA.scenario, a: x, b: y }]
      })
      const told = comparePairs(both)
      return told === undefined ? [] : [{ metric, a, b, pairs: both.length, ...told }]
    }),
  )
}
