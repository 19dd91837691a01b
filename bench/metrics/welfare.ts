import { pow } from '../../engine/index.js'
import { giniOf, jainOf } from './math.js'
import { type Scored, scoreMetric } from './scored.js'

interface Earned {
  readonly sums: number[]
  /** By agent: sum of ticks in which it was paid, and how many. */
  readonly when: number[]
  readonly paid: number[]
  ticks: number
}

const notes = {
  unit: '',
  init: ({ agents }: { readonly agents: readonly unknown[] }): Earned => ({
    sums: agents.map(() => 0),
    when: agents.map(() => 0),
    paid: agents.map(() => 0),
    ticks: 0,
  }),
  step(
    s: Earned,
    { tick, rewards }: { readonly tick: number; readonly rewards: readonly number[] },
  ) {
    s.ticks = tick
    for (let i = 0; i < s.sums.length; i++) {
      const reward = rewards[i] ?? 0
      s.sums[i]! += reward
      if (reward <= 0) continue
      s.when[i]! += tick
      s.paid[i]! += 1
    }
    return s
  },
}

/** How evenly rewards fall. */
export const equality = scoreMetric<Earned>({
  id: 'equality',
  better: 'higher',
  title: 'Equality',
  formula:
    '1 − Gini of the rewards of agents; null where one is negative, or all are 0. Parts: least, most, Jain',
  range: '[0, 1]',
  source: 'Perolat et al. 2017',
  ...notes,
  finish({ sums }): Scored {
    const gini = giniOf(sums)
    const parts = { least: Math.min(...sums), most: Math.max(...sums), jain: jainOf(sums) }
    if (sums.length < 2) return { value: null, parts, note: 'there is one agent' }
    return gini === null
      ? { value: null, parts, note: 'somebody got less than 0, or nobody anything' }
      : { value: 1 - gini, parts }
  },
})

/** What all get in a tick. */
export const utilitarian = scoreMetric<Earned>({
  id: 'utilitarian',
  better: 'higher',
  title: 'Utilitarian welfare',
  formula: 'U = Σ R_i / T',
  range: '(−∞, ∞)',
  source: 'Perolat et al. 2017',
  ...notes,
  unit: 'reward a tick',
  finish: ({ sums, ticks }) => ({
    value: sums.reduce((a, b) => a + b, 0) / Math.max(1, ticks),
  }),
})

export const gini = scoreMetric<Earned>({
  id: 'gini',
  better: 'lower',
  title: 'Gini coefficient of rewards',
  formula: 'Σ_i Σ_j |R_i − R_j| / (2 N Σ R); null where one is negative, or all are 0',
  range: '[0, 1 − 1/N]',
  source: 'Gini 1912',
  ...notes,
  finish({ sums }): Scored {
    const value = giniOf(sums)
    return value === null
      ? { value, note: 'somebody got less than 0, or nobody anything' }
      : { value }
  },
})

export const jain = scoreMetric<Earned>({
  id: 'jain',
  better: 'higher',
  title: 'Jain’s fairness of rewards',
  formula: '(Σ R)² / (N Σ R²); null where all are 0',
  range: '[0, 1]',
  source: 'Jain, Chiu and Hawe 1984',
  ...notes,
  finish({ sums }): Scored {
    const value = jainOf(sums)
    return value === null ? { value, note: 'nobody got anything' } : { value }
  },
})

export const rawls = scoreMetric<Earned>({
  id: 'rawls',
  better: 'higher',
  title: 'Welfare of the worst off',
  formula: 'min_i R_i',
  range: '(−∞, ∞)',
  source: 'Rawls 1971',
  ...notes,
  unit: 'reward',
  finish: ({ sums }) => ({ value: sums.length === 0 ? null : Math.min(...sums) }),
})

export const nash = scoreMetric<Earned>({
  id: 'nash-welfare',
  better: 'higher',
  title: 'Nash welfare',
  formula: '(Π R_i)^(1/N); null where somebody got less than 0',
  range: '[0, ∞)',
  source: 'Nash 1950, as a geometric mean',
  ...notes,
  unit: 'reward',
  finish({ sums }): Scored {
    if (sums.length === 0 || sums.some((r) => r < 0))
      return { value: null, note: 'somebody got less than 0' }
    return { value: sums.reduce((product, r) => product * pow(r, 1 / sums.length), 1) }
  },
})

export const sustainability = scoreMetric<Earned>({
  id: 'sustainability',
  better: 'higher',
  title: 'Sustainability',
  formula:
    'mean over agents that got a positive reward of the mean tick in which they got one, / T; null where nobody did',
  range: '[0, 1]',
  source: 'Perolat et al. 2017',
  ...notes,
  finish({ when, paid, ticks }): Scored {
    const means = when.flatMap((sum, i) => (paid[i] === 0 ? [] : [sum / paid[i]!]))
    if (means.length === 0) return { value: null, note: 'nobody got anything' }
    return { value: means.reduce((a, b) => a + b, 0) / means.length / Math.max(1, ticks) }
  },
})
