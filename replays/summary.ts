import { crc32 } from './crc.js'
import {
  beginRecord,
  type Channel,
  endRecord,
  MAGIC,
  RECORD,
  type Schema,
  writeChannel,
  writeSchema,
  writeString,
  writeU16,
  writeU32,
  writeU64,
} from './mcap.js'
import { type ByteWriter, writeByte, writeBytes } from './varint.js'

/** A chunk of one message. */
export interface ChunkPlace {
  readonly channel: number
  readonly time: number
  readonly offset: number
  readonly length: number
  readonly indexLength: number
  /** Bytes of its records. */
  readonly size: number
}

export interface NamedPlace {
  readonly name: string
  readonly offset: number
  readonly length: number
}

/** What a file holds, as its end tells it. */
export interface Contents {
  readonly schemas: readonly Schema[]
  readonly channels: readonly Channel[]
  readonly chunks: readonly ChunkPlace[]
  readonly metadata: readonly NamedPlace[]
  readonly attachments: readonly (NamedPlace & {
    readonly mediaType: string
    readonly size: number
  })[]
}

/** Writes everything that follows the data. @param begin where the writer's first byte stands @param dataCrc of all before */
export function writeSummary(
  w: ByteWriter,
  contents: Contents,
  begin: number,
  dataCrc: number,
): void {
  const end = beginRecord(w, RECORD.dataEnd)
  writeU32(w, dataCrc)
  endRecord(w, end)
  const summary = w.length
  const groups: { readonly kind: number; readonly from: number; readonly to: number }[] = []
  const group = (kind: number, write: () => void): void => {
    const from = w.length
    write()
    if (w.length > from) groups.push({ kind, from, to: w.length })
  }
  group(RECORD.schema, () => {
    for (const schema of contents.schemas) writeSchema(w, schema)
  })
  group(RECORD.channel, () => {
    for (const channel of contents.channels) writeChannel(w, channel)
  })
  group(RECORD.statistics, () => writeStatistics(w, contents))
  group(RECORD.metadataIndex, () => {
    for (const place of contents.metadata) writeMetadataIndex(w, place)
  })
  group(RECORD.attachmentIndex, () => writeAttachmentIndexes(w, contents))
  group(RECORD.chunkIndex, () => {
    for (const chunk of contents.chunks) writeChunkIndex(w, chunk)
  })
  const offsets = w.length
  for (const { kind, from, to } of groups) {
    const start = beginRecord(w, RECORD.summaryOffset)
    writeByte(w, kind)
    writeU64(w, begin + from)
    writeU64(w, to - from)
    endRecord(w, start)
  }
  const footer = beginRecord(w, RECORD.footer)
  writeU64(w, begin + summary)
  writeU64(w, begin + offsets)
  writeU32(w, 0)
  endRecord(w, footer)
  // The sum covers the footer up to itself.
  w.length -= 4
  writeU32(w, crc32(w.bytes, summary, w.length))
  writeBytes(w, MAGIC)
}

function writeStatistics(w: ByteWriter, contents: Contents): void {
  const { schemas, channels, attachments, metadata, chunks } = contents
  const counts = new Map<number, number>()
  let first = chunks[0]?.time ?? 0
  let last = first
  for (const { channel, time } of chunks) {
    counts.set(channel, (counts.get(channel) ?? 0) + 1)
    first = Math.min(first, time)
    last = Math.max(last, time)
  }
  const start = beginRecord(w, RECORD.statistics)
  writeU64(w, chunks.length)
  writeU16(w, schemas.length)
  writeU32(w, channels.length)
  writeU32(w, attachments.length)
  writeU32(w, metadata.length)
  writeU32(w, chunks.length)
  writeU64(w, first)
  writeU64(w, last)
  writeU32(w, counts.size * 10)
  for (const [channel, count] of counts) {
    writeU16(w, channel)
    writeU64(w, count)
  }
  endRecord(w, start)
}

function writeMetadataIndex(w: ByteWriter, { name, offset, length }: NamedPlace): void {
  const start = beginRecord(w, RECORD.metadataIndex)
  writeU64(w, offset)
  writeU64(w, length)
  writeString(w, name)
  endRecord(w, start)
}

function writeAttachmentIndexes(w: ByteWriter, { attachments }: Contents): void {
  for (const { name, mediaType, offset, length, size } of attachments) {
    const start = beginRecord(w, RECORD.attachmentIndex)
    writeU64(w, offset)
    writeU64(w, length)
    writeU64(w, 0)
    writeU64(w, 0)
    writeU64(w, size)
    writeString(w, name)
    writeString(w, mediaType)
    endRecord(w, start)
  }
}

function writeChunkIndex(w: ByteWriter, chunk: ChunkPlace): void {
  const start = beginRecord(w, RECORD.chunkIndex)
  writeU64(w, chunk.time)
  writeU64(w, chunk.time)
  writeU64(w, chunk.offset)
  writeU64(w, chunk.length)
  writeU32(w, 10)
  writeU16(w, chunk.channel)
  writeU64(w, chunk.offset + chunk.length)
  writeU64(w, chunk.indexLength)
  writeU32(w, 0)
  writeU64(w, chunk.size)
  writeU64(w, chunk.size)
  endRecord(w, start)
}
