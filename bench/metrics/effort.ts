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
