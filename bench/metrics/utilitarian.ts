import { type Earned, earning } from './rewards.js'
import { scoreMetric } from './scored.js'

/** What all get in a tick. */
export const utilitarian = scoreMetric<Earned>({
  id: 'utilitarian',
  better: 'higher',
  title: 'Utilitarian welfare',
  formula: 'U = Σ R_i / T',
  range: '(−∞, ∞)',
  source: 'Perolat et al. 2017',
  ...earning,
  unit: 'reward a tick',
  finish: ({ sums, ticks }) => ({
    value: sums.reduce((a, b) => a + b, 0) / Math.max(1, ticks),
  }),
})
