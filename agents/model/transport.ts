import { type CallMessage, type CallRequest, CoactError, type Json } from '../../engine/index.js'

/** One request to a model. */
export interface Ask {
  readonly model: string
  readonly messages: readonly CallMessage[]
  /** How JSON is asked for, where the server is to see to it. */
  readonly json?: { readonly by: 'schema' | 'tool'; readonly name: string; readonly schema: Json }
  readonly maxTokens: number
  readonly temperature?: number
  readonly thinking?: CallRequest['thinking']
  /** Parameters that this model refused before: they are not sent. */
  readonly without: ReadonlySet<Parameter>
  /** The same when the same request is sent again. */
  readonly id: string
}

/** What a request may hold that some servers refuse. */
export type Parameter = 'temperature' | 'max_tokens' | 'chat_template_kwargs' | 'reasoning_effort'

/** What a model answered to one request. */
export interface Answer {
  readonly text: string
  readonly reasoning?: string
  /** Why it stopped: it was done, had no tokens left, or its provider withheld the rest. */
  readonly finish: 'stop' | 'length' | 'filter'
  /** In tokens, where the server tells. */
  readonly usage?: {
    readonly input: number
    readonly output: number
    readonly reasoning: number
    readonly cached: number
  }
}

/**
 * Sends one request to a model; nothing in it tries again.
 *
 * @throws CoactError made by {@link fault}; whatever it throws when the signal is aborted
 */
export type Transport = (ask: Ask, signal: AbortSignal) => Promise<Answer>

/** Why a request failed, in the error's `data`. */
export interface Fault {
  /** The HTTP status, where there was one. */
  readonly status?: number
  /** Whether the same request may succeed later. */
  readonly isPassing: boolean
  /** Milliseconds that the server asks to wait. */
  readonly retryAfterMs?: number
}

const NEXT: Readonly<Record<string, string>> = {
  'model/unauthorized':
    'Name the variable that holds the key: --api-key-env NAME; see coact doctor.',
  'model/unknown': 'See which models there are: coact doctor --base-url URL.',
  'model/overloaded': 'Ask less at once: --concurrency N.',
  'model/unreachable': 'See whether the endpoint answers: coact doctor --base-url URL.',
  'model/garbled': 'See whether the endpoint speaks the OpenAI API: coact doctor.',
  'model/refused': 'See what the endpoint supports: coact doctor.',
  'model/over-budget': 'Raise the cap: --max-tokens or --max-cost.',
  'model/tape-miss':
    'Another policy, prompt, model or seed asks otherwise: run it with --tape auto, which asks the model then.',
}

/** An error of a request. @param text what the server or the connection said */
export function fault(code: string, text: string, data: Fault): CoactError {
  return new CoactError(code, text, { data, ...hintFor(code) })
}

/** The error that a failed call ends with, live or from a tape. */
export const callError = ({ code, message }: { readonly code: string; readonly message: string }) =>
  new CoactError(code, message, hintFor(code))

const hintFor = (code: string): { readonly next?: string } =>
  Object.hasOwn(NEXT, code) ? { next: NEXT[code]! } : {}

/** What is known of a failed request. */
export const faultOf = (e: unknown): Fault =>
  e instanceof CoactError && e.detail.data !== undefined
    ? (e.detail.data as Fault)
    : { isPassing: false }

const PASSING = new Set([408, 409, 429])
const NOT_IMPLEMENTED = 501

/** The error for a status of HTTP. */
export function statusFault(status: number, text: string, retryAfterMs?: number): CoactError {
  const isPassing = PASSING.has(status) || (status >= 500 && status !== NOT_IMPLEMENTED)
  const data = { status, isPassing, ...(retryAfterMs === undefined ? {} : { retryAfterMs }) }
  return fault(codeFor(status), `The server answered ${status}: ${text}`, data)
}

function codeFor(status: number): string {
  if (status === 401 || status === 403) return 'model/unauthorized'
  if (status === 404) return 'model/unknown'
  if (status === 429) return 'model/overloaded'
  if (status === NOT_IMPLEMENTED) return 'model/refused'
  return status >= 500 || PASSING.has(status) ? 'model/server' : 'model/refused'
}

/** The error for a connection that failed. */
export const networkFault = (text: string): CoactError =>
  fault('model/unreachable', `The endpoint cannot be reached: ${text}`, { isPassing: true })

/** The error for an answer that is none. */
export const garbledFault = (text: string): CoactError =>
  fault('model/garbled', `The server's answer cannot be read: ${text}`, { isPassing: false })
