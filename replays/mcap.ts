import { crc32 } from './crc.js'
import { type ByteWriter, room, writeBytes, writeText } from './varint.js'

/** Kinds of records, as the specification numbers them: https://mcap.dev/spec#records */
export const RECORD = {
  header: 0x01,
  footer: 0x02,
  schema: 0x03,
  channel: 0x04,
  message: 0x05,
  chunk: 0x06,
  messageIndex: 0x07,
  chunkIndex: 0x08,
  attachment: 0x09,
  attachmentIndex: 0x0a,
  statistics: 0x0b,
  metadata: 0x0c,
  metadataIndex: 0x0d,
  summaryOffset: 0x0e,
  dataEnd: 0x0f,
} as const

/** Begins and ends every file. */
export const MAGIC = Uint8Array.of(0x89, 0x4d, 0x43, 0x41, 0x50, 0x30, 0x0d, 0x0a)

/** Bytes before what a record holds: its kind and its length. */
export const RECORD_HEAD = 9

export interface Schema {
  readonly id: number
  readonly name: string
  readonly encoding: string
  readonly data: Uint8Array
}

export interface Channel {
  readonly id: number
  /** 0 for none. */
  readonly schemaId: number
  readonly topic: string
  readonly encoding: string
}

export function writeU16(w: ByteWriter, value: number): void {
  room(w, 2)
  w.bytes[w.length++] = value
  w.bytes[w.length++] = value >>> 8
}

export function writeU32(w: ByteWriter, value: number): void {
  room(w, 4)
  setU32(w, w.length, value)
  w.length += 4
}

/** A whole number from 0 to 2⁵³ - 1. */
export function writeU64(w: ByteWriter, value: number): void {
  writeU32(w, value)
  writeU32(w, Math.floor(value / 0x1_0000_0000))
}

/** A text with its length in bytes. */
export function writeString(w: ByteWriter, text: string): void {
  const start = w.length
  writeU32(w, 0)
  writeText(w, text)
  setU32(w, start, w.length - start - 4)
}

/** Overwrites a number that was left open. */
export function setU32({ bytes }: ByteWriter, at: number, value: number): void {
  bytes[at] = value
  bytes[at + 1] = value >>> 8
  bytes[at + 2] = value >>> 16
  bytes[at + 3] = value >>> 24
}

/** Begins a record. @returns where it stands, for {@link endRecord} */
export function beginRecord(w: ByteWriter, kind: number): number {
  const start = w.length
  room(w, RECORD_HEAD)
  w.bytes[w.length++] = kind
  writeU64(w, 0)
  return start
}

/** Ends a record of less than 4 GiB. @returns how long it is in all */
export function endRecord(w: ByteWriter, start: number): number {
  const length = w.length - start
  setU32(w, start + 1, length - RECORD_HEAD)
  return length
}

export function writeSchema(w: ByteWriter, { id, name, encoding, data }: Schema): void {
  const start = beginRecord(w, RECORD.schema)
  writeU16(w, id)
  writeString(w, name)
  writeString(w, encoding)
  writeU32(w, data.length)
  writeBytes(w, data)
  endRecord(w, start)
}

export function writeChannel(w: ByteWriter, { id, schemaId, topic, encoding }: Channel): void {
  const start = beginRecord(w, RECORD.channel)
  writeU16(w, id)
  writeU16(w, schemaId)
  writeString(w, topic)
  writeString(w, encoding)
  writeU32(w, 0)
  endRecord(w, start)
}

/** @returns how long it is */
export function writeMetadata(
  w: ByteWriter,
  name: string,
  values: ReadonlyMap<string, string>,
): number {
  const start = beginRecord(w, RECORD.metadata)
  writeString(w, name)
  const open = w.length
  writeU32(w, 0)
  for (const [key, value] of values) {
    writeString(w, key)
    writeString(w, value)
  }
  setU32(w, open, w.length - open - 4)
  return endRecord(w, start)
}

/** An attachment of JSON, at time 0. @returns how long it is */
export function writeAttachment(
  w: ByteWriter,
  name: string,
  mediaType: string,
  data: Uint8Array,
): number {
  const start = beginRecord(w, RECORD.attachment)
  writeU64(w, 0)
  writeU64(w, 0)
  writeString(w, name)
  writeString(w, mediaType)
  writeU64(w, data.length)
  writeBytes(w, data)
  writeU32(w, crc32(w.bytes, start + RECORD_HEAD, w.length))
  return endRecord(w, start)
}

/** The head of an uncompressed chunk up to its records, whose number of bytes and sum are set when they are known. */
export function beginChunk(w: ByteWriter, time: number): number {
  const start = beginRecord(w, RECORD.chunk)
  writeU64(w, time)
  writeU64(w, time)
  writeU64(w, 0)
  writeU32(w, 0)
  writeU32(w, 0)
  writeU64(w, 0)
  return start
}

/** Ends a chunk. @returns how long it is */
export function endChunk(w: ByteWriter, start: number): number {
  const records = start + CHUNK_HEAD
  const size = w.length - records
  setU32(w, start + RECORD_HEAD + 16, size)
  setU32(w, start + RECORD_HEAD + 24, crc32(w.bytes, records, w.length))
  setU32(w, start + RECORD_HEAD + 32, size)
  return endRecord(w, start)
}

/** Bytes of a chunk before its records. */
export const CHUNK_HEAD = RECORD_HEAD + 40

export function writeMessage(
  w: ByteWriter,
  channel: number,
  sequence: number,
  time: number,
  data: Uint8Array,
): void {
  const start = beginRecord(w, RECORD.message)
  writeU16(w, channel)
  writeU32(w, sequence)
  writeU64(w, time)
  writeU64(w, time)
  writeBytes(w, data)
  endRecord(w, start)
}

/** The index of a chunk's only message. @param at where it stands among the chunk's records @returns how long it is */
export function writeMessageIndex(
  w: ByteWriter,
  channel: number,
  time: number,
  at: number,
): number {
  const start = beginRecord(w, RECORD.messageIndex)
  writeU16(w, channel)
  writeU32(w, 16)
  writeU64(w, time)
  writeU64(w, at)
  return endRecord(w, start)
}
