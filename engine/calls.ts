import type { Json } from './docs.js'

/** A piece of a message to a language model. */
export type CallPart =
  | { readonly type: 'text'; readonly text: string }
  /** `data` is base64. */
  | { readonly type: 'image'; readonly media: string; readonly data: string }

/** A message to a language model. */
export interface CallMessage {
  readonly role: 'system' | 'user' | 'assistant'
  readonly content: string | readonly CallPart[]
}

/** What a policy asks of a language model. */
export interface CallRequest {
  /** What it is for, as the ledger counts it: `act`, `talk`, `plan`, `summarise`, `judge`, … */
  readonly purpose: string
  readonly messages: readonly CallMessage[]
  /** Which model, by a name that the runner knows; its default when left out. */
  readonly model?: string
  /** The answer is JSON of this schema; without it, text. */
  readonly answer?: {
    /** Lower-case words joined by hyphens or underscores. */
    readonly name: string
    /** A JSON Schema of an object. */
    readonly schema: Json
    /** What the schema cannot say: words for the model when the value does not fit, undefined when it does. */
    readonly check?: (value: Json) => string | undefined
  }
  readonly thinking?: 'off' | 'on' | { readonly budget: number }
  readonly temperature?: number
  /** Tokens of the answer at most, reasoning included. */
  readonly maxTokens?: number
}

/** Tokens of a call, repairs included. */
export interface CallUsage {
  readonly input: number
  readonly output: number
  /** Of the output: tokens of reasoning. */
  readonly reasoning: number
  /** Of the input: tokens that were read from a cache. */
  readonly cached: number
  /** True when the server did not say and they were counted here. */
  readonly estimated?: true
}

/** What a language model answered. */
export interface CallReply {
  readonly text: string
  /** The answer as JSON, when a schema was given: it fits. */
  readonly value?: Json
  readonly reasoning?: string
  readonly usage: CallUsage
  readonly model: string
}

/** One call as it is recorded. */
export interface CallRecord {
  /** `tick:agent:seq`. */
  readonly id: string
  /** The tick that was being decided. */
  readonly tick: number
  /** The agent's index. */
  readonly agent: number
  readonly purpose: string
  /** Hash of the request, of its model and of how often it was asked before: what a tape finds it by. */
  readonly key: string
  readonly model: string
  /** Everything that was sent, in order: the request's messages, then what repairs added. */
  readonly messages: readonly CallMessage[]
  /** How many of the messages are the request's. */
  readonly asked: number
  /** How JSON was asked for: by the server's own schema, as the arguments of a tool, or in words. */
  readonly by?: 'schema' | 'tool' | 'text'
  readonly schema?: Json
  readonly params: Readonly<Record<string, Json>>
  readonly reply?: Omit<CallReply, 'usage' | 'model'>
  /** Why there is no reply. */
  readonly failure?: { readonly code: string; readonly message: string }
  readonly usage: CallUsage
  /** In money, where the price of the model is known. */
  readonly price?: number
  /** Requests to the server, retries and repairs included. */
  readonly attempts: number
  /** Whole milliseconds until the answer was there. */
  readonly latencyMs: number
}

/** Calls a language model through the runner. Rejects with CoactError `model/…`. */
export type Call = (request: CallRequest) => Promise<CallReply>
