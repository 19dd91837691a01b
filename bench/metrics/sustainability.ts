import { type Earned, earning } from './rewards.js'
import { type Scored, scoreMetric } from './scored.js'

/** How late rewards come: those who use all up at once get little later. */
export const sustainability = scoreMetric<Earned>({
  id: 'sustainability',
  better: 'higher',
  title: 'Sustainability',
  formula:
    'mean over agents that got a positive reward of the mean tick in which they got one, / T; null where nobody did',
  range: '[0, 1]',
  source: 'Perolat et al. 2017',
  ...earning,
  finish({ when, paid, ticks }): Scored {
    const means = when.flatMap((sum, i) => (paid[i] === 0 ? [] : [sum / paid[i]!]))
    if (means.length === 0) return { value: null, note: 'nobody got anything' }
    return { value: means.reduce((a, b) => a + b, 0) / means.length / Math.max(1, ticks) }
  },
})
