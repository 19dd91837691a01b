import { jainOf } from './math.js'
import { type Earned, earning } from './rewards.js'
import { type Scored, scoreMetric } from './scored.js'

/** How fairly rewards fall: the share of agents that would get something, if those that do got the same. */
export const jain = scoreMetric<Earned>({
  id: 'jain',
  better: 'higher',
  title: 'Jain’s fairness of rewards',
  formula: '(Σ R)² / (N Σ R²); null where all are 0',
  range: '[0, 1]',
  source: 'Jain, Chiu and Hawe 1984',
  ...earning,
  finish({ sums }): Scored {
    const value = jainOf(sums)
    return value === null ? { value, note: 'nobody got anything' } : { value }
  },
})
