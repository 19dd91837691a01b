import { scoreMetric, share } from './scored.js'

/** Actions that lost against another of the same tick. */
export const conflict = scoreMetric({
  id: 'conflict',
  better: 'lower',
  title: 'Conflict',
  formula: 'actions with the verdict `conflict` / actions',
  range: '[0, 1]',
  unit: '',
  source: 'two intents, one resource, one tick',
  init: () => ({ actions: 0, lost: 0, rejected: 0 }),
  step(s, { actions }) {
    for (const a of actions) {
      if (a.fallback === true) continue
      s.actions += 1
      if (a.verdict === 'conflict') s.lost += 1
      if (a.verdict !== 'ok') s.rejected += 1
    }
    return s
  },
  finish: ({ actions, lost, rejected }) => ({
    value: share(lost, actions) ?? 0,
    parts: { actions, conflicts: lost, invalid: share(rejected, actions) },
  }),
})
