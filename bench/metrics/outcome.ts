import type { Goal } from '../../engine/index.js'
import { isSuccess } from '../result.js'
import { scoreMetric } from './scored.js'

const mean = (goals: readonly Goal[]): number | null =>
  goals.length === 0 ? null : goals.reduce((sum, g) => sum + g.progress, 0) / goals.length

const NO_GOALS = 'the scenario has no goals'

/** Whether the goals were reached: judged by the world's own goals, never by rewards. */
export const success = scoreMetric({
  id: 'success',
  better: 'higher',
  title: 'Success',
  formula: 'S = 1 if all goals are done (where teams compete: all those of one team), else 0',
  range: '{0, 1}',
  unit: '',
  source: 'goal predicates of the world',
  init: () => [] as readonly Goal[],
  step: (_, { goals }) => goals,
  finish: (goals) =>
    goals.length === 0
      ? { value: null, note: NO_GOALS }
      : {
          value: isSuccess(goals) ? 1 : 0,
          parts: { goals: goals.length, done: goals.filter((g) => g.done).length },
        },
})

interface Way {
  last: number | null
  area: number
  ticks: number
}

/** How far the goals are at the end, and the mean over time. */
export const progress = scoreMetric<Way>({
  id: 'progress',
  better: 'higher',
  title: 'Progress',
  formula: 'p(T), mean progress of all goals at the end; area = (1/T) Σ p(t)',
  range: '[0, 1]',
  unit: '',
  source: 'goal predicates of the world',
  init: () => ({ last: null, area: 0, ticks: 0 }),
  step(s, { tick, goals }) {
    s.last = mean(goals)
    if (tick > 0 && s.last !== null) {
      s.area += s.last
      s.ticks += 1
    }
    return s
  },
  finish: ({ last, area, ticks }) =>
    last === null
      ? { value: null, note: NO_GOALS }
      : { value: last, parts: { area: ticks === 0 ? last : area / ticks } },
})

/** Success weighted by the length of the way, and by how much better a team is than one alone. */
export const spl = scoreMetric({
  id: 'spl',
  better: 'higher',
  title: 'Success by path length',
  formula:
    'SPL = S · L* / max(L*, L), L* the ticks of the shortest reference; EI = (L₁ − L) / max(L₁, L) against one agent alone',
  range: '[0, 1]',
  unit: '',
  source: 'Anderson et al. 2018; EI: CoELA, Zhang et al. 2024',
  init: () => ({ ticks: 0, goals: [] as readonly Goal[] }),
  step: (_, { tick, goals }) => ({ ticks: tick, goals }),
  finish({ ticks, goals }, { references, solo }) {
    const lengths = references.map((r) => Math.max(0, ...Object.values(r).map((l) => l.length)))
    const alone = solo?.ticks
    const gain = alone === undefined ? null : (alone - ticks) / Math.max(alone, ticks)
    const parts = { improvement: gain }
    if (goals.length === 0) return { value: null, parts, note: NO_GOALS }
    if (lengths.length === 0) return { value: null, parts, note: 'there is no reference' }
    const least = Math.min(...lengths)
    const value = isSuccess(goals) ? least / Math.max(least, ticks) : 0
    return { value, parts: { ...parts, reference: least } }
  },
})

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
