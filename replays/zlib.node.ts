import { isCoactError } from '../engine/index.js'
import { type Deflate, type Inflate, tooMuch } from './deflate.js'

// See `file.node.ts` for why they are asked for by name.
const { promisify } = process.getBuiltinModule('node:util')
const { deflateRaw, inflateRawSync } = process.getBuiltinModule('node:zlib')

const deflateAside = promisify<Uint8Array, Uint8Array>(deflateRaw)

/** Deflates in another thread. */
export const nodeDeflate: Deflate = deflateAside

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
