import type { CallRecord } from '../../engine/index.js'
import { isSuccess } from '../result.js'
import { scoreMetric, share } from './scored.js'

interface Spent {
  said: number
  messages: number
  answered: number
  readonly ids: Set<string>
  calls: number
  isOver: boolean | null
}

/** What success took in words: of messages, and of language models where there were any. */
export const tokensPerSuccess = scoreMetric<Spent>({
  id: 'tokens-per-success',
  better: 'lower',
  title: 'Tokens per success',
  formula:
    '(tokens of accepted messages + tokens that language models read and wrote) / S; null without success; of several runs Σ tokens / Σ S, those that failed too. Parts: tokens said, of models, messages, share of messages that were answered by `replyTo`',
  range: '[0, ∞)',
  unit: 'tokens',
  source: 'token counts of the bus and of the gateway',
  init: () => ({
    said: 0,
    messages: 0,
    answered: 0,
    ids: new Set(),
    calls: 0,
    isOver: null,
  }),
  step(s, { messages, goals }) {
    for (const { verdict, tokens, id, replyTo } of messages) {
      if (verdict !== 'ok') continue
      s.said += tokens
      s.messages += 1
      s.ids.add(id)
      if (replyTo !== undefined && s.ids.delete(replyTo)) s.answered += 1
    }
    s.isOver = goals.length === 0 ? null : isSuccess(goals)
    return s
  },
  call(s, { usage }: CallRecord) {
    s.calls += usage.input + usage.output
    return s
  },
  finish({ said, messages, answered, calls, isOver }) {
    const parts = { said, models: calls, messages, answered: share(answered, messages) }
    const spent = said + calls
    if (isOver === null) return { value: null, parts, note: 'the scenario has no goals' }
    if (!isOver) return { value: null, parts, note: 'no success', over: [spent, 0] }
    return { value: spent, parts, over: [spent, 1] }
  },
})
