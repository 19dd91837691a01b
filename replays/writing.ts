import { ATTACHMENT, createContainer, METADATA, type ReplaySink } from './container.js'
import { webDeflate } from './deflate.js'
import type { ReplayHeader, ReplayResult } from './header.js'
import { toMetadata } from './metadata.js'
import type { RecorderOptions, Wall } from './recorder.js'

/** A message to be written: JSON as it is, or bytes to be deflated. */
export interface Message {
  readonly topic: string
  readonly tick: number
  readonly json?: Uint8Array | undefined
  readonly packed?: Uint8Array
}

/** Writes groups one after the other, while the run goes on. */
export interface Writing {
  /** Groups that are not written yet. */
  readonly waiting: number
  /** Throws what writing threw. */
  check(): void
  add(messages: readonly Message[]): void
  done(): Promise<void>
  abort(): Promise<void>
  end(result: ReplayResult, wall: Wall | undefined): Promise<void>
}

export function createWriting(
  sink: ReplaySink,
  header: ReplayHeader,
  options: RecorderOptions,
): Writing {
  const deflate = options.deflate ?? sink.deflate ?? webDeflate
  const container = createContainer(sink)
  let failure: { readonly error: unknown } | undefined
  let waiting = 0
  let queue: Promise<void> = Promise.resolve()
  const then = (work: () => Promise<void>): void => {
    waiting += 1
    queue = queue.then(async () => {
      try {
        if (failure === undefined) await work()
      } catch (error) {
        failure = { error }
      }
      waiting -= 1
    })
  }
  const check = (): void => {
    if (failure !== undefined) throw failure.error
  }
  const done = async (): Promise<void> => {
    await queue
    check()
  }
  then(async () => {
    await container.start()
    await container.metadata(METADATA.header, toMetadata(header))
    if (options.scenario !== undefined)
      await container.attachment(ATTACHMENT.scenario, options.scenario)
    if (options.environment !== undefined)
      await container.attachment(ATTACHMENT.environment, options.environment)
    await container.flush()
  })
  return {
    get waiting() {
      return waiting
    },
    check,
    add(messages) {
      then(async () => {
        for (const { topic, tick, json, packed } of messages) {
          const data = packed === undefined ? json : await deflate(packed)
          if (data !== undefined) await container.message(topic, tick, data)
        }
        await container.flush()
      })
    },
    done,
    async end(result, wall) {
      then(async () => {
        await container.metadata(METADATA.result, toMetadata(result))
        if (wall !== undefined) await container.metadata(METADATA.wall, toMetadata(wall))
        await container.end()
      })
      await done()
      await sink.close?.(true)
    },
    async abort() {
      await queue
      await sink.close?.(false)
      check()
    },
  }
}
