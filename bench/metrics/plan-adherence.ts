import { objectOf } from './json.js'
import { scoreMetric, share } from './scored.js'

interface Plans {
  steps: number
  done: number
  revisions: number
  plans: number
  last: number
}

/** How much of what was planned was done. */
export const planAdherence = scoreMetric<Plans>({
  id: 'plan-adherence',
  better: 'higher',
  title: 'Plan adherence',
  formula:
    'steps done / steps of adopted plans, by the outcomes of the protocol `plan`. Parts: plans, revisions per 100 ticks',
  range: '[0, 1]',
  unit: '',
  source: 'outcomes of conversations',
  init: () => ({ steps: 0, done: 0, revisions: 0, plans: 0, last: 0 }),
  step(s, { tick, events }) {
    s.last = tick
    for (const { type, data } of events) {
      const told = objectOf(data)
      if (type !== 'conversation' || !String(told['protocol']).startsWith('plan@')) continue
      const { steps, done, version } = objectOf(told['outcome'])
      s.plans += 1
      s.steps += Number(steps ?? 0)
      s.done += Number(done ?? 0)
      s.revisions += Math.max(0, Number(version ?? 1) - 1)
    }
    return s
  },
  finish: ({ steps, done, revisions, plans, last }) => ({
    value: share(done, steps),
    parts: { plans, steps, revisions: share(100 * revisions, last) },
    ...(steps === 0 ? { note: 'no plan came to an end' } : {}),
  }),
})
