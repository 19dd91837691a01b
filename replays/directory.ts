import { MCAP_MAGIC, McapIndexedReader, McapStreamReader, type McapTypes } from '@mcap/core'
import { CoactError, errorText, limits } from '../engine/index.js'
import { STATE } from './channels.js'
import { tickOf } from './container.js'
import { corrupt } from './faults.js'
import { FORMAT } from './header.js'
import type { ReplaySource } from './source.js'

type Channel = McapTypes.TypedMcapRecords['Channel']

/** Where the parts of a file are. */
export interface Directory {
  readonly channels: ReadonlyMap<number, Channel>
  /** By topic: its messages, ascending by tick. */
  readonly messages: ReadonlyMap<string, readonly Place[]>
  readonly metadata: ReadonlyMap<string, ReadonlyMap<string, string>>
  readonly attachments: ReadonlyMap<string, Place>
  /** Why this is not the whole file. */
  readonly damage?: string
}

/** A record of the file. */
export interface Place {
  /** The first tick that it is about. */
  readonly tick: number
  readonly offset: bigint
  readonly length: bigint
}

/** A record that holds more than this is none of ours. */
const RECORD_BYTES_MAX = limits.GROUP_INFLATED_BYTES_MAX

/** Tells whether a file is an MCAP file, and whether its end is there. @throws CoactError `replay/not-a-replay` */
export async function isWhole(source: ReplaySource, size: bigint): Promise<boolean> {
  const length = BigInt(MCAP_MAGIC.length)
  const isMagic = (bytes: Uint8Array): boolean => MCAP_MAGIC.every((byte, i) => bytes[i] === byte)
  if (size < length || !isMagic(await source.read(0n, length)))
    throw notReplay('it does not begin like an MCAP file')
  return size >= 2n * length && isMagic(await source.read(size - length, length))
}

const notReplay = (got: string): CoactError =>
  new CoactError('replay/not-a-replay', 'This is no replay of Coact', {
    expected: `an MCAP file with the profile ${FORMAT}`,
    got,
  })

/** Reads the index at the end of a file. @throws CoactError `replay/corrupt`, `replay/not-a-replay` */
export async function readDirectory(source: ReplaySource): Promise<Directory> {
  try {
    return await readIndex(source)
  } catch (e) {
    throw e instanceof CoactError ? e : corrupt('the index at the end', errorText(e))
  }
}

async function readIndex(source: ReplaySource): Promise<Directory> {
  const reader = await McapIndexedReader.Initialize({ readable: source })
  checkProfile(reader.header)
  const messages = new Map<string, Place[]>()
  for (const chunk of reader.chunkIndexes) {
    const [id, ...others] = chunk.messageIndexOffsets.keys()
    const topic = id === undefined ? undefined : reader.channelsById.get(id)?.topic
    const tick = tickOf(chunk.messageStartTime)
    if (
      topic === undefined ||
      others.length > 0 ||
      tick === undefined ||
      chunk.chunkLength > RECORD_BYTES_MAX
    ) {
      throw corrupt('the index at the end', `the chunk at byte ${chunk.chunkStartOffset}`)
    }
    add(messages, topic, { tick, offset: chunk.chunkStartOffset, length: chunk.chunkLength })
  }
  const metadata = new Map<string, ReadonlyMap<string, string>>()
  for await (const { name, metadata: values } of reader.readMetadata()) {
    if (name !== reader.metadataIndexes[metadata.size]?.name || metadata.has(name)) {
      throw corrupt('the metadata', `a record "${name.slice(0, 40)}" that the index does not name`)
    }
    metadata.set(name, values)
  }
  const attachments = new Map<string, Place>()
  for (const { name, offset, length } of reader.attachmentIndexes)
    attachments.set(name, { tick: 0, offset, length })
  return { channels: reader.channelsById, messages, metadata, attachments }
}

function checkProfile({ profile }: { readonly profile: string }): void {
  if (profile !== FORMAT) throw notReplay(`the profile "${profile.slice(0, 40)}"`)
}

function add(messages: Map<string, Place[]>, topic: string, place: Place): void {
  const places = messages.get(topic)
  const last = places?.at(-1)
  if (last !== undefined && last.tick >= place.tick) {
    throw corrupt(`${topic}, byte ${place.offset}`, `tick ${place.tick} after tick ${last.tick}`)
  }
  if (places === undefined) messages.set(topic, [place])
  else places.push(place)
}

const PIECE = 1n << 20n

/** What a scan says of a file that is whole as far as it goes. */
export const END_IS_MISSING = 'the end is missing'

/**
 * Reads a file from the front as far as it makes sense, checking all of it. Only whole groups count: the state is the last
 * message of each.
 */
export async function scanDirectory(source: ReplaySource, size: bigint): Promise<Directory> {
  const found = {
    channels: new Map<number, Channel>(),
    messages: new Map<string, Place[]>(),
    metadata: new Map<string, ReadonlyMap<string, string>>(),
    attachments: new Map<string, Place>(),
  }
  let damage: string = END_IS_MISSING
  try {
    for await (const { record, place } of records(source, size)) {
      if (record.type === 'Header') checkProfile(record)
      else if (record.type === 'Channel') found.channels.set(record.id, record)
      else if (record.type === 'Metadata') found.metadata.set(record.name, record.metadata)
      else if (record.type === 'Attachment') found.attachments.set(record.name, place)
      else if (record.type === 'Message') {
        const tick = tickOf(record.logTime)
        if (tick === undefined) throw corrupt(`byte ${place.offset}`, `the time ${record.logTime}`)
        add(found.messages, found.channels.get(record.channelId)!.topic, { ...place, tick })
      }
    }
  } catch (e) {
    if (e instanceof CoactError && e.code === 'replay/not-a-replay') throw e
    damage = e instanceof CoactError ? `${e.detail.where}: ${e.detail.got}` : errorText(e)
  }
  const end = found.messages.get(STATE)?.at(-1)?.offset ?? 0n
  for (const [topic, places] of found.messages) {
    found.messages.set(
      topic,
      places.filter((p) => p.offset <= end),
    )
  }
  return { ...found, damage }
}

/** All records of a file in turn; those inside a chunk have the chunk's place. */
async function* records(
  source: ReplaySource,
  size: bigint,
): AsyncGenerator<{ readonly record: McapTypes.TypedMcapRecord; readonly place: Place }> {
  const reader = new McapStreamReader({ includeChunks: true })
  let fed = 0n
  let place: Place = { tick: 0, offset: 0n, length: 0n }
  while (fed < size && !reader.done()) {
    if (reader.bytesRemaining() > RECORD_BYTES_MAX)
      throw corrupt(`byte ${place.offset + place.length}`, 'an endless record')
    const length = size - fed < PIECE ? size - fed : PIECE
    reader.append(await source.read(fed, length))
    fed += length
    for (;;) {
      const before = fed - BigInt(reader.bytesRemaining())
      const record = reader.nextRecord()
      const after = fed - BigInt(reader.bytesRemaining())
      if (after > before) place = { tick: 0, offset: before, length: after - before }
      if (record === undefined) break
      yield { record, place }
    }
  }
}
