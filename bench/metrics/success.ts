import type { Goal } from '../../engine/index.js'
import { isSuccess } from '../result.js'
import { NO_GOALS } from './goals.js'
import { scoreMetric } from './scored.js'

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
