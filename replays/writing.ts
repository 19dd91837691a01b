import {
  ATTACHMENT,
  type Container,
  createContainer,
  METADATA,
  type ReplaySink,
} from './container.js'
import { type Deflate, webDeflate } from './deflate.js'
import type { ReplayHeader, ReplayResult } from './header.js'
import { toMetadata } from './metadata.js'
import { createQueue } from './queue.js'
import type { RecorderOptions, Wall } from './recorder.js'

/** A message to be written: JSON as it is, or bytes to be deflated. */
export interface Message {
  readonly topic: string
  readonly tick: number
  readonly json?: Uint8Array | undefined
  readonly packed?: Uint8Array
}

/** What a message holds in the file, now or soon; undefined for a message that has nothing to say. */
type Deflated = Uint8Array | Promise<Uint8Array> | undefined

/** Writes groups one after the other, while the run goes on. */
export interface Writing {
  /** Groups that are not written yet. */
  readonly waiting: number
  /** Throws what writing threw. */
  check(): void
  add(messages: readonly Message[]): void
  done(): Promise<void>
  abort(): Promise<void>
  /** Closes the sink with what is in it. */
  leave(): Promise<void>
  end(result: ReplayResult, wall: Wall | undefined): Promise<void>
}

export function createWriting(
  sink: ReplaySink,
  header: ReplayHeader,
  options: RecorderOptions,
): Writing {
  const deflate = options.deflate ?? sink.deflate ?? webDeflate
  const container = createContainer(sink)
  const queue = createQueue()
  queue.add(() => {
    container.start()
    container.metadata(METADATA.header, toMetadata(header))
    if (options.scenario !== undefined) container.attachment(ATTACHMENT.scenario, options.scenario)
    if (options.environment !== undefined)
      container.attachment(ATTACHMENT.environment, options.environment)
    return container.flush()
  })
  return {
    get waiting() {
      return queue.waiting
    },
    check: queue.check,
    add(messages) {
      const datas = messages.map((message) => dataOf(message, deflate))
      queue.add(() => writeFrom(container, messages, datas, 0))
    },
    done: queue.done,
    async end(result, wall) {
      queue.add(() => {
        container.metadata(METADATA.result, toMetadata(result))
        if (wall !== undefined) container.metadata(METADATA.wall, toMetadata(wall))
        return container.end()
      })
      try {
        await queue.done()
      } catch (e) {
        // What failed tells why; the file stays as it is.
        await sink.close?.(false).catch(() => {})
        throw e
      }
      await sink.close?.(true)
    },
    async leave() {
      await queue.done().catch(() => {})
      await sink.close?.(false)
    },
    async abort() {
      try {
        await queue.done()
      } finally {
        await sink.close?.(false)
      }
    },
  }
}

/** Begins to deflate; a message is written in its turn. */
function dataOf({ json, packed }: Message, deflate: Deflate): Deflated {
  if (packed === undefined) return json
  try {
    const data = deflate(packed)
    // It may fail before its turn.
    if (data instanceof Promise) data.catch(() => {})
    return data
  } catch (error) {
    const failed = Promise.reject(error)
    failed.catch(() => {})
    return failed
  }
}

function writeFrom(
  container: Container,
  messages: readonly Message[],
  datas: readonly Deflated[],
  first: number,
): Promise<void> | void {
  for (let i = first; i < messages.length; i++) {
    const { topic, tick } = messages[i]!
    const data = datas[i]
    if (data instanceof Promise) {
      return data.then((deflated) => {
        container.message(topic, tick, deflated)
        return writeFrom(container, messages, datas, i + 1)
      })
    }
    if (data !== undefined) container.message(topic, tick, data)
  }
  return container.flush()
}
