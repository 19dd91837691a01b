import type { CallMessage, CallRecord, Json } from '../../engine/index.js'
import { asJson, columnsOf } from './column.js'
import { table } from './table.js'

interface CallRow {
  readonly call: CallRecord
  readonly agent: string
}

const { text, int, json, some } = columnsOf<CallRow>()

const columns = [
  text('id', 'tick:agent:number, unique in the run', ({ call }) => call.id),
  int('tick', 'that was being decided', ({ call }) => call.tick),
  text('agent', 'name', ({ agent }) => agent),
  text('purpose', 'what it was for, in the words of the policy', ({ call }) => call.purpose),
  text('model', 'that was asked', ({ call }) => call.model),
  text('key', 'hash of the request: what a tape finds it by', ({ call }) => call.key),
  json('messages', 'what was sent: list of `role` and `content`', ({ call }) =>
    call.messages.map(shown),
  ),
  int(
    'asked',
    "how many of the messages are the policy's; the rest are repairs",
    ({ call }) => call.asked,
  ),
  json('params', 'of the request', ({ call }) => asJson(call.params)),
  some.text('by', 'how JSON was asked for: `schema`, `tool` or `text`', ({ call }) => call.by),
  some.text('reply', "the answer's text", ({ call }) => call.reply?.text),
  some.json('value', "the answer's JSON", ({ call }) => call.reply?.value),
  some.text('reasoning', 'what the model thought', ({ call }) => call.reply?.reasoning),
  some.text('failure', 'code of why there is no answer', ({ call }) => call.failure?.code),
  some.text('failureText', 'the same in words', ({ call }) => call.failure?.message),
  int('tokensIn', 'tokens that were sent', ({ call }) => call.usage.input),
  int('tokensOut', 'tokens of the answer', ({ call }) => call.usage.output),
  int('tokensReasoning', 'of those, tokens of thinking', ({ call }) => call.usage.reasoning),
  int(
    'tokensCached',
    'of those sent, tokens that the server had cached',
    ({ call }) => call.usage.cached,
  ),
  some.float('price', 'in money, where the price of the model is known', ({ call }) => call.price),
  int(
    'attempts',
    'requests to the server, retries and repairs included',
    ({ call }) => call.attempts,
  ),
  int('latencyMs', 'milliseconds until the answer was there', ({ call }) => call.latencyMs),
]

const shown = ({ role, content }: CallMessage): Json => ({ role, content: asJson(content) })

/** One row for each call of a language model. */
export const calls = table(columns, ({ info }) => ({
  frame: () => [],
  call: (call) => [{ call, agent: info.header.agents[call.agent]?.name ?? '' }],
}))
