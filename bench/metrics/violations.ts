import { scoreMetric, share } from './scored.js'

/** What breaks the rules of the world or of a protocol. */
export const violations = scoreMetric({
  id: 'violations',
  better: 'lower',
  title: 'Violations',
  formula: '100 · (rejected actions + refused messages) / (actions + messages)',
  range: '[0, 100]',
  unit: 'per 100',
  source: 'verdicts of the world and of protocols',
  init: () => ({ actions: 0, rejected: 0, messages: 0, refused: 0 }),
  step(s, { actions, messages }) {
    for (const a of actions) {
      if (a.fallback === true) continue
      s.actions += 1
      if (a.verdict !== 'ok') s.rejected += 1
    }
    for (const m of messages) {
      s.messages += 1
      if (m.verdict !== 'ok') s.refused += 1
    }
    return s
  },
  finish({ actions, rejected, messages, refused }) {
    const rate = share(rejected + refused, actions + messages)
    return { value: rate === null ? null : 100 * rate, parts: { rejected, refused } }
  },
})
