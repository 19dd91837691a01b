import { scoreMetric, share } from './scored.js'

/** Decisions that could be read at all. */
export const formatValid = scoreMetric({
  id: 'format-valid',
  better: 'higher',
  title: 'Format-valid rate',
  formula: 'decisions that were made and could be read as actions / decisions asked for',
  range: '[0, 1]',
  unit: '',
  source: 'VS-Bench, Xu et al. 2025',
  init: () => ({ asked: 0, bad: 0 }),
  step(s, { asked, inputs, actions }) {
    for (const agent of asked) {
      s.asked += 1
      const isUnread = actions.some((a) => a.agent === agent && UNREADABLE.has(a.verdict))
      if (isUnread || inputs[agent]?.failure !== undefined) s.bad += 1
    }
    return s
  },
  finish: ({ asked, bad }) => ({ value: share(asked - bad, asked), parts: { asked, bad } }),
})

const UNREADABLE = new Set([
  'bad-action',
  'bad-arguments',
  'bad-command',
  'command-too-long',
  'no-text-commands',
  'unknown-action',
])
