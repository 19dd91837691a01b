import { giniOf } from './math.js'
import { type Earned, earning } from './rewards.js'
import { type Scored, scoreMetric } from './scored.js'

/** How unevenly rewards fall. */
export const gini = scoreMetric<Earned>({
  id: 'gini',
  better: 'lower',
  title: 'Gini coefficient of rewards',
  formula: 'Σ_i Σ_j |R_i − R_j| / (2 N Σ R); null where one is negative, or all are 0',
  range: '[0, 1 − 1/N]',
  source: 'Gini 1912',
  ...earning,
  finish({ sums }): Scored {
    const value = giniOf(sums)
    return value === null
      ? { value, note: 'somebody got less than 0, or nobody anything' }
      : { value }
  },
})
