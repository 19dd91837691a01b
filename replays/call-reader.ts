import type { CallMessage, CallPart, CallRecord, Json } from '../engine/index.js'
import type { CallLine, ContentRef } from './calls.js'
import { lineShapes } from './channels.js'
import type { Chunks } from './chunks.js'
import type { Directory } from './directory.js'
import { corrupt } from './faults.js'
import type { LineOf } from './line-reader.js'
import { findLines } from './lines.js'
import { remember } from './remember.js'
import { oneOf, readJson, record, text } from './shape.js'

type Line = LineOf<'/calls'>
type Contents = Line['contents']

/** Contents of so many ticks are kept: most of what a prompt holds was said lately, or at the start. */
const TICKS_KEPT = 256
const MESSAGES_KEPT = 8

/** Puts the calls of a line together with what was stored for them in earlier ticks. */
export type CallReader = (line: Line) => Promise<CallRecord[]>

export function createCallReader(
  chunks: Chunks,
  { messages }: Pick<Directory, 'messages'>,
): CallReader {
  const places = messages.get('/calls') ?? []
  const message = remember(MESSAGES_KEPT, async (tick: number) => {
    const place = places.find((p) => p.tick === tick)!
    return findLines(await chunks.message('/calls', place), `/calls from tick ${tick}`)
  })
  const contentsAt = remember(TICKS_KEPT, async (tick: number): Promise<Contents> => {
    const place = places.findLast((p) => p.tick <= tick)
    const line = place === undefined ? undefined : (await message(place.tick)).get(tick)
    const where = `/calls at tick ${tick}`
    if (line === undefined) throw corrupt(where, 'no line')
    return readJson(line, where, lineShapes['/calls']).contents
  })
  return async (line) => {
    const ats = new Set(refsOf(line).map(({ at }) => at))
    ats.delete(line.tick)
    const found = new Map([[line.tick, line.contents]])
    for (const at of ats) found.set(at, await contentsAt(at))
    return callsIn(line, ({ content, at }) => found.get(at)?.[content])
  }
}

/** All contents that the calls of a line refer to. */
const refsOf = ({ calls }: Line): ContentRef[] =>
  calls.flatMap(({ messages, schema, reply }) => [
    ...messages.flatMap((m) => m.parts),
    ...(schema === undefined ? [] : [schema]),
    ...(reply === undefined ? [] : [reply.text]),
    ...(reply?.reasoning === undefined ? [] : [reply.reasoning]),
  ])

/**
 * The calls of a line.
 *
 * @param find the content that something refers to
 * @throws CoactError `replay/corrupt` where there is none, or it is of another kind
 */
export const callsIn = (
  { tick, calls }: Line,
  find: (ref: ContentRef) => Json | undefined,
): CallRecord[] => {
  const contentOf: ContentOf = (ref) => find(ref) ?? refuse(ref, 'no such content')
  return calls.map((call) => callOf(tick, call, contentOf))
}

type ContentOf = (ref: ContentRef) => Json

function callOf(tick: number, call: CallLine, contentOf: ContentOf): CallRecord {
  const { id, messages, schema, reply, ...rest } = call
  const words = (ref: ContentRef): string => {
    const found = contentOf(ref)
    return typeof found === 'string' ? found : refuse(ref, 'no text')
  }
  return {
    id,
    tick,
    ...rest,
    messages: messages.map((m) => messageOf(m, contentOf)),
    ...(schema === undefined ? {} : { schema: contentOf(schema) }),
    ...(reply === undefined
      ? {}
      : {
          reply: {
            text: words(reply.text),
            ...(reply.value === undefined ? {} : { value: reply.value }),
            ...(reply.reasoning === undefined ? {} : { reasoning: words(reply.reasoning) }),
          },
        }),
  } as CallRecord
}

function messageOf(
  { role, parts }: CallLine['messages'][number],
  contentOf: ContentOf,
): CallMessage {
  const found = parts.map(contentOf)
  if (found.length === 1 && typeof found[0] === 'string') return { role, content: found[0] }
  return { role, content: found.map((part, i) => partOf(part, parts[i]!)) }
}

const textPart = record({ type: oneOf('text'), text })
const imagePart = record({ type: oneOf('image'), media: text, data: text })

function partOf(part: Json, ref: ContentRef): CallPart {
  const type = (part as { readonly type?: Json } | null)?.type
  try {
    return type === 'image' ? imagePart.read(part) : textPart.read(part)
  } catch {
    return refuse(ref, 'no part of a message')
  }
}

const refuse = ({ content, at }: ContentRef, got: string): never => {
  throw corrupt(`/calls at tick ${at}, content ${content}`, got)
}
