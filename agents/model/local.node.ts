import { type CallMessage, CoactError, type Json } from '../../engine/index.js'
import { type Answer, type Ask, fault, type Transport } from './transport.js'

// Only what is used of node-llama-cpp, which need not be installed.
interface Llama {
  loadModel(options: { readonly modelPath: string }): Promise<Model>
  createGrammarForJsonSchema(schema: Json): Promise<object>
}
interface Model {
  createContext(options: { readonly sequences: number }): Promise<{ getSequence(): Sequence }>
}
interface Meter {
  readonly usedInputTokens: number
  readonly usedOutputTokens: number
}
interface Sequence {
  readonly tokenMeter: {
    getState(): Meter
    diff(before: Meter): Meter
  }
}
interface Said {
  readonly response: string
  readonly fullResponse: readonly (
    | string
    | { readonly segmentType: string; readonly text: string }
  )[]
  readonly metadata: { readonly stopReason: string }
}
interface Chat {
  generateResponse(history: readonly object[], options: object): Promise<Said>
}
interface Library {
  getLlama(options: object): Promise<Llama>
  readonly LlamaChat: new (options: { readonly contextSequence: Sequence }) => Chat
}

const PACKAGE = 'node-llama-cpp'

/**
 * Runs a model of a GGUF file on this machine, with a grammar where JSON is asked for; one request after the other.
 *
 * @param load gives the library node-llama-cpp
 * @throws CoactError `model/no-llama` when that is not installed, `model/no-file`
 */
export async function localTransport(
  path: string,
  load: () => Promise<unknown> = () => import(PACKAGE),
): Promise<Transport> {
  const { existsSync } = process.getBuiltinModule('node:fs')
  const { resolve } = process.getBuiltinModule('node:path')
  const file = resolve(path)
  if (!existsSync(file)) throw noFile(file)
  const { getLlama, LlamaChat } = await loaded(load)
  const llama = await getLlama({ build: 'never', logLevel: 'error', progressLogs: false })
  const model = await llama.loadModel({ modelPath: file }).catch((e: unknown) => {
    throw unusable(file, e)
  })
  const contextSequence = (await model.createContext({ sequences: 1 })).getSequence()
  const chat = new LlamaChat({ contextSequence })
  const grammars = new Map<string, Promise<object>>()
  const grammarFor = ({ json }: Ask): Promise<object> | undefined => {
    if (json === undefined) return undefined
    const key = JSON.stringify(json.schema)
    let grammar = grammars.get(key)
    if (grammar === undefined) {
      grammar = llama.createGrammarForJsonSchema(asGrammar(json.schema))
      grammar.catch(() => {})
      grammars.set(key, grammar)
    }
    return grammar
  }
  const answer = async (ask: Ask, signal: AbortSignal): Promise<Answer> => {
    const before = contextSequence.tokenMeter.getState()
    const grammar = await grammarFor(ask)?.catch((e: unknown) => {
      throw fault('model/refused', `No grammar can be made of the schema: ${textOf(e)}`, FOR_GOOD)
    })
    const said = await chat
      .generateResponse([...ask.messages.map(turnOf), ANSWER], {
        signal,
        maxTokens: ask.maxTokens,
        temperature: ask.temperature ?? 0,
        ...(ask.temperature === undefined ? {} : { seed: seedOf(ask.id) }),
        ...(grammar === undefined ? {} : { grammar }),
        ...(ask.thinking === 'off' ? { budgets: { thoughtTokens: 0 } } : {}),
        ...(typeof ask.thinking === 'object'
          ? { budgets: { thoughtTokens: ask.thinking.budget } }
          : {}),
      })
      .catch((e: unknown) => {
        if (signal.aborted) throw e
        throw fault('model/refused', `The model cannot answer: ${textOf(e)}`, FOR_GOOD)
      })
    return answerOf(said, contextSequence.tokenMeter.diff(before))
  }
  let last: Promise<unknown> = Promise.resolve()
  return (ask, signal) => {
    const next = last.then(() => answer(ask, signal))
    last = next.catch(() => {})
    return next
  }
}

const FOR_GOOD = { isPassing: false }
const ANSWER = { type: 'model', response: [] }

async function loaded(load: () => Promise<unknown>): Promise<Library> {
  try {
    return (await load()) as Library
  } catch (e) {
    throw new CoactError('model/no-llama', `Models of this machine need the package ${PACKAGE}`, {
      got: textOf(e),
      next: `Install it beside coact: npm install ${PACKAGE}@3.22.1. Or serve the file, and name the server: --base-url URL.`,
    })
  }
}

function turnOf({ role, content }: CallMessage): object {
  if (typeof content !== 'string' && content.some((part) => part.type === 'image'))
    throw fault('model/refused', 'Models of this machine see no pictures', FOR_GOOD)
  const text =
    typeof content === 'string'
      ? content
      : content.map((part) => (part.type === 'text' ? part.text : '')).join('\n')
  return role === 'assistant' ? { type: 'model', response: [text] } : { type: role, text }
}

function answerOf({ response, fullResponse, metadata }: Said, used: Meter): Answer {
  const thoughts = fullResponse.flatMap((part) =>
    typeof part !== 'string' && part.segmentType === 'thought' ? [part.text] : [],
  )
  return {
    text: response,
    finish: metadata.stopReason === 'maxTokens' ? 'length' : 'stop',
    usage: { input: used.usedInputTokens, output: used.usedOutputTokens, reasoning: 0, cached: 0 },
    ...(thoughts.length === 0 ? {} : { reasoning: thoughts.join('\n') }),
  }
}

/** Grammars know one word for alternatives. */
function asGrammar(schema: Json): Json {
  if (typeof schema !== 'object' || schema === null) return schema
  if (Array.isArray(schema)) return schema.map(asGrammar)
  const { anyOf, ...rest } = schema as { readonly [key: string]: Json }
  const parts = Object.fromEntries(Object.entries(rest).map(([k, v]) => [k, asGrammar(v)]))
  return anyOf === undefined ? parts : { ...parts, oneOf: asGrammar(anyOf) }
}

/** A number that follows from a text: the same request has the same luck. */
function seedOf(id: string): number {
  let seed = 1
  for (let i = 0; i < id.length; i++) seed = (Math.imul(seed, 31) + id.charCodeAt(i)) >>> 0
  return seed
}

const textOf = (e: unknown): string =>
  String((e as Error)?.message ?? e)
    .split('\n')[0]!
    .slice(0, 300)

const noFile = (path: string): CoactError =>
  new CoactError('model/no-file', 'There is no such model file', {
    where: path,
    expected: 'a GGUF file: local:FILE.gguf',
  })

const unusable = (path: string, e: unknown): CoactError =>
  new CoactError('model/no-file', 'The model file cannot be used', {
    where: path,
    got: textOf(e),
    expected: 'a GGUF file that llama.cpp can run',
  })
