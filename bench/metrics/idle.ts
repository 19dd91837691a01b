import { scoreMetric, share } from './scored.js'

/** Agent-ticks in which nothing came about. */
export const idle = scoreMetric({
  id: 'idle',
  better: 'lower',
  title: 'Idle',
  formula:
    'agent-ticks in which an agent was asked and none of its actions changed anything / agent-ticks in which one was asked',
  range: '[0, 1]',
  unit: '',
  source: 'no-op or waiting agent-ticks over N · T',
  init: () => ({ asked: 0, idle: 0 }),
  step(s, { asked, actions }) {
    for (const agent of asked) {
      s.asked += 1
      const isBusy = actions.some(
        (a) =>
          a.agent === agent &&
          a.verdict === 'ok' &&
          a.fallback !== true &&
          (a.writes?.length ?? 0) > 0,
      )
      if (!isBusy) s.idle += 1
    }
    return s
  },
  finish: ({ asked, idle: still }) => ({ value: share(still, asked) ?? 0, parts: { asked } }),
})
