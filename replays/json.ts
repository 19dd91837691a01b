import { limits } from '../engine/index.js'
import { BACKSLASH, CLOSE, CLOSE_LIST, COLON, COMMA, OPEN, OPEN_LIST, QUOTE } from './ascii.js'
import { type ByteWriter, room, writeText } from './varint.js'

/** Levels of nesting that are gone through here; what lies deeper, or in a cycle, is the platform's. */
const DEPTH_MAX = 64
/** A line has some levels of its own around a value. */
const READABLE_DEPTH = limits.JSON_DEPTH_MAX - 16

/**
 * Writes a value as JSON in UTF-8, byte for byte as `JSON.stringify` would, and several times as fast for the small plain
 * objects that frames are made of.
 *
 * @throws what `JSON.stringify` throws; a RangeError for what is nested more deeply than readers read
 * @example
 * writeJson(w, { tick: 3, note: undefined }) // {"tick":3}
 */
export function writeJson(w: ByteWriter, value: unknown): void {
  const start = w.length
  if (writeValue(w, value, 0)) return
  w.length = start
  const text = JSON.stringify(value) ?? 'null'
  if (depthOf(text) > READABLE_DEPTH)
    throw new RangeError(`nested more than ${READABLE_DEPTH} levels deep`)
  writeText(w, text)
}

/** Levels of nesting in a text of JSON. */
function depthOf(text: string): number {
  let [depth, deepest] = [0, 0]
  for (const [token] of text.matchAll(/"(?:[^"\\]|\\.)*"|[[{]|[\]}]/g)) {
    if (token === '[' || token === '{') deepest = Math.max(deepest, ++depth)
    else if (token === ']' || token === '}') depth -= 1
  }
  return deepest
}

/** Writes ASCII that needs no escapes. */
export function writeAscii(w: ByteWriter, text: string): void {
  const { length } = text
  if (w.length + length > w.bytes.length) room(w, length)
  const { bytes } = w
  let at = w.length
  for (let i = 0; i < length; i++) bytes[at++] = text.charCodeAt(i)
  w.length = at
}

/** A whole number from 0. */
export function writeDigits(w: ByteWriter, value: number): void {
  if (w.length + 10 > w.bytes.length) room(w, 10)
  let size = 1
  for (let rest = value; rest >= 10; rest = (rest / 10) | 0) size += 1
  w.length += size
  let at = w.length
  let rest = value
  for (; size > 0; size--) {
    const next = (rest / 10) | 0
    w.bytes[--at] = 48 + rest - next * 10
    rest = next
  }
}

/** @returns false when the value is not plain data */
function writeValue(w: ByteWriter, value: unknown, depth: number): boolean {
  if (typeof value === 'string') {
    writeString(w, value)
    return true
  }
  if (typeof value === 'number') {
    if (value >= 0 && value < 0x40000000 && value === (value | 0)) writeDigits(w, value)
    else writeAscii(w, Number.isFinite(value) ? String(value) : 'null')
    return true
  }
  if (value === null) writeAscii(w, 'null')
  else if (value === true) writeAscii(w, 'true')
  else if (value === false) writeAscii(w, 'false')
  else if (typeof value !== 'object' || depth === DEPTH_MAX) return false
  else return Array.isArray(value) ? writeList(w, value, depth) : writeObject(w, value, depth)
  return true
}

function writeList(w: ByteWriter, list: readonly unknown[], depth: number): boolean {
  if (list.length === 0) {
    writeAscii(w, '[]')
    return true
  }
  for (let i = 0; i < list.length; i++) {
    put(w, i === 0 ? OPEN_LIST : COMMA)
    const part = list[i]
    if (part === undefined) writeAscii(w, 'null')
    else if (!writeValue(w, part, depth + 1)) return false
  }
  put(w, CLOSE_LIST)
  return true
}

function writeObject(w: ByteWriter, value: object, depth: number): boolean {
  const prototype = Object.getPrototypeOf(value)
  if (prototype !== Object.prototype && prototype !== null) return false
  let isFirst = true
  for (const key in value) {
    if (prototype !== null && !Object.hasOwn(value, key)) continue
    const part = (value as Readonly<Record<string, unknown>>)[key]
    if (part === undefined) continue
    put(w, isFirst ? OPEN : COMMA)
    isFirst = false
    writeString(w, key)
    put(w, COLON)
    // A function may be a `toJSON`.
    if (!writeValue(w, part, depth + 1)) return false
  }
  if (isFirst) put(w, OPEN)
  put(w, CLOSE)
  return true
}

function put(w: ByteWriter, byte: number): void {
  if (w.length === w.bytes.length) room(w, 1)
  w.bytes[w.length++] = byte
}

/** Past this the platform's own loops are faster. */
const SHORT_MAX = 1024

function writeString(w: ByteWriter, text: string): void {
  const { length } = text
  if (length > SHORT_MAX) {
    writeText(w, JSON.stringify(text))
    return
  }
  const most = 2 * length + 2
  if (w.length + most > w.bytes.length) room(w, most)
  const { bytes } = w
  let at = w.length
  bytes[at++] = QUOTE
  for (let i = 0; i < length; i++) {
    const unit = text.charCodeAt(i)
    if (unit < 32 || unit > 126) {
      writeText(w, JSON.stringify(text))
      return
    }
    if (unit === QUOTE || unit === BACKSLASH) bytes[at++] = BACKSLASH
    bytes[at++] = unit
  }
  bytes[at++] = QUOTE
  w.length = at
}
