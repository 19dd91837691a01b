import { CoactError, type EpisodeState, type Frame, type Json } from '../engine/index.js'
import { type JsonTopic, lineShapes, SAVES, type SeenObservation, STATE } from './channels.js'
import { createChunks } from './chunks.js'
import { ATTACHMENT, METADATA } from './container.js'
import { createStateGroups, inflated, type StateGroup } from './cursor.js'
import { type Inflate, webInflate } from './deflate.js'
import { type Directory, isWhole, readDirectory, scanDirectory } from './directory.js'
import { corrupt } from './faults.js'
import {
  FORMAT,
  fromMetadata,
  headerShape,
  type ReplayHeader,
  type ReplayResult,
  resultShape,
} from './header.js'
import { findLines } from './lines.js'
import { remember } from './remember.js'
import { unpackRest } from './save.js'
import { anything, readJson, type Shape } from './shape.js'
import { boundedSource, type ReplaySource } from './source.js'
import { type StateView, viewState } from './view.js'

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
  /** The last tick; frame 0 is the setup. */
  readonly ticks: number
  /** Why this is not the whole run. */
  readonly damage?: string
}

/** A replay that is open; what it gives is plain data. Reading any tick reads its own group and one base at most. */
export interface Replay {
  readonly info: ReplayInfo
  /** Everything that happened in a tick. @throws CoactError `replay/no-tick`, `replay/corrupt` */
  frame(tick: number): Promise<Frame>
  /** The frames of a span, both ends included; all of them by default. */
  frames(from?: number, to?: number): AsyncGenerator<Frame, void, void>
  /** The state after a tick. */
  state(tick: number): Promise<StateView>
  /** What agents looked at before they decided a tick. */
  observations(tick: number): Promise<readonly SeenObservation[]>
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
 * const replay = await openReplay(memorySource(bytes))
 * for await (const frame of replay.frames()) console.log(frame.tick, frame.actions.length)
 * console.log((await replay.state(100)).entity('ada').components)
 */
export async function openReplay(source: ReplaySource & { readonly inflate?: Inflate }, options: OpenOptions = {}): Promise<Replay> {
  const size = await source.size()
  const bounded = boundedSource(source, size)
  const inflate = options.inflate ?? source.inflate ?? webInflate
  const whole = await isWhole(bounded, size)
  if (whole) {
    try {
      return await openDirectory(bounded, await readDirectory(bounded), inflate)
    } catch (e) {
      if (options.recover !== true || (e as CoactError).code === 'replay/not-a-replay') throw e
    }
  }
  const directory = await scanDirectory(bounded, size)
  if (options.recover === true) return openDirectory(bounded, directory, inflate)
  throw await truncated(bounded, directory, inflate)
}
