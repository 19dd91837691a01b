import {
  type CallMessage,
  type CallRequest,
  type CallUsage,
  countTokens,
} from '../../engine/index.js'

/** What a model costs, in money for a million tokens. */
export interface Price {
  readonly input: number
  readonly output: number
  /** Of input that was read from a cache; as input when left out. */
  readonly cached?: number
}

/** Prices by model; `*` is for those that are not named. */
export type Prices = Readonly<Record<string, Price>>

/** What a picture is counted as: the most that common models take for one. */
const IMAGE_TOKENS = 1600
/** Role and separators of a message. */
const MESSAGE_TOKENS = 4

/** Tokens of messages, counted by a rule that fits most tokenizers within a quarter. */
export function messageTokens(messages: readonly CallMessage[]): number {
  let tokens = 0
  for (const { content } of messages) {
    tokens += MESSAGE_TOKENS
    if (typeof content === 'string') tokens += countTokens(content)
    else
      for (const part of content)
        tokens += part.type === 'text' ? countTokens(part.text) : IMAGE_TOKENS
  }
  return tokens
}

/** Tokens that a request sends, its schema included. */
export const requestTokens = ({ messages, answer }: Pick<CallRequest, 'messages' | 'answer'>) =>
  messageTokens(messages) + (answer === undefined ? 0 : countTokens(JSON.stringify(answer.schema)))

export const NO_USAGE: CallUsage = { input: 0, output: 0, reasoning: 0, cached: 0 }

export function addUsage(a: CallUsage, b: CallUsage): CallUsage {
  const isEstimated = a.estimated === true || b.estimated === true
  return {
    input: a.input + b.input,
    output: a.output + b.output,
    reasoning: a.reasoning + b.reasoning,
    cached: a.cached + b.cached,
    ...(isEstimated ? { estimated: true as const } : {}),
  }
}

const MILLION = 1_000_000
/** Prices are whole billionths, so that sums are the same in any order. */
const GRAIN = 1e9

/** What tokens cost; undefined where the model's price is not known. */
export function priceOf(usage: CallUsage, model: string, prices: Prices): number | undefined {
  const price = Object.hasOwn(prices, model) ? prices[model] : prices['*']
  if (price === undefined) return undefined
  const { input, output, cached } = usage
  const money =
    ((input - cached) * price.input +
      cached * (price.cached ?? price.input) +
      output * price.output) /
    MILLION
  return rounded(money)
}

export const rounded = (money: number): number => Math.round(money * GRAIN) / GRAIN
