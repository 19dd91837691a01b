import { bootstrap, bootstrapShare, type Estimate } from '../stats/index.js'
import type { Scores } from './score.js'

/** Scores of one of several runs. */
export interface ScoredRun {
  /** What it belongs with: runs of one scenario are no independent samples. */
  readonly scenario: string
  readonly scores: Scores
}

/**
 * A metric over several runs: the mean of their values, or where a metric says so the sum of parts over the sum of wholes, with
 * an interval in which whole scenarios are drawn again. Undefined where no run has a value.
 */
export function estimateOf(metric: string, runs: readonly ScoredRun[]): Estimate | undefined {
  const all = runs.flatMap(({ scenario, scores }) => {
    const score = scores[metric]
    return score === undefined ? [] : [{ cluster: scenario, ...score }]
  })
  const shares = all.flatMap(({ cluster, over }) =>
    over === undefined ? [] : [{ cluster, part: over[0], whole: over[1] }],
  )
  if (shares.length > 0) return bootstrapShare(shares)
  return bootstrap(
    all.flatMap(({ cluster, value }) => (value === null ? [] : [{ cluster, value }])),
  )
}
