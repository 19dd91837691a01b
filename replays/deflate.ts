import { CoactError } from '../engine/index.js'

/** Makes a raw deflate stream (RFC 1951) of bytes that it must not keep. Equal bytes must give equal streams. */
export type Deflate = (bytes: Uint8Array) => Uint8Array | Promise<Uint8Array>
/** Undoes {@link Deflate}; must throw rather than give more than `max` bytes. */
export type Inflate = (bytes: Uint8Array, max: number) => Uint8Array | Promise<Uint8Array>

/** Deflates with what browsers and Node have built in. */
export const webDeflate: Deflate = (bytes) =>
  through(new CompressionStream('deflate-raw'), bytes, Number.POSITIVE_INFINITY)

/** Inflates with what browsers and Node have built in. @throws CoactError `limit/inflated` */
export const webInflate: Inflate = (bytes, max) =>
  through(new DecompressionStream('deflate-raw'), bytes, max)

/** Does not compress: the same stream in every place, for those who compare files. */
export const storedDeflate: Deflate = (bytes) => {
  const parts: Uint8Array[] = []
  for (let at = 0; at === 0 || at < bytes.length; at += STORED_MAX) {
    const part = bytes.subarray(at, at + STORED_MAX)
    const isLast = at + STORED_MAX >= bytes.length
    const head = [
      isLast ? 1 : 0,
      part.length & 0xff,
      part.length >> 8,
      ~part.length & 0xff,
      (~part.length >> 8) & 0xff,
    ]
    parts.push(Uint8Array.from(head), part)
  }
  return joined(parts)
}
const STORED_MAX = 0xffff

async function through(
  stream: CompressionStream | DecompressionStream,
  bytes: Uint8Array,
  max: number,
): Promise<Uint8Array> {
  const writer = stream.writable.getWriter()
  // A failure shows on the reading side too; here it must only not go unhandled.
  const writing = writer
    .write(bytes.slice())
    .then(() => writer.close())
    .catch(() => undefined)
  const reader = stream.readable.getReader()
  const parts: Uint8Array[] = []
  let total = 0
  for (;;) {
    const { done, value } = await reader.read()
    if (done) break
    total += value.length
    if (total > max) {
      await reader.cancel()
      throw tooMuch(max)
    }
    parts.push(value)
  }
  await writing
  return joined(parts)
}

/** The error for a stream that would fill memory. */
export const tooMuch = (max: number): CoactError =>
  new CoactError('limit/inflated', 'A group of this replay inflates to too much', {
    expected: `at most ${max} bytes`,
    next: 'Do not trust this file.',
  })

/** All parts as one. */
export function joined(parts: readonly Uint8Array[]): Uint8Array {
  const out = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0))
  let at = 0
  for (const part of parts) {
    out.set(part, at)
    at += part.length
  }
  return out
}
