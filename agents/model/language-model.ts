import { type CallMessage, type CallRequest, isCoactError, type Json } from '../../engine/index.js'
import {
  type Answer,
  type Ask,
  garbledFault,
  networkFault,
  statusFault,
  type Transport,
} from './transport.js'

/** A language model of the AI SDK (provider specification 2 or 3), as far as it is used here. */
export interface LanguageModelLike {
  readonly specificationVersion: string
  readonly provider: string
  readonly modelId: string
  // biome-ignore lint/suspicious/noExplicitAny: versions of the specification differ in what they take
  doGenerate(options: any): PromiseLike<any>
}

/** Whether a value is a language model of the AI SDK. */
export const isLanguageModel = (value: unknown): value is LanguageModelLike =>
  typeof value === 'object' &&
  value !== null &&
  typeof (value as Partial<LanguageModelLike>).doGenerate === 'function'

/** Sends requests to a language model of the AI SDK. */
export function languageModelTransport(model: LanguageModelLike): Transport {
  return async (ask, signal) => {
    let result: Generated
    try {
      result = (await model.doGenerate(
        optionsFor(ask, String(model.provider), signal),
      )) as Generated
    } catch (e) {
      if (signal.aborted || isCoactError(e)) throw e
      throw faultFrom(e)
    }
    return answerOf(result, ask)
  }
}

interface Generated {
  readonly content?: readonly {
    readonly type: string
    readonly text?: unknown
    readonly input?: unknown
    readonly toolName?: unknown
  }[]
  readonly finishReason?: unknown
  readonly usage?: Readonly<Record<string, unknown>>
}

/** Another process that asks the same wants another answer. */
const SESSION = globalThis.crypto.randomUUID()

function optionsFor(ask: Ask, provider: string, abortSignal: AbortSignal): object {
  const { json, maxTokens, temperature, thinking, without, id } = ask
  const isTool = json?.by === 'tool'
  return {
    prompt: ask.messages.map(promptMessage),
    abortSignal,
    headers: { 'Idempotency-Key': `${SESSION}-${id}` },
    ...(without.has('max_tokens') ? {} : { maxOutputTokens: maxTokens }),
    ...(temperature === undefined || without.has('temperature') ? {} : { temperature }),
    ...(json?.by === 'schema'
      ? { responseFormat: { type: 'json', name: json.name, schema: json.schema } }
      : {}),
    ...(isTool
      ? {
          tools: [{ type: 'function', name: json.name, inputSchema: json.schema }],
          toolChoice: { type: 'tool', toolName: json.name },
        }
      : {}),
    providerOptions: {
      ...(thinking === undefined ? {} : thinkingFor(thinking)),
      [provider.split('.')[0]!]: {
        ...(thinking === undefined ? {} : compatibleThinking(thinking, without)),
        ...(json?.by === 'schema' ? { strictJsonSchema: isStrict(json.schema) } : {}),
        // Newer models of OpenAI know the limit by another name only.
        ...(without.has('max_tokens') ? { max_completion_tokens: maxTokens } : {}),
      },
    },
  }
}

/** Whether a schema is of the kind that OpenAI guarantees: each object is closed and needs all of its fields. */
function isStrict(schema: Json): boolean {
  if (typeof schema !== 'object' || schema === null) return true
  if (Array.isArray(schema)) return schema.every(isStrict)
  const { properties, required, additionalProperties } = schema as {
    readonly [key: string]: Json
  }
  if (!Object.values(schema).every(isStrict)) return false
  if (properties === undefined) return (schema as { readonly type?: Json }).type !== 'object'
  const needed = Array.isArray(required) ? required : []
  return additionalProperties === false && Object.keys(properties!).every((k) => needed.includes(k))
}

function promptMessage({ role, content }: CallMessage): object {
  const parts = typeof content === 'string' ? [{ type: 'text' as const, text: content }] : content
  if (role === 'system')
    return { role, content: parts.map((p) => (p.type === 'text' ? p.text : '')).join('\n') }
  return {
    role,
    content: parts.map((part) =>
      part.type === 'text' ? part : { type: 'file', mediaType: part.media, data: part.data },
    ),
  }
}

const LOW_MAX = 1024
const MEDIUM_MAX = 8192

function effortFor(thinking: NonNullable<CallRequest['thinking']>): string {
  if (thinking === 'off') return 'none'
  if (thinking === 'on') return 'medium'
  if (thinking.budget <= LOW_MAX) return 'low'
  return thinking.budget <= MEDIUM_MAX ? 'medium' : 'high'
}

/** How much to think, in the words of providers that have words of their own: each reads its own. */
function thinkingFor(thinking: NonNullable<CallRequest['thinking']>): object {
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
const compatibleThinking = (
  thinking: NonNullable<CallRequest['thinking']>,
  without: Ask['without'],
): object => ({
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

function answerOf({ content, finishReason, usage }: Generated, { json }: Ask): Answer {
  if (!Array.isArray(content)) throw garbledFault('it has no content')
  const texts = (type: string): string =>
    content
      .filter((part) => part?.type === type && typeof part.text === 'string')
      .map((part) => part.text as string)
      .join('')
  const call = content.find((part) => part?.type === 'tool-call')
  const input = typeof call?.input === 'string' ? call.input : JSON.stringify(call?.input ?? '')
  const reasoning = texts('reasoning')
  const told = usageOf(usage)
  return {
    text: json?.by === 'tool' && call !== undefined ? input : texts('text'),
    finish: finishOf(finishReason),
    ...(reasoning === '' ? {} : { reasoning }),
    ...(told === undefined ? {} : { usage: told }),
  }
}

function finishOf(reason: unknown): Answer['finish'] {
  const word =
    typeof reason === 'object' && reason !== null
      ? (reason as { readonly unified?: unknown }).unified
      : reason
  if (word === 'length') return 'length'
  return word === 'content-filter' ? 'filter' : 'stop'
}

/** Version 2 tells plain numbers, version 3 numbers by kind. */
function usageOf(usage: Generated['usage']): Answer['usage'] | undefined {
  const at = (value: unknown, key: string): number | undefined => {
    const found =
      typeof value === 'object' && value !== null
        ? (value as Readonly<Record<string, unknown>>)[key]
        : undefined
    return typeof found === 'number' && Number.isSafeInteger(found) && found >= 0
      ? found
      : undefined
  }
  const input = at(usage?.['inputTokens'], 'total') ?? at(usage, 'inputTokens')
  const output = at(usage?.['outputTokens'], 'total') ?? at(usage, 'outputTokens')
  if (input === undefined || output === undefined || input + output === 0) return undefined
  const cached = at(usage?.['inputTokens'], 'cacheRead') ?? at(usage, 'cachedInputTokens') ?? 0
  const reasoning = at(usage?.['outputTokens'], 'reasoning') ?? at(usage, 'reasoningTokens') ?? 0
  return {
    input,
    output,
    reasoning: Math.min(reasoning, output),
    cached: Math.min(cached, input),
  }
}

interface ApiError {
  readonly message?: unknown
  readonly statusCode?: unknown
  readonly responseHeaders?: Readonly<Record<string, string>>
  readonly responseBody?: unknown
  readonly cause?: unknown
  readonly code?: unknown
  readonly name?: unknown
}

const TEXT_MAX = 300
const NETWORK =
  /terminated|aborted|socket|network|fetch failed|cannot connect|ECONN|EPIPE|ETIMEDOUT|ENOTFOUND|EAI_AGAIN|UND_ERR|other side closed|timed? ?out/i

function faultFrom(e: unknown): Error {
  const error = e as ApiError
  const chain = causes(error)
  const text = String(error?.message ?? e).slice(0, TEXT_MAX)
  const status = error?.statusCode
  if (typeof status === 'number' && status >= 400)
    return statusFault(status, bodyText(error) ?? text, retryAfter(error.responseHeaders))
  const broken = chain.find((c) => NETWORK.test(`${String(c.code ?? '')} ${String(c.message)}`))
  if (broken !== undefined)
    return networkFault(
      chain
        .map((c) => c.message)
        .join(': ')
        .slice(0, TEXT_MAX),
    )
  return garbledFault(text)
}

const CAUSES_MAX = 6

function causes(error: ApiError): ApiError[] {
  const found: ApiError[] = []
  let at: unknown = error
  while (found.length < CAUSES_MAX && typeof at === 'object' && at !== null) {
    found.push(at as ApiError)
    at = (at as ApiError).cause
  }
  return found
}

/** What a server says of an error, as OpenAI and others put it. */
function bodyText({ responseBody }: ApiError): string | undefined {
  if (typeof responseBody !== 'string' || responseBody.trim() === '') return undefined
  try {
    const body = JSON.parse(responseBody) as Json
    const at = (value: Json | undefined, key: string): Json | undefined =>
      typeof value === 'object' && value !== null && !Array.isArray(value)
        ? (value as Readonly<Record<string, Json>>)[key]
        : undefined
    const error = at(body, 'error')
    const message = at(error, 'message') ?? error ?? at(body, 'message') ?? at(body, 'detail')
    if (typeof message === 'string') return message.slice(0, TEXT_MAX)
  } catch {
    // It is no JSON: it is told as it is.
  }
  return responseBody.slice(0, TEXT_MAX)
}

/** @param headers by lower-case name */
function retryAfter(headers: ApiError['responseHeaders']): number | undefined {
  const exact = Number(headers?.['retry-after-ms'])
  if (headers?.['retry-after-ms'] !== undefined && exact >= 0) return exact
  const told = headers?.['retry-after']
  if (told === undefined) return undefined
  const seconds = Number(told)
  if (seconds >= 0) return seconds * 1000
  const until = Date.parse(told) - Date.now()
  return Number.isFinite(until) ? Math.max(0, until) : undefined
}
