import { McapStreamReader } from '@mcap/core'
import { chunkMessage } from './chunk-message.js'
import { tickOf } from './container.js'
import type { Directory, Place } from './directory.js'
import { corrupt, decoding } from './faults.js'
import type { ReplaySource } from './source.js'

/** Reads single records of a file, checking their checksums. */
export interface Chunks {
  /** The data of the message at a place. @throws CoactError `replay/corrupt` */
  message(topic: string, place: Place): Promise<Uint8Array>
  /** The data of an attachment. @throws CoactError `replay/corrupt` */
  attachment(name: string, place: Place): Promise<Uint8Array>
}

export function createChunks(source: ReplaySource, directory: Directory): Chunks {
  return {
    async message(topic, place) {
      const where = `${topic} from tick ${place.tick}`
      const bytes = await source.read(place.offset, place.length)
      const { channel, time, data } = decoding(`${where}, byte ${place.offset}`, () =>
        chunkMessage(bytes),
      )
      if (directory.channels.get(channel)?.topic !== topic || tickOf(time) !== place.tick)
        throw corrupt(where, 'a message of another channel or tick')
      return data
    },
    async attachment(name, place) {
      const bytes = await source.read(place.offset, place.length)
      const found = decoding(`${name}, byte ${place.offset}`, () => {
        const reader = new McapStreamReader({ noMagicPrefix: true })
        reader.append(bytes)
        return reader.nextRecord()
      })
      if (found?.type !== 'Attachment' || found.name !== name)
        throw corrupt(name, 'no such attachment')
      return found.data
    },
  }
}
