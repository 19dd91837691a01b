import { type JsonTopic, jsonTopics, messageSchema, SAVES, STATE } from './channels.js'
import { crc32 } from './crc.js'
import { type Deflate, joined } from './deflate.js'
import { FORMAT } from './header.js'
import {
  beginChunk,
  beginRecord,
  CHUNK_HEAD,
  type Channel,
  endChunk,
  endRecord,
  MAGIC,
  RECORD,
  type Schema,
  writeAttachment,
  writeChannel,
  writeMessage,
  writeMessageIndex,
  writeMetadata,
  writeSchema,
  writeString,
} from './mcap.js'
import { type ChunkPlace, type Contents, type NamedPlace, writeSummary } from './summary.js'
import { type ByteWriter, byteWriter, writeBytes, written } from './varint.js'

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
const NANOSECONDS_PER_TICK = 1_000_000
/** The tick of a log time; undefined when it is none. */
export function tickOf(time: bigint): number | undefined {
  const tick = Number(time) / NANOSECONDS_PER_TICK
  return Number.isInteger(tick) && tick < 2 ** 31 ? tick : undefined
}

/** A replay file that is written from the front; what {@link Container.flush} and `end` promise must be awaited. */
export interface Container {
  start(): void
  message(topic: string, tick: number, data: Uint8Array): void
  metadata(name: string, values: ReadonlyMap<string, string>): void
  attachment(name: string, json: unknown): void
  /** Hands everything so far to the sink. */
  flush(): Promise<void> | void
  /** Writes the index and closes the file. */
  end(): Promise<void> | void
}

/** A channel that has its schema and itself written with its first message. */
interface OpenChannel extends Channel {
  sequence: number
  readonly schema: Schema | undefined
}

/** Lays a replay out as MCAP; each message is a chunk of its own, so that reading one reads nothing else. */
export function createContainer(sink: ReplaySink): Container {
  const buffer = byteWriter(1 << 14)
  const begin = sink.position
  let flushed = 0
  let crc = 0
  const channels = new Map(channelsOf().map((c) => [c.topic, c]))
  const contents = {
    chunks: [] as ChunkPlace[],
    metadata: [] as NamedPlace[],
    attachments: [] as Contents['attachments'][number][],
  }
  const positionOf = (at: number): number => begin + flushed + at
  const hand = (): Promise<void> | void => {
    flushed += buffer.length
    const writing = sink.write(written(buffer))
    if (writing === undefined) buffer.length = 0
    else
      return writing.then(() => {
        buffer.length = 0
      })
  }
  return {
    start() {
      writeBytes(buffer, MAGIC)
      const header = beginRecord(buffer, RECORD.header)
      writeString(buffer, FORMAT)
      writeString(buffer, 'coact')
      endRecord(buffer, header)
    },
    message(topic, tick, data) {
      contents.chunks.push(writeChunk(buffer, channels.get(topic)!, tick, data, positionOf))
    },
    metadata(name, values) {
      const offset = positionOf(buffer.length)
      contents.metadata.push({ name, offset, length: writeMetadata(buffer, name, values) })
    },
    attachment(name, json) {
      const data = new TextEncoder().encode(JSON.stringify(json))
      const offset = positionOf(buffer.length)
      const mediaType = 'application/json'
      const length = writeAttachment(buffer, name, mediaType, data)
      contents.attachments.push({ name, mediaType, offset, length, size: data.length })
    },
    flush() {
      crc = crc32(buffer.bytes, 0, buffer.length, crc)
      return hand()
    },
    end() {
      crc = crc32(buffer.bytes, 0, buffer.length, crc)
      const told = [...channels.values()].filter((c) => !isRare(c.topic) || c.sequence > 0)
      const schemas = told.flatMap((c) => c.schema ?? [])
      writeSummary(buffer, { ...contents, schemas, channels: told }, begin + flushed, crc)
      return hand()
    },
  }
}

let schemas: readonly Schema[] | undefined

/** The schemas of the JSON channels, made once: they are the same in every file. */
function schemasOf(): readonly Schema[] {
  schemas ??= jsonTopics.map((topic, i) => ({
    id: i + 1,
    name: `coact${topic.replace('/', '.')}`,
    encoding: 'jsonschema',
    data: new TextEncoder().encode(JSON.stringify(messageSchema(topic))),
  }))
  return schemas
}

/** Channels that not every run has: they come last, so that others have their numbers without them. */
const RARE: readonly string[] = ['/calls', '/scores'] satisfies JsonTopic[]
const isRare = (topic: string): boolean => RARE.includes(topic)

const channelsOf = (): OpenChannel[] => {
  const json = jsonTopics.map((topic, i) => ({ topic, encoding: 'json', schema: schemasOf()[i] }))
  const ordered = [
    ...json.filter((c) => !isRare(c.topic)),
    { topic: SAVES, encoding: SAVE_ENCODING, schema: undefined },
    { topic: STATE, encoding: STATE_ENCODING, schema: undefined },
    ...json.filter((c) => isRare(c.topic)),
  ]
  return ordered.map((c, id) => ({ ...c, id, schemaId: c.schema?.id ?? 0, sequence: 0 }))
}

/** Writes a chunk of one message, and the message's index. */
function writeChunk(
  w: ByteWriter,
  channel: OpenChannel,
  tick: number,
  data: Uint8Array,
  positionOf: (at: number) => number,
): ChunkPlace {
  const time = tick * NANOSECONDS_PER_TICK
  const start = beginChunk(w, time)
  if (channel.sequence === 0) {
    if (channel.schema !== undefined) writeSchema(w, channel.schema)
    writeChannel(w, channel)
  }
  const at = w.length - start - CHUNK_HEAD
  writeMessage(w, channel.id, channel.sequence, time, data)
  channel.sequence += 1
  const size = w.length - start - CHUNK_HEAD
  const length = endChunk(w, start)
  const indexLength = writeMessageIndex(w, channel.id, time, at)
  return { channel: channel.id, time, offset: positionOf(start), length, indexLength, size }
}

/** A sink in memory. */
export interface MemorySink extends ReplaySink {
  /** Everything written so far. */
  bytes(): Uint8Array
}

export function memorySink(): MemorySink {
  const parts: Uint8Array[] = []
  let position = 0
  return {
    write(bytes) {
      parts.push(bytes.slice())
      position += bytes.length
    },
    get position() {
      return position
    },
    bytes: () => joined(parts),
  }
}
