import { limits } from '../engine/index.js'
import { corrupt } from './faults.js'

/** Bytes that grow at the end. */
export interface ByteWriter {
  bytes: Uint8Array
  length: number
}

export const byteWriter = (capacity = 256): ByteWriter => ({
  bytes: new Uint8Array(capacity),
  length: 0,
})

/** What was written, as a view that the next write may change. */
export const written = (w: ByteWriter): Uint8Array => w.bytes.subarray(0, w.length)

/** Makes room for more bytes at the end. */
export function room(w: ByteWriter, more: number): void {
  if (w.length + more <= w.bytes.length) return
  const grown = new Uint8Array(Math.max(w.bytes.length * 2, w.length + more))
  grown.set(written(w))
  w.bytes = grown
}

export function writeByte(w: ByteWriter, value: number): void {
  room(w, 1)
  w.bytes[w.length++] = value
}

/** An integer from 0 to 2³² - 1: seven bits a byte, low bits first. */
export function writeVarint(w: ByteWriter, value: number): void {
  if (w.length + 5 > w.bytes.length) room(w, 5)
  const { bytes } = w
  let v = value >>> 0
  while (v > 0x7f) {
    bytes[w.length++] = (v & 0x7f) | 0x80
    v >>>= 7
  }
  bytes[w.length++] = v
}

/** Interleaves signs, so that numbers near 0 are short: 0, -1, 1, -2 … become 0, 1, 2, 3 … */
export const zigzag = (value: number): number => ((value << 1) ^ (value >> 31)) >>> 0
const unzigzag = (value: number): number => (value >>> 1) ^ -(value & 1)

/** A 32-bit integer with sign. */
export const writeSigned = (w: ByteWriter, value: number): void => writeVarint(w, zigzag(value))

export function writeBytes(w: ByteWriter, bytes: Uint8Array): void {
  room(w, bytes.length)
  w.bytes.set(bytes, w.length)
  w.length += bytes.length
}

const utf8 = new TextEncoder()

/** A text as UTF-8, without its length. */
export function writeText(w: ByteWriter, text: string): void {
  room(w, text.length * 3)
  w.length += utf8.encodeInto(text, w.bytes.subarray(w.length)).written
}

/** Bytes that are read from the front; `where` names them in errors. */
export interface ByteReader {
  readonly bytes: Uint8Array
  readonly where: string
  /** The number of the stream, where it is one of several. */
  readonly stream: number | undefined
  at: number
  /** Where its bytes end. */
  readonly end: number
}

export const byteReader = (bytes: Uint8Array, where: string, stream?: number): ByteReader => ({
  bytes,
  where,
  stream,
  at: 0,
  end: bytes.length,
})

/** A reader of the next bytes, which are passed over: it shares them, so that none of many needs a view of its own. */
export function readPart(r: ByteReader, length: number, stream?: number): ByteReader {
  const at = skipBytes(r, length)
  return { bytes: r.bytes, where: r.where, stream, at, end: r.at }
}

/** Passes over bytes; gives where they begin. */
export function skipBytes(r: ByteReader, length: number): number {
  if (length > remaining(r)) return refuse(r, `${length} bytes where ${remaining(r)} are left`)
  r.at += length
  return r.at - length
}

export const remaining = (r: ByteReader): number => r.end - r.at

/** Refuses what was read. */
export function refuse(r: ByteReader, got: string): never {
  const where = r.stream === undefined ? r.where : `${r.where}, stream ${r.stream}`
  throw corrupt(`${where}, byte ${r.at}`, got)
}

export function readByte(r: ByteReader): number {
  if (r.at >= r.end) return refuse(r, 'the bytes end too early')
  return r.bytes[r.at++]!
}

/** @throws CoactError `replay/corrupt` when it is cut, over 32 bits, or longer than it needs to be */
export function readVarint(r: ByteReader): number {
  let value = readByte(r)
  if (value < 0x80) return value
  value &= 0x7f
  for (let shift = 7; shift < 35; shift += 7) {
    const byte = readByte(r)
    if (shift === 28 && byte > 0x0f) return refuse(r, 'a number over 32 bits')
    value |= (byte & 0x7f) << shift
    if (byte < 0x80) return byte === 0 ? refuse(r, 'a number with needless zeros') : value >>> 0
  }
  return refuse(r, 'a number that does not end')
}

export const readSigned = (r: ByteReader): number => unzigzag(readVarint(r))

/** A number of things that take at least one byte each. */
export function readCount(r: ByteReader, max = Number.POSITIVE_INFINITY): number {
  const count = readVarint(r)
  if (count > remaining(r) || count > max) return refuse(r, `a count of ${count}`)
  return count
}

/** A view into the bytes. */
export function readBytes(r: ByteReader, length: number): Uint8Array {
  const at = skipBytes(r, length)
  return r.bytes.subarray(at, r.at)
}

/** Lets a number pass that can be an entity's. */
export const checkEntity = (r: ByteReader, entity: number): number =>
  entity >= 0 && entity < limits.ENTITIES_MAX ? entity : refuse(r, `entity ${entity}`)
