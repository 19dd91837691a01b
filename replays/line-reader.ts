import { type JsonTopic, lineShapes } from './channels.js'
import type { Chunks } from './chunks.js'
import type { Directory, Place } from './directory.js'
import { corrupt } from './faults.js'
import { type FoundLines, findLines } from './lines.js'
import { remember } from './remember.js'
import { readJson, type Shape } from './shape.js'

export type LineOf<T extends JsonTopic> = (typeof lineShapes)[T] extends Shape<infer L> ? L : never

/** Reads single lines of the JSON channels. */
export interface LineReader {
  /** The line of a tick in the group from a tick; undefined when there is none. @throws CoactError `replay/corrupt` */
  line<T extends JsonTopic>(topic: T, from: number, tick: number): Promise<LineOf<T> | undefined>
  /** The same for a line that must be there. */
  mustLine<T extends JsonTopic>(topic: T, from: number, tick: number): Promise<LineOf<T>>
}

/** Messages of all channels for two groups. */
const MESSAGES_KEPT = 12

export function createLineReader(chunks: Chunks, { messages }: Directory): LineReader {
  const places = new Map<string, Place>()
  for (const [topic, list] of messages) for (const p of list) places.set(`${topic} ${p.tick}`, p)
  const load = remember(MESSAGES_KEPT, async (key: string): Promise<FoundLines | undefined> => {
    const place = places.get(key)
    if (place === undefined) return undefined
    const [topic] = key.split(' ') as [string]
    return findLines(await chunks.message(topic, place), `${topic} from tick ${place.tick}`)
  })
  const line = async <T extends JsonTopic>(
    topic: T,
    from: number,
    tick: number,
  ): Promise<LineOf<T> | undefined> => {
    const bytes = (await load(`${topic} ${from}`))?.get(tick)
    if (bytes === undefined) return undefined
    return readJson(
      bytes,
      `${topic} at tick ${tick}`,
      lineShapes[topic] as Shape<unknown>,
    ) as LineOf<T>
  }
  return {
    line,
    async mustLine(topic, from, tick) {
      const found = await line(topic, from, tick)
      if (found === undefined) throw corrupt(`${topic} at tick ${tick}`, 'no line')
      return found
    },
  }
}
