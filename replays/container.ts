import { type IWritable, McapWriter } from '@mcap/core'
import { jsonTopics, messageSchema, SAVES, STATE } from './channels.js'
import type { Deflate } from './deflate.js'
import { FORMAT } from './header.js'
import { byteWriter, writeBytes, written } from './varint.js'

/** Where a replay's bytes go. */
export interface ReplaySink {
  /** Takes bytes, which may change once the returned promise is done. */
  write(bytes: Uint8Array): Promise<void> | void
  /** How many bytes it has. */
  readonly position: number
  /** Called once at the end. @param isWhole false when the recording was given up */
  close?(isWhole: boolean): Promise<void>
  /** What this place deflates with, when not with the platform's own. */
  readonly deflate?: Deflate
}

/** Names of the file's metadata records and attachments. */
export const METADATA = { header: 'coact', result: 'result', wall: 'wall' } as const
export const ATTACHMENT = { scenario: 'scenario.json', environment: 'environment.json' } as const
export const STATE_ENCODING = 'x-coact-columns'
export const SAVE_ENCODING = 'x-coact-save'

/** One tick lasts a millisecond of log time. */
const NANOSECONDS_PER_TICK = 1_000_000n
export const logTime = (tick: number): bigint => BigInt(tick) * NANOSECONDS_PER_TICK
/** The tick of a log time; undefined when it is none. */
export function tickOf(time: bigint): number | undefined {
  const isTick = time % NANOSECONDS_PER_TICK === 0n && time / NANOSECONDS_PER_TICK < 1n << 31n
  return isTick ? Number(time / NANOSECONDS_PER_TICK) : undefined
}

/** A replay file that is written from the front; each call must be awaited before the next. */
export interface Container {
  start(): Promise<void>
  message(topic: string, tick: number, data: Uint8Array): Promise<void>
  metadata(name: string, values: ReadonlyMap<string, string>): Promise<void>
  attachment(name: string, json: unknown): Promise<void>
  /** Hands everything so far to the sink. */
  flush(): Promise<void>
  /** Writes the index and closes the file. */
  end(): Promise<void>
}

/** Lays a replay out as MCAP; each message is a chunk of its own, so that reading one reads nothing else. */
export function createContainer(sink: ReplaySink): Container {
  const buffer = byteWriter(1 << 16)
  const begin = sink.position
  let flushed = 0
  const writable: IWritable = {
    async write(bytes) {
      writeBytes(buffer, bytes)
    },
    position: () => BigInt(begin + flushed + buffer.length),
  }
  const writer = new McapWriter({ writable, chunkSize: 1 })
  const channels = new Map<string, number>()
  const counts = new Map<string, number>()

  const register = async (topic: string, encoding: string, schemaId: number): Promise<void> => {
    const metadata = new Map<string, string>()
    channels.set(
      topic,
      await writer.registerChannel({ topic, schemaId, messageEncoding: encoding, metadata }),
    )
  }
  const flush = async (): Promise<void> => {
    const bytes = written(buffer)
    flushed += bytes.length
    await sink.write(bytes)
    buffer.length = 0
  }
  return {
    async start() {
      await writer.start({ profile: FORMAT, library: 'coact' })
      for (const topic of jsonTopics) {
        const data = new TextEncoder().encode(JSON.stringify(messageSchema(topic)))
        const schema = { name: `coact${topic.replace('/', '.')}`, encoding: 'jsonschema', data }
        await register(topic, 'json', await writer.registerSchema(schema))
      }
      await register(SAVES, SAVE_ENCODING, 0)
      await register(STATE, STATE_ENCODING, 0)
    },
    async message(topic, tick, data) {
      const sequence = counts.get(topic) ?? 0
      counts.set(topic, sequence + 1)
      const time = logTime(tick)
      const channelId = channels.get(topic)!
      await writer.addMessage({ channelId, sequence, logTime: time, publishTime: time, data })
    },
    metadata: (name, values) => writer.addMetadata({ name, metadata: new Map(values) }),
    attachment: (name, json) =>
      writer.addAttachment({
        name,
        logTime: 0n,
        createTime: 0n,
        mediaType: 'application/json',
        data: new TextEncoder().encode(JSON.stringify(json)),
      }),
    flush,
    async end() {
      await writer.end()
      await flush()
    },
  }
}

/** A sink in memory. */
export interface MemorySink extends ReplaySink {
  /** Everything written so far. */
  bytes(): Uint8Array
}

export function memorySink(): MemorySink {
  const buffer = byteWriter(1 << 16)
  return {
    write: (bytes) => writeBytes(buffer, bytes),
    get position() {
      return buffer.length
    },
    bytes: () => written(buffer).slice(),
  }
}
