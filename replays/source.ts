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

/** What lies no further apart is read at once. */
const GAP_BYTES = 16_384n

interface Wanted {
  readonly offset: bigint
  readonly length: bigint
  take(bytes: Promise<Uint8Array>): void
}

/** The same source, reading neighbours that are wanted at the same moment at once, as all channels of a group are. */
export function gatheredSource(source: ReplaySource): ReplaySource {
  let waiting: Wanted[] = []
  const readWaiting = async (): Promise<void> => {
    await Promise.resolve()
    const wanted = waiting.sort((a, b) => (a.offset < b.offset ? -1 : 1))
    waiting = []
    for (let i = 0; i < wanted.length; ) {
      const { offset } = wanted[i]!
      let end = offset
      let j = i
      for (; j < wanted.length && wanted[j]!.offset <= end + GAP_BYTES; j++) {
        const last = wanted[j]!.offset + wanted[j]!.length
        if (last > end) end = last
      }
      const all = source.read(offset, end - offset)
      for (; i < j; i++) {
        const { take, length } = wanted[i]!
        const from = Number(wanted[i]!.offset - offset)
        take(all.then((bytes) => bytes.subarray(from, from + Number(length))))
      }
    }
  }
  return {
    ...source,
    read: (offset, length) =>
      new Promise((take) => {
        waiting.push({ offset, length, take })
        if (waiting.length === 1) void readWaiting()
      }),
  }
}
