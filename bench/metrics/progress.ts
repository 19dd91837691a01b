import { meanProgress, NO_GOALS } from './goals.js'
import { scoreMetric } from './scored.js'

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
    s.last = meanProgress(goals)
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
