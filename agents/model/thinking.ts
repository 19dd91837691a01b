import type { CallRequest } from '../../engine/index.js'
import type { Ask } from './transport.js'

type Thinking = NonNullable<CallRequest['thinking']>

const LOW_MAX = 1024
const MEDIUM_MAX = 8192

function effortFor(thinking: Thinking): string {
  if (thinking === 'off') return 'none'
  if (thinking === 'on') return 'medium'
  if (thinking.budget <= LOW_MAX) return 'low'
  return thinking.budget <= MEDIUM_MAX ? 'medium' : 'high'
}

/** How much to think, in the words of providers that have words of their own: each reads its own. */
export function thinkingFor(thinking: Thinking): object {
  const isOn = thinking !== 'off'
  const budget = typeof thinking === 'object' ? thinking.budget : undefined
  return {
    openai: { reasoningEffort: effortFor(thinking) },
    anthropic: {
      thinking: isOn ? { type: 'enabled', budgetTokens: budget ?? LOW_MAX } : { type: 'disabled' },
    },
    google: { thinkingConfig: { thinkingBudget: isOn ? (budget ?? -1) : 0 } },
  }
}

/** The same for servers that speak the OpenAI API: an effort, and what templates of local models read. */
export const compatibleThinking = (thinking: Thinking, without: Ask['without']): object => ({
  ...(without.has('reasoning_effort') ? {} : { reasoningEffort: effortFor(thinking) }),
  ...(without.has('chat_template_kwargs')
    ? {}
    : {
        chat_template_kwargs: {
          enable_thinking: thinking !== 'off',
          ...(typeof thinking === 'object' ? { thinking_budget: thinking.budget } : {}),
        },
      }),
})
