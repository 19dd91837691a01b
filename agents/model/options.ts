import { type CallRecord, CoactError, unknownName } from '../../engine/index.js'
import type { Cap } from './budget.js'
import type { Clock } from './clock.js'
import type { Endpoint } from './endpoint.web.js'
import { isLanguageModel, type LanguageModelLike } from './language-model.js'
import type { RateLimit, Throttle } from './rate.js'
import type { TapeMode } from './tape.js'
import type { Prices } from './tokens.js'
import type { Transport } from './transport.js'

/**
 * A model: its name at the endpoint; `local:FILE.gguf`, run here by node-llama-cpp; a language model of the AI SDK; or a
 * function that sends requests.
 */
export type ModelChoice = string | LanguageModelLike | Transport

/** What a gateway is made of. All that is left out has a default. */
export interface GatewayOptions {
  /** What is called where a policy names no model. */
  readonly model?: ModelChoice
  /** Models by the names that policies use; `*` is for every other name. */
  readonly models?: Readonly<Record<string, ModelChoice>>
  /** Where models that are only names are served. */
  readonly endpoint?: Endpoint
  readonly prices?: Prices
  /** Of all calls through this gateway; of those of one episode; of those of one agent in an episode. */
  readonly caps?: { readonly run?: Cap; readonly episode?: Cap; readonly agent?: Cap }
  readonly tape?: {
    /** Default: `record`. */
    readonly mode: TapeMode
    /** The calls that answers are taken from. */
    readonly records?: Iterable<CallRecord>
  }
  /** Requests at once at most (default 64); how many there are is found out. */
  readonly concurrency?: number
  /** What the account at the endpoint bears; requests wait for their turn. */
  readonly rate?: RateLimit
  /** Keeps to what the account bears, where others use it too; in place of `rate`. */
  readonly throttle?: Throttle
  /** Tokens of an answer, where a policy does not say (default 4096). */
  readonly maxTokens?: number
  /** How often a request is sent again (default 4). */
  readonly retries?: number
  /** Milliseconds for one request (default 300000). */
  readonly requestMs?: number
  /** What must never be seen, besides the endpoint's key. */
  readonly secrets?: readonly string[]
  /** Told of each call when it is over. */
  readonly onCall?: (record: CallRecord) => void
  /** For tests. */
  readonly clock?: Clock
}

export interface Settings {
  readonly concurrency: number
  readonly maxTokens: number
  readonly retries: number
  readonly requestMs: number
}

/** @throws CoactError `model/options` */
export function settingsOf(options: GatewayOptions): Settings {
  const whole = (name: keyof Settings, value: number, from: number, to: number): number => {
    if (Number.isInteger(value) && value >= from && value <= to) return value
    throw new CoactError('model/options', `"${name}" does not fit`, {
      where: name,
      expected: `a whole number from ${from} to ${to}`,
      got: String(value),
    })
  }
  for (const [name, { tokens = 0, cost = 0 }] of Object.entries(options.caps ?? {})) {
    if (tokens >= 0 && cost >= 0) continue
    throw new CoactError('model/options', 'A cap is a number from 0', { where: `caps.${name}` })
  }
  return {
    concurrency: whole('concurrency', options.concurrency ?? 64, 1, 100_000),
    maxTokens: whole('maxTokens', options.maxTokens ?? 4096, 1, 10_000_000),
    retries: whole('retries', options.retries ?? 4, 0, 100),
    requestMs: whole('requestMs', options.requestMs ?? 300_000, 1, 2 ** 31 - 1),
  }
}

/** What a model is called in records. */
export const choiceName = (choice: ModelChoice, otherwise = 'model'): string => {
  if (typeof choice === 'string') return choice
  return isLanguageModel(choice) ? String(choice.modelId) : otherwise
}

/** The model that a request names, and what it is called. @throws CoactError `model/none`, `model/unknown` */
export function chooseModel(
  wanted: string | undefined,
  options: Pick<GatewayOptions, 'model' | 'models' | 'endpoint'>,
  taped: string | undefined,
): { readonly name: string; readonly choice: ModelChoice } {
  const { model, models = {}, endpoint } = options
  const name = wanted ?? (typeof model === 'string' ? model : undefined)
  if (name === undefined) {
    const choice = model ?? taped
    if (choice !== undefined) return { name: choiceName(choice), choice }
    throw new CoactError('model/none', 'It is not said which model is to be called', {
      expected: 'a model',
      next: 'Name one: --model NAME, or createGateway({ model }).',
    })
  }
  if (Object.hasOwn(models, name)) return { name, choice: models[name]! }
  if (Object.hasOwn(models, '*')) return { name, choice: models['*']! }
  if (model !== undefined && choiceName(model) === name) return { name, choice: model }
  // A tape may know it; without one, and without an endpoint, nothing does.
  if (endpoint !== undefined || taped !== undefined) return { name, choice: name }
  const names = [...Object.keys(models), ...(model === undefined ? [] : [choiceName(model)])]
  throw unknownName('model/unknown', 'model', name, names)
}
