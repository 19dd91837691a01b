import { crc32 } from './crc.js'
import { RECORD, RECORD_HEAD } from './mcap.js'

/** The one message of a chunk. */
export interface ChunkMessage {
  readonly channel: number
  /** In nanoseconds. */
  readonly time: bigint
  /** Part of the bytes that were given. */
  readonly data: Uint8Array
}

/** Chunk, before its compression: first and last time, size, checksum. */
const CHUNK_HEAD = RECORD_HEAD + 28
/** Message, before its data: channel, number, two times. */
const MESSAGE_HEAD = 22

/**
 * Reads a chunk record that holds one message and is not compressed, as all of ours are, without copying it.
 *
 * @param bytes the record, all of it
 * @throws Error saying what is wrong: the record, its checksum, or how many messages it holds
 */
export function chunkMessage(bytes: Uint8Array): ChunkMessage {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  if (bytes.length < CHUNK_HEAD + 4 || bytes[0] !== RECORD.chunk) throw new Error('no chunk')
  if (lengthAt(view, 1) !== bytes.length - RECORD_HEAD) throw new Error('a chunk of another length')
  const size = lengthAt(view, RECORD_HEAD + 16)
  const sum = view.getUint32(RECORD_HEAD + 24, true)
  const compression = view.getUint32(CHUNK_HEAD, true)
  if (compression !== 0) throw new Error('a compressed chunk')
  const start = CHUNK_HEAD + 12
  if (
    start > bytes.length ||
    lengthAt(view, CHUNK_HEAD + 4) !== size ||
    start + size !== bytes.length
  )
    throw new Error('a chunk whose records are not all of it')
  if (sum !== 0 && crc32(bytes, start) !== sum) throw new Error('a wrong checksum')
  let found: ChunkMessage | undefined
  for (let at = start; at < bytes.length; ) {
    const body = at + RECORD_HEAD
    const end = body > bytes.length ? Infinity : body + lengthAt(view, at + 1)
    if (end > bytes.length) throw new Error('a record past the end of its chunk')
    if (bytes[at] === RECORD.message) {
      if (found !== undefined) throw new Error('more than one message')
      if (end - body < MESSAGE_HEAD) throw new Error('a message that is too short')
      found = {
        channel: view.getUint16(body, true),
        time: view.getBigUint64(body + 6, true),
        data: bytes.subarray(body + MESSAGE_HEAD, end),
      }
    }
    at = end
  }
  if (found === undefined) throw new Error('no message')
  return found
}

const lengthAt = (view: DataView, at: number): number =>
  view.getUint32(at, true) + view.getUint32(at + 4, true) * 0x1_0000_0000
