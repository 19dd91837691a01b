import { type CallRecord, foldText, hash64, hex, type Json } from '../engine/index.js'
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

function lineOf(record: CallRecord, refer: (value: Json) => ContentRef): CallLine {
  const { tick: _, messages, schema, reply, ...rest } = record
  return {
    ...rest,
    messages: messages.map(({ role, content }) => ({
      role,
      parts: typeof content === 'string' ? [refer(content)] : content.map((p) => refer({ ...p })),
    })),
    ...(schema === undefined ? {} : { schema: refer(schema) }),
    ...(reply === undefined
      ? {}
      : {
          reply: {
            text: refer(reply.text),
            ...(reply.value === undefined ? {} : { value: reply.value }),
            ...(reply.reasoning === undefined ? {} : { reasoning: refer(reply.reasoning) }),
          },
        }),
  }
}
