import { createGateway, type GatewayOptions, samplingModel } from '../agents/index.js'
import type { CallRecord, CallUsage, Scenario } from '../engine/index.js'
import { type RunOptions, run } from './run.js'

/** What a run may cost. */
export interface RunEstimate {
  /** Ticks that were played to find out. */
  readonly ticks: number
  readonly horizon: number
  /** Up to the horizon. */
  readonly calls: number
  /** Input as counted here; output as if each answer were as long as it may be. */
  readonly usage: CallUsage
  /** In money, where the price is known. */
  readonly price?: number
  /** The same if each answer had to be repaired as often as that is tried. */
  readonly repaired: { readonly usage: CallUsage; readonly price?: number }
}

/** Each answer may be asked for so many times. */
const ASKED_MAX = 3

/**
 * Plays a scenario with a model that costs nothing and answers anything, and counts what a real one would be asked.
 *
 * @param models as for the gateway of the run: prices and the length of answers count
 */
export async function estimateRun(
  scenario: Scenario,
  options: Pick<RunOptions, 'agents' | 'seed' | 'signal'>,
  models: GatewayOptions,
): Promise<RunEstimate> {
  const records: CallRecord[] = []
  const name = typeof models.model === 'string' ? models.model : 'model'
  const { prices = {}, maxTokens } = models
  const settings = { prices, ...(maxTokens === undefined ? {} : { maxTokens }) }
  const gateway = createGateway({
    ...settings,
    model: name,
    models: { '*': samplingModel },
    onCall: (record) => records.push(record),
    tape: { mode: 'off' },
  })
  const { ticks } = await run(scenario, { ...options, timeoutMs: 0, models: gateway })
  const more = ticks === 0 ? 1 : Math.max(1, scenario.horizon / ticks)
  const whole = (n: number): number => Math.ceil(n * more)
  const most = records.map(({ messages, asked, params, schema }) =>
    gateway.estimate({
      purpose: 'act',
      model: name,
      messages: messages.slice(0, asked),
      ...(params['maxTokens'] === undefined ? {} : { maxTokens: Number(params['maxTokens']) }),
      ...(schema === undefined ? {} : { answer: { name: 'answer', schema } }),
    }),
  )
  const sum = (part: (m: (typeof most)[number]) => number): number =>
    most.reduce((n, m) => n + part(m), 0)
  const of = (times: number): RunEstimate['repaired'] => ({
    usage: {
      input: whole(sum((m) => m.usage.input) * times),
      output: whole(sum((m) => m.usage.output) * times),
      reasoning: 0,
      cached: 0,
      estimated: true,
    },
    ...(most.some((m) => m.price === undefined)
      ? {}
      : { price: sum((m) => m.price!) * more * times }),
  })
  const { horizon } = scenario
  return { ticks, horizon, calls: whole(records.length), ...of(1), repaired: of(ASKED_MAX) }
}
