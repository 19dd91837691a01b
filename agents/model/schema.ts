import { z } from 'zod'
import {
  CoactError,
  type Json,
  plainCopy,
  problemLine,
  schemaProblems,
} from '../../engine/index.js'
import { jsonTexts } from './text.js'

/** Reads answers of one JSON Schema. */
export interface AnswerReader {
  /** The value of a text, or in words why there is none. */
  read(
    text: string,
  ): { readonly value: Json } | { readonly problem: string; readonly isJson: boolean }
  /** Why a value does not fit; undefined when it does. */
  problem(value: Json): string | undefined
}

/** Characters and levels of an answer's JSON. */
const VALUE_CHARS_MAX = 200_000
const DEPTH_MAX = 32
const PROBLEMS_MAX = 8

const readers = new Map<string, AnswerReader>()
const READERS_MAX = 256

/**
 * Makes the reader of a schema; it is kept.
 *
 * @throws CoactError `model/schema` when the schema cannot be used
 */
export function answerReader(schema: Json): AnswerReader {
  const key = JSON.stringify(schema)
  let reader = readers.get(key)
  if (reader === undefined) {
    if (readers.size >= READERS_MAX) readers.delete(readers.keys().next().value!)
    reader = makeReader(schema)
    readers.set(key, reader)
  }
  return reader
}

function makeReader(schema: Json): AnswerReader {
  const type = typeOf(schema)
  const problem = (value: Json): string | undefined => {
    const parsed = type.safeParse(value)
    if (parsed.success) return undefined
    const problems = schemaProblems(type, parsed.error, value)
    return problems.slice(0, PROBLEMS_MAX).map(problemLine).join('; ')
  }
  return {
    problem,
    read(text) {
      let first: string | undefined
      for (const json of jsonTexts(text)) {
        const parsed = parse(json)
        if (parsed === undefined) continue
        const why = 'problem' in parsed ? parsed.problem : problem(parsed.value)
        if (why === undefined) return parsed as { readonly value: Json }
        first ??= why
      }
      return first === undefined
        ? { problem: 'there is no JSON object in it', isJson: false }
        : { problem: first, isJson: true }
    },
  }
}

function parse(text: string): { readonly value: Json } | { readonly problem: string } | undefined {
  let raw: unknown
  try {
    raw = JSON.parse(text)
  } catch {
    return undefined
  }
  if (typeof raw !== 'object' || raw === null || Array.isArray(raw)) return undefined
  try {
    const limits = { chars: VALUE_CHARS_MAX, depth: DEPTH_MAX, name: 'answer' }
    return { value: plainCopy(raw, limits) }
  } catch (e) {
    const { where, got } = (e as CoactError).detail
    return { problem: `${where} ${got}` }
  }
}

function typeOf(schema: Json): z.ZodType {
  try {
    return z.fromJSONSchema(schema as Parameters<typeof z.fromJSONSchema>[0])
  } catch (e) {
    throw new CoactError('model/schema', 'The JSON Schema of an answer cannot be used', {
      expected: 'a JSON Schema of an object, draft 2020-12',
      got: String((e as Error).message).slice(0, 200),
    })
  }
}
