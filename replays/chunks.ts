import { McapRecordBuilder, McapStreamReader, type McapTypes } from '@mcap/core'
import { CoactError, errorText } from '../engine/index.js'
import { tickOf } from './container.js'
import type { Directory, Place } from './directory.js'
import { corrupt } from './faults.js'
import type { ReplaySource } from './source.js'

/** Reads single records of a file, checking their checksums. */
export interface Chunks {
  /** The data of the message at a place. @throws CoactError `replay/corrupt` */
  message(topic: string, place: Place): Promise<Uint8Array>
  /** The data of an attachment. @throws CoactError `replay/corrupt` */
  attachment(name: string, place: Place): Promise<Uint8Array>
}

export function createChunks(source: ReplaySource, directory: Directory): Chunks {
  // A chunk that is read alone lacks the channels, which only the first chunk of each has.
  const builder = new McapRecordBuilder()
  for (const channel of directory.channels.values()) builder.writeChannel(channel)
  const channels = builder.buffer.slice()

  const read = async (where: string, place: Place): Promise<McapTypes.TypedMcapRecord[]> => {
    const bytes = await source.read(place.offset, place.length)
    try {
      const reader = new McapStreamReader({ noMagicPrefix: true })
      reader.append(channels)
      reader.append(bytes)
      const records: McapTypes.TypedMcapRecord[] = []
      for (let r = reader.nextRecord(); r !== undefined; r = reader.nextRecord()) records.push(r)
      return records
    } catch (e) {
      throw e instanceof CoactError ? e : corrupt(`${where}, byte ${place.offset}`, errorText(e))
    }
  }
  return {
    async message(topic, place) {
      const where = `${topic} from tick ${place.tick}`
      const messages = (await read(where, place)).filter((r) => r.type === 'Message')
      const [message] = messages
      if (message === undefined || messages.length > 1)
        throw corrupt(where, `${messages.length} messages`)
      if (
        directory.channels.get(message.channelId)?.topic !== topic ||
        tickOf(message.logTime) !== place.tick
      ) {
        throw corrupt(where, 'a message of another channel or tick')
      }
      return message.data
    },
    async attachment(name, place) {
      const found = (await read(name, place)).find((r) => r.type === 'Attachment')
      if (found?.name !== name) throw corrupt(name, 'no such attachment')
      return found.data
    },
  }
}
