import { type CallMessage, isCoactError, type Json } from '../../engine/index.js'
import { faultFrom } from './ai-faults.js'
import { compatibleThinking, thinkingFor } from './thinking.js'
import { type Answer, type Ask, garbledFault, type Transport } from './transport.js'

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
const SESSION = globalThis.crypto?.randomUUID?.() ?? ''
/** A page may send only such headers as the server allows it to. */
const isPage = 'document' in globalThis

function optionsFor(ask: Ask, provider: string, abortSignal: AbortSignal): object {
  const { json, maxTokens, temperature, thinking, without, id } = ask
  const isTool = json?.by === 'tool'
  return {
    prompt: ask.messages.map(promptMessage),
    abortSignal,
    ...(isPage ? {} : { headers: { 'Idempotency-Key': `${SESSION}-${id}` } }),
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
