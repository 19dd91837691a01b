import {
  type CallPart,
  type CallRecord,
  foldText,
  hash64,
  hex,
  type Json,
} from '../engine/index.js'
import type { LineOf } from './line-reader.js'
import type { Lines } from './lines.js'
import { writeText } from './varint.js'

/** How many contents are remembered: what was said longer ago is stored again. */
const CONTENTS_MAX = 65_536

type Line = LineOf<'/calls'>
export type CallLine = Line['calls'][number]
export type ContentRef = CallLine['messages'][number]['parts'][number]

/** Takes calls apart into lines of the channel and contents that were not stored before, as JSON. */
export type CallPacker = (tick: number, calls: readonly CallRecord[]) => string

export function createCallPacker(): CallPacker {
  const stored = new Map<string, number>()
  return (tick, calls) => {
    const contents: string[] = []
    const refer = (value: Json): ContentRef => {
      const json = JSON.stringify(value)
      const h = hash64()
      foldText(h, json)
      const content = hex(h)
      let at = stored.get(content)
      if (at === undefined) {
        at = tick
        if (stored.size >= CONTENTS_MAX) stored.delete(stored.keys().next().value!)
        stored.set(content, tick)
        contents.push(`"${content}":${json}`)
      }
      return { content, at }
    }
    const lines = calls.map((call) => lineOf(call, refer))
    return `"calls":${JSON.stringify(lines)},"contents":{${contents.join(',')}}}`
  }
}

/** Writes calls of models, each text, picture and schema once. */
export function createCallLines(
  lines: Lines,
): (tick: number, calls: readonly CallRecord[]) => void {
  const pack = createCallPacker()
  return (tick, calls) => writeText(lines.begin(tick), pack(tick, calls))
}

/** Fields in one order, whoever made the record: equal runs make equal files. */
function lineOf(record: CallRecord, refer: (value: Json) => ContentRef): CallLine {
  const { id, agent, purpose, key, model, messages, asked, by, schema, params } = record
  const { reply, failure, usage, price, attempts, latencyMs } = record
  const { input, output, reasoning, cached, estimated } = usage
  return {
    id,
    agent,
    purpose,
    key,
    model,
    messages: messages.map(({ role, content }) => ({
      role,
      parts: typeof content === 'string' ? [refer(content)] : content.map((p) => refer(partOf(p))),
    })),
    asked,
    ...(by === undefined ? {} : { by }),
    ...(schema === undefined ? {} : { schema: refer(schema) }),
    params,
    ...(reply === undefined
      ? {}
      : {
          reply: {
            text: refer(reply.text),
            ...(reply.value === undefined ? {} : { value: reply.value }),
            ...(reply.reasoning === undefined ? {} : { reasoning: refer(reply.reasoning) }),
          },
        }),
    ...(failure === undefined ? {} : { failure: { code: failure.code, message: failure.message } }),
    usage: { input, output, reasoning, cached, ...(estimated === undefined ? {} : { estimated }) },
    ...(price === undefined ? {} : { price }),
    attempts,
    latencyMs,
  }
}

const partOf = (part: CallPart): Json =>
  part.type === 'text'
    ? { type: part.type, text: part.text }
    : { type: part.type, media: part.media, data: part.data }
