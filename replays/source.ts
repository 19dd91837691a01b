import type { Inflate } from './deflate.js'
import { corrupt } from './faults.js'

/** Where a replay's bytes come from: a file, a Blob, memory, a server that answers ranges. */
export interface ReplaySource {
  size(): Promise<bigint>
  /** Reads exactly `length` bytes. */
  read(offset: bigint, length: bigint): Promise<Uint8Array>
  close?(): Promise<void>
  /** What this place inflates with, when not with the platform's own. */
  readonly inflate?: Inflate
}

export const bytesSource = (bytes: Uint8Array): ReplaySource => ({
  size: async () => BigInt(bytes.length),
  read: async (offset, length) => bytes.subarray(Number(offset), Number(offset + length)),
})

export const blobSource = (blob: Blob): ReplaySource => ({
  size: async () => BigInt(blob.size),
  read: async (offset, length) =>
    new Uint8Array(await blob.slice(Number(offset), Number(offset + length)).arrayBuffer()),
})

/** The same source, refusing to read what is not there: a damaged file may ask for anything. */
export function boundedSource(source: ReplaySource, size: bigint): ReplaySource {
  return {
    size: async () => size,
    async read(offset, length) {
      if (offset < 0n || length < 0n || offset + length > size) {
        throw corrupt(`byte ${offset}`, `${length} bytes are named, of ${size} in the file`)
      }
      const bytes = await source.read(offset, length)
      if (BigInt(bytes.length) !== length)
        throw corrupt(`byte ${offset}`, `${bytes.length} of ${length} bytes`)
      return bytes
    },
    ...(source.close === undefined ? {} : { close: () => source.close!() }),
  }
}
