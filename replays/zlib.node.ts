import { isCoactError } from '../engine/index.js'
import { type Deflate, type Inflate, tooMuch } from './deflate.js'

// See `file.node.ts` for why they are asked for by name.
const { promisify } = process.getBuiltinModule('node:util')
const { deflateRaw, deflateRawSync, inflateRawSync } = process.getBuiltinModule('node:zlib')

const deflateAside = promisify<Uint8Array, Uint8Array>(deflateRaw)

/** Up to here going to another thread and back costs more than it saves. */
const SMALL_BYTES_MAX = 65_536

/** Deflates in another thread what takes long. */
export const nodeDeflate: Deflate = (bytes) =>
  bytes.length > SMALL_BYTES_MAX ? deflateAside(bytes) : deflateRawSync(bytes)

/**
 * Room for what is inflated next. What overruns it is put together of several pieces of that size, which makes twice the
 * garbage; groups of one file are of about one size, so the last one tells.
 */
let chunkSize = 16_384
const CHUNK_BYTES_MIN = 4096
const CHUNK_BYTES_MAX = 1 << 20

/** @throws CoactError `limit/inflated` */
export const nodeInflate: Inflate = (bytes, max) => {
  try {
    const inflated = inflateRawSync(bytes, { maxOutputLength: max, chunkSize })
    const fitting = 1 << (32 - Math.clz32(inflated.length))
    chunkSize = Math.min(Math.max(fitting, CHUNK_BYTES_MIN), CHUNK_BYTES_MAX)
    return inflated
  } catch (e) {
    throw !isCoactError(e) && (e as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE'
      ? tooMuch(max)
      : e
  }
}
