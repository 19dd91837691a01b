import { CoactError, type EndReason } from '../engine/index.js'
import { jsonTopics, SAVES, STATE } from './channels.js'
import { createChunks } from './chunks.js'
import {
  ATTACHMENT,
  type Container,
  createContainer,
  METADATA,
  type ReplaySink,
} from './container.js'
import { type Directory, END_IS_MISSING, isWhole, scanDirectory } from './directory.js'
import type { ReplayResult } from './header.js'
import { toMetadata } from './metadata.js'
import { openReplay } from './reader.js'
import { anything, readJson } from './shape.js'
import { boundedSource, type ReplaySource } from './source.js'

/** What could be kept of a replay without its end. */
export interface Recovered {
  /** First and last tick that are kept. */
  readonly first: number
  readonly ticks: number
  /** The chain hash of the last of them. */
  readonly chain: string
  /** How the run had ended by then; `aborted` where it was still going on. */
  readonly end: EndReason
  /** Why there is no more; empty when this is all. */
  readonly damage: string
  /** Bytes that are no whole group, and are left out. */
  readonly bytesLeft: number
}

/**
 * Makes a whole replay of the whole groups at the front of a file that was cut or damaged: byte for byte what was flushed,
 * with an end and an index. Metrics are not known then.
 *
 * @param given.isUnnamed a file that only lacks its name is taken too: a run that was stopped just before it was done
 * @throws CoactError `recover/whole` when nothing is missing; `recover/nothing` when no group is whole; `replay/not-a-replay`;
 *   whatever the sink throws
 * @example
 * const { ticks, damage } = await recoverReplay(bytesSource(cut), sink)
 */
export async function recoverReplay(
  source: ReplaySource,
  sink: ReplaySink,
  { isUnnamed = false }: { readonly isUnnamed?: boolean } = {},
): Promise<Recovered> {
  const size = await source.size()
  const bounded = boundedSource(source, size)
  const hasEnd = await isWhole(bounded, size)
  const directory = await scanDirectory(bounded, size)
  const { metadata, messages } = directory
  const outcome = metadata.get(METADATA.result)
  const isAll = hasEnd && outcome !== undefined && directory.damage === END_IS_MISSING
  if (isAll && !isUnnamed) throw nothingMissing()
  const damage = isAll ? '' : (directory.damage ?? '')
  const final = messages.get(STATE)?.at(-1)
  if (final === undefined) throw nothingThere(size, damage)
  const whole = final.offset + final.length
  const { info, frame } = await openReplay(
    { ...source, size: async () => whole, close: async () => {} },
    { recover: true },
  )
  const { tick, chain, goals, end = 'aborted' } = await frame(info.ticks)
  const container = createContainer(sink)
  await copyWhole(bounded, directory, container)
  const details = { recovered: { ticks: tick, damage } }
  const result: ReplayResult = { end, ticks: tick, chain, goals, metrics: {}, details }
  container.metadata(METADATA.result, outcome ?? toMetadata(result))
  await container.end()
  await sink.close?.(true)
  const bytesLeft = isAll ? 0 : Number(size - whole)
  return { first: info.first, ticks: tick, chain, end, damage, bytesLeft }
}

/** Copies head and groups as they are. */
async function copyWhole(
  source: ReplaySource,
  directory: Directory,
  container: Container,
): Promise<void> {
  const { metadata, messages, attachments } = directory
  const chunks = createChunks(source, directory)
  container.start()
  container.metadata(METADATA.header, metadata.get(METADATA.header)!)
  for (const name of Object.values(ATTACHMENT)) {
    const place = attachments.get(name)
    if (place === undefined) continue
    container.attachment(name, readJson(await chunks.attachment(name, place), name, anything))
  }
  await container.flush()
  const all = [...jsonTopics, SAVES, STATE].flatMap((topic) =>
    (messages.get(topic) ?? []).map((place) => ({ topic, place })),
  )
  for (const { topic, place } of all.sort((a, b) => (a.place.offset < b.place.offset ? -1 : 1))) {
    container.message(topic, place.tick, await chunks.message(topic, place))
    // The state is the last of its group.
    if (topic === STATE) await container.flush()
  }
}

const nothingMissing = (): CoactError =>
  new CoactError('recover/whole', 'Nothing is missing in this replay', {
    next: 'Use it as it is; coact verify simulates it again.',
  })

const nothingThere = (size: bigint, damage: string): CoactError =>
  new CoactError('recover/nothing', 'Not even the first group of this replay is whole', {
    got: `${size} bytes; ${damage}`,
    next: 'If its journal is there, go on with the run: coact resume FILE.',
  })
