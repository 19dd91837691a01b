import { scoreMetric } from './scored.js'

/** Return between random play and reference play. */
export const normalisedReturn = scoreMetric<number>({
  id: 'normalised-return',
  better: 'higher',
  title: 'Normalised return',
  formula: '(G − G_random) / (G_reference − G_random), G the rewards of all agents',
  range: '(−∞, ∞); 0 is random play, 1 the reference',
  unit: '',
  source: 'VS-Bench, Xu et al. 2025',
  init: () => 0,
  step: (sum, { rewards }) => rewards.reduce((a, b) => a + b, sum),
  finish(sum, { returns }) {
    if (returns === undefined || returns.reference === returns.random)
      return { value: null, parts: { return: sum }, note: 'returns to compare with are not known' }
    const { random, reference } = returns
    return { value: (sum - random) / (reference - random), parts: { return: sum } }
  },
})
