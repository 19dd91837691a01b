import { pow } from '../../engine/index.js'
import { type Earned, earning } from './rewards.js'
import { type Scored, scoreMetric } from './scored.js'

/** What all get, where nobody may be left out. */
export const nash = scoreMetric<Earned>({
  id: 'nash-welfare',
  better: 'higher',
  title: 'Nash welfare',
  formula: '(Π R_i)^(1/N); null where somebody got less than 0',
  range: '[0, ∞)',
  source: 'Nash 1950, as a geometric mean',
  ...earning,
  unit: 'reward',
  finish({ sums }): Scored {
    if (sums.length === 0 || sums.some((r) => r < 0))
      return { value: null, note: 'somebody got less than 0' }
    return { value: sums.reduce((product, r) => product * pow(r, 1 / sums.length), 1) }
  },
})
