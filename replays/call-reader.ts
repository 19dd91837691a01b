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

type Contents = LineOf<'/calls'>['contents']

/** Contents of so many ticks are kept: most of what a prompt holds was said lately, or at the start. */
const TICKS_KEPT = 256
const MESSAGES_KEPT = 8

/** Puts the calls of a line together with what was stored for them in earlier ticks. */
export type CallReader = (line: LineOf<'/calls'>) => Promise<CallRecord[]>

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
  return async ({ tick, calls, contents: own }) => {
    const contentOf: ContentOf = async ({ content, at }) => {
      const contents = at === tick ? own : await contentsAt(at)
      const found = contents[content]
      if (found === undefined) throw corrupt(`/calls at tick ${at}`, `no content ${content}`)
      return found
    }
    return Promise.all(calls.map((call) => callOf(tick, call, contentOf)))
  }
}

type ContentOf = (ref: ContentRef) => Promise<Json>

async function callOf(tick: number, call: CallLine, contentOf: ContentOf): Promise<CallRecord> {
  const { id, messages, schema, reply, ...rest } = call
  const words = async (ref: ContentRef): Promise<string> => {
    const found = await contentOf(ref)
    return typeof found === 'string' ? found : refuse(ref, 'no text')
  }
  return {
    id,
    tick,
    ...rest,
    messages: await Promise.all(messages.map((m) => messageOf(m, contentOf))),
    ...(schema === undefined ? {} : { schema: await contentOf(schema) }),
    ...(reply === undefined
      ? {}
      : {
          reply: {
            text: await words(reply.text),
            ...(reply.value === undefined ? {} : { value: reply.value }),
            ...(reply.reasoning === undefined ? {} : { reasoning: await words(reply.reasoning) }),
          },
        }),
  } as CallRecord
}

async function messageOf(
  { role, parts }: CallLine['messages'][number],
  contentOf: ContentOf,
): Promise<CallMessage> {
  const found = await Promise.all(parts.map(contentOf))
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
