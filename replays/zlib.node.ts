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

/** @throws CoactError `limit/inflated` */
export const nodeInflate: Inflate = (bytes, max) => {
  try {
    return inflateRawSync(bytes, { maxOutputLength: max })
  } catch (e) {
    throw !isCoactError(e) && (e as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE'
      ? tooMuch(max)
      : e
  }
}
