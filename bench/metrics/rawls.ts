import { type Earned, earning } from './rewards.js'
import { scoreMetric } from './scored.js'

/** How well off the worst off is. */
export const rawls = scoreMetric<Earned>({
  id: 'rawls',
  better: 'higher',
  title: 'Welfare of the worst off',
  formula: 'min_i R_i',
  range: '(−∞, ∞)',
  source: 'Rawls 1971',
  ...earning,
  unit: 'reward',
  finish: ({ sums }) => ({ value: sums.length === 0 ? null : Math.min(...sums) }),
})
