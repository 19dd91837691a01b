import { CoactError, type EpisodeState, type Frame, type Json } from '../engine/index.js'
import { SAVES, type SeenObservation, STATE } from './channels.js'
import { type Chunks, createChunks } from './chunks.js'
import { ATTACHMENT, METADATA } from './container.js'
import { type Inflate, webInflate } from './deflate.js'
import { type Directory, isWhole, readDirectory, scanDirectory } from './directory.js'
import { corrupt } from './faults.js'
import { createFrameReader } from './frame-reader.js'
import { type ReplayHeader, type ReplayResult, readHeader, resultShape } from './header.js'
import { checked, fromMetadata } from './metadata.js'
import { anything, readJson } from './shape.js'
import { boundedSource, gatheredSource, type ReplaySource } from './source.js'
import { createStateReader, inflated } from './state-reader.js'
import { type EntityView, type StateView, viewState } from './view.js'
import { createWalks, type Walks } from './walk.js'
import { findWhy, type Why } from './why.js'

export interface OpenOptions {
  /** Default: the source's, else the platform's own. */
  readonly inflate?: Inflate
  /** Opens what is readable of a file that was cut or damaged. */
  readonly recover?: boolean
}

/** What a replay says of its run. */
export interface ReplayInfo {
  readonly header: ReplayHeader
  /** Absent when the end of the file is. */
  readonly result?: ReplayResult
  /** What depended on the machine, if it was kept. */
  readonly wall?: Readonly<Record<string, string>>
  /** The first tick: 0, the setup; of a fork the tick that it begins from, whose frame is that of `standingFrame`. */
  readonly first: number
  /** The last tick. */
  readonly ticks: number
  /** What the state takes in the file. */
  readonly stateBytes: number
  /** Why this is not the whole run. */
  readonly damage?: string
}

/** One tick of a replay. */
export interface Moment {
  readonly tick: number
  frame(): Promise<Frame>
  state(): Promise<StateView>
  /** @throws CoactError `entity/unknown` */
  entity(nameOrId: number | string): Promise<EntityView>
  observations(): Promise<readonly SeenObservation[]>
  why(entity: number | string, what: string): Promise<Why | undefined>
}

/** What a replay tells of one of its ticks. */
export const momentOf = (
  replay: Pick<Replay, 'frame' | 'state' | 'observations' | 'why'>,
  tick: number,
): Moment => ({
  tick,
  frame: () => replay.frame(tick),
  state: () => replay.state(tick),
  entity: async (nameOrId) => (await replay.state(tick)).entity(nameOrId),
  observations: () => replay.observations(tick),
  why: (entity, what) => replay.why(entity, what, tick),
})

/** A replay that is open; what it gives is plain data. Reading any tick reads its own group and one base at most. */
export interface Replay extends Walks {
  readonly info: ReplayInfo
  /** Everything that happened in a tick. @throws CoactError `replay/no-tick`, `replay/corrupt` */
  frame(tick: number): Promise<Frame>
  /** The frames of a span, both ends included, and backwards from a later to an earlier tick; all of them by default. */
  frames(from?: number, to?: number): AsyncGenerator<Frame, void, void>
  /** The state after a tick. */
  state(tick: number): Promise<StateView>
  /** A tick, to ask for more than one thing of it. @example (await replay.at(100).entity('ada')).components */
  at(tick: number): Moment
  /** What agents looked at before they decided a tick. */
  observations(tick: number): Promise<readonly SeenObservation[]>
  /**
   * What last set a part of an entity, at or before a tick: the tick, its cause, and the action if one did it.
   *
   * @param what `Body.x`; `Body` for any of its fields; `attributes.is_open`; `carry.parent`; `knows.7` for a member
   * @returns undefined when nothing ever did
   * @throws CoactError `entity/unknown`, `column/unknown`
   */
  why(entity: number | string, what: string, tick: number): Promise<Why | undefined>
  /** The last saved state at or before a tick, to go on from; undefined when none is so early. */
  saved(tick: number): Promise<EpisodeState | undefined>
  /** The scenario's file, or how to find it. */
  scenario(): Promise<Json | undefined>
  environment(): Promise<Json | undefined>
  close(): Promise<void>
}

/**
 * Opens a replay for reading at any tick.
 *
 * @throws CoactError `replay/not-a-replay`; `replay/truncated` for a file without an end, `replay/corrupt` for a damaged one:
 *   both say what `recover: true` would give
 * @example
 * const replay = await openReplay(bytesSource(bytes))
 * for await (const frame of replay.frames()) console.log(frame.tick, frame.actions.length)
 * console.log((await replay.state(100)).entity('ada').components)
 */
export async function openReplay(source: ReplaySource, options: OpenOptions = {}): Promise<Replay> {
  const size = await source.size()
  const bounded = boundedSource(gatheredSource(source), size)
  const inflate = options.inflate ?? source.inflate ?? webInflate
  const isDamaged = !(await isWhole(bounded, size))
  if (!isDamaged) {
    try {
      return await openDirectory(bounded, await readDirectory(bounded), inflate)
    } catch (e) {
      if (options.recover !== true || !isDamage(e)) throw e
    }
  }
  const directory = await scanDirectory(bounded, size)
  if (options.recover === true) return openDirectory(bounded, directory, inflate)
  throw await truncated(bounded, directory, inflate)
}

const isDamage = (e: unknown): boolean => e instanceof CoactError && e.code === 'replay/corrupt'

/** The error for a file without an end; it says what could be read all the same. */
async function truncated(
  source: ReplaySource,
  directory: Directory,
  inflate: Inflate,
): Promise<CoactError> {
  const ticks = await openDirectory(source, directory, inflate).then(
    (replay) => replay.info.ticks,
    () => undefined,
  )
  return new CoactError('replay/truncated', 'The end of this replay is missing', {
    got: ticks === undefined ? 'no whole group' : `the ticks 0 to ${ticks}`,
    next:
      ticks === undefined
        ? 'Nothing can be recovered.'
        : 'Open it with `recover: true` to read those.',
    data: { ticks },
  })
}

async function openDirectory(
  source: ReplaySource,
  directory: Directory,
  inflate: Inflate,
): Promise<Replay> {
  const { metadata, messages } = directory
  const header = readHeader(metadata.get(METADATA.header))
  const chunks = createChunks(source, directory)
  const places = messages.get(STATE) ?? []
  const first = header.parent?.tick ?? 0
  if (places[0]?.tick !== first) throw corrupt(STATE, `no group from tick ${first}`)
  const groups = createStateReader(chunks, places, header, inflate)
  const outcome = metadata.get(METADATA.result)
  if (outcome === undefined && directory.damage === undefined)
    throw corrupt('the metadata "result"', 'it is missing')
  const result =
    outcome === undefined ? undefined : fromMetadata(outcome, 'the metadata "result"', resultShape)
  const wall = metadata.get(METADATA.wall)
  const ticks = result?.ticks ?? (await groups.group(places.at(-1)!.tick)).to
  const frames = createFrameReader(chunks, directory, groups, header, ticks)
  const info: ReplayInfo = {
    header,
    ...(result === undefined ? {} : { result }),
    ...(wall === undefined
      ? {}
      : { wall: Object.fromEntries(checked(wall, 'the metadata "wall"')) }),
    first,
    ticks,
    stateBytes: places.reduce((sum, { length }) => sum + Number(length), 0),
    ...(directory.damage === undefined ? {} : { damage: directory.damage }),
  }
  const state = async (tick: number): Promise<StateView> =>
    viewState(tick, (await frames.group(tick)).tables(tick), header)
  const why: Replay['why'] = (entity, what, tick) =>
    findWhy(groups, frames, header, state, { entity, what, tick })
  return {
    info,
    state,
    why,
    frame: frames.frame,
    observations: frames.observations,
    frames: (from = first, to = ticks) => frames.frames(from, to),
    ...createWalks(chunks, directory, header.agents, [first, ticks]),
    at: (tick) => momentOf({ ...frames, state, why }, tick),
    async saved(tick) {
      const place = (messages.get(SAVES) ?? []).findLast((p) => p.tick <= Math.min(tick, ticks))
      if (place === undefined) return undefined
      const where = `${SAVES} at tick ${place.tick}`
      const bytes = await inflated(inflate, await chunks.message(SAVES, place), where)
      // Few need it, and its library is large.
      const { unpackRest } = await import('./save.js')
      const state = unpackRest(bytes, (await frames.group(place.tick)).tables(place.tick), where)
      if (state.tick !== place.tick) throw corrupt(where, `a state of tick ${state.tick}`)
      return state
    },
    scenario: () => attachment(chunks, directory, ATTACHMENT.scenario),
    environment: () => attachment(chunks, directory, ATTACHMENT.environment),
    close: async () => source.close?.(),
  }
}

async function attachment(
  chunks: Chunks,
  directory: Directory,
  name: string,
): Promise<Json | undefined> {
  const place = directory.attachments.get(name)
  if (place === undefined) return undefined
  return readJson(await chunks.attachment(name, place), name, anything)
}
