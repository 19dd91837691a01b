import { scoreMetric, share } from './scored.js'

interface Bill {
  calls: number
  input: number
  output: number
  reasoning: number
  cached: number
  price: number
  isPriced: boolean
  attempts: number
  latency: number
  failed: number
  repaired: number
}

/** What language models cost. */
export const cost = scoreMetric<Bill>({
  id: 'cost',
  better: 'lower',
  title: 'Cost',
  formula:
    'Σ price of calls; null where prices are not known. Parts: calls, tokens in, out, of reasoning, cached, requests a call, mean latency, shares that failed and were repaired',
  range: '[0, ∞)',
  unit: 'money',
  source: 'ledger of the gateway',
  init: () => ({
    calls: 0,
    input: 0,
    output: 0,
    reasoning: 0,
    cached: 0,
    price: 0,
    isPriced: true,
    attempts: 0,
    latency: 0,
    failed: 0,
    repaired: 0,
  }),
  step: (s) => s,
  call(s, { usage, price, attempts, latencyMs, failure, messages, asked }) {
    s.calls += 1
    s.input += usage.input
    s.output += usage.output
    s.reasoning += usage.reasoning
    s.cached += usage.cached
    s.attempts += attempts
    s.latency += latencyMs
    if (price === undefined) s.isPriced = false
    else s.price += price
    if (failure !== undefined) s.failed += 1
    if (messages.length > asked) s.repaired += 1
    return s
  },
  finish({ calls, input, output, reasoning, cached, price, isPriced, attempts, ...s }) {
    const parts = {
      calls,
      input,
      output,
      reasoning,
      cached,
      requests: share(attempts, calls),
      latency: share(s.latency, calls),
      failed: share(s.failed, calls),
      repaired: share(s.repaired, calls),
    }
    if (calls === 0) return { value: 0, parts }
    return isPriced ? { value: price, parts } : { value: null, parts, note: 'no price is known' }
  },
})
