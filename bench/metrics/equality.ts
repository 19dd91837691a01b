import { giniOf, jainOf } from './math.js'
import { type Earned, earning } from './rewards.js'
import { type Scored, scoreMetric } from './scored.js'

/** How evenly rewards fall. */
export const equality = scoreMetric<Earned>({
  id: 'equality',
  better: 'higher',
  title: 'Equality',
  formula:
    '1 − Gini of the rewards of agents; null where one is negative, or all are 0. Parts: least, most, Jain',
  range: '[0, 1]',
  source: 'Perolat et al. 2017',
  ...earning,
  finish({ sums }): Scored {
    const gini = giniOf(sums)
    const parts = { least: Math.min(...sums), most: Math.max(...sums), jain: jainOf(sums) }
    if (sums.length < 2) return { value: null, parts, note: 'there is one agent' }
    return gini === null
      ? { value: null, parts, note: 'somebody got less than 0, or nobody anything' }
      : { value: 1 - gini, parts }
  },
})
