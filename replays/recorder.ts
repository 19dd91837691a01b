import {
  type CallRecord,
  CoactError,
  type EndReason,
  type EpisodeState,
  type Frame,
  type Json,
  limits,
} from '../engine/index.js'
import { createCallLines } from './calls.js'
import { createFrameLines, jsonTopics, SAVES, type SeenObservation, STATE } from './channels.js'
import type { ReplaySink } from './container.js'
import type { Deflate } from './deflate.js'
import type { ReplayHeader, ReplayResult } from './header.js'
import { createObservationLines } from './observations.js'
import { packRest } from './save.js'
import { createStateRecorder } from './state-recorder.js'
import { tablesOf } from './tables.js'
import { writeText } from './varint.js'
import { createWriting, type Message } from './writing.js'

export interface RecorderOptions {
  /** Default: the sink's, else the platform's own. Files are equal byte for byte only where their deflate streams are. */
  readonly deflate?: Deflate
  /** The scenario's own file, or how to find it, as JSON. */
  readonly scenario?: unknown
  /** Where it ran, as JSON; left out by default, because it makes equal runs differ. */
  readonly environment?: unknown
}

/** What a frame does not hold. */
export interface FrameExtras {
  /** What agents looked at before they decided this tick. */
  readonly observations?: readonly SeenObservation[]
  /** What agents asked of language models for this tick, in the order of agents. */
  readonly calls?: readonly CallRecord[]
  /** Saves the episode as it stands after the frame; called now and then, before `record` returns. */
  readonly state?: () => EpisodeState
}

/** Records one run. */
export interface Recorder {
  /**
   * Takes the next frame; that of the setup comes first, or of a fork that of `standingFrame`. It returns at once; when groups wait to be written it gives a
   * promise that is better awaited, so that memory stays bounded.
   *
   * @throws CoactError `replay/frame-order`, `replay/untracked`, `replay/not-json`; `replay/no-state` for a fork's first frame without
   *   `state`; whatever the sink threw before
   */
  record(frame: Frame, extras?: FrameExtras): Promise<void> | void
  /** Waits until the groups that are full are written. @throws whatever the sink threw */
  settled(): Promise<void>
  /**
   * Writes what is left and closes the file.
   * @param wall times and the like; written last, and left out by default, so that equal runs make equal files
   * @throws CoactError `replay/no-frames`; whatever the sink threw
   */
  finish(result: RunOutcome, wall?: Wall): Promise<void>
  /** Writes what is left without closing the file: `recover: true` opens it. */
  abort(): Promise<void>
  /** Closes the file as it stands; what is no whole group is left out. For a run that is to be resumed. */
  leave(): Promise<void>
}

/** What depends on the machine. */
export type Wall = Readonly<Record<string, string | number>>

/** How a run went; the recorder knows the rest from the last frame. */
export interface RunOutcome {
  readonly end: EndReason
  readonly metrics?: Readonly<Record<string, unknown>>
  readonly details?: unknown
  /** What the run was scored while it went on, by metric. */
  readonly scores?: Readonly<Record<string, unknown>>
}

/** Groups between two saved states: at most 128 ticks are simulated to reach any tick from one. */
const SAVE_GROUPS = 2
/** Groups that may wait to be written before `record` asks for patience. */
const WAITING_MAX = 4

/**
 * Records a run into a sink.
 *
 * @example
 * const sink = memorySink()
 * const recorder = createRecorder(sink, describeEpisode(episode))
 * recorder.record(episode.first!)
 * while (episode.end === undefined) await recorder.record(episode.step(inputs()))
 * await recorder.finish({ end: episode.end })
 */
export function createRecorder(
  sink: ReplaySink,
  header: ReplayHeader,
  options: RecorderOptions = {},
): Recorder {
  const groups = createStateRecorder(header)
  const writing = createWriting(sink, header, options)
  const lines = createFrameLines(header.agents.map((a) => a.name))
  const observe = createObservationLines(lines.channels['/observations'])
  const call = createCallLines(lines.channels['/calls'])
  const first = header.parent?.tick ?? 0
  let last: Frame | undefined
  let isOver = false

  const close = (state: FrameExtras['state']): void => {
    const payload = groups.close()
    if (payload === undefined) return
    const messages: Message[] = jsonTopics.map((topic) => ({
      topic,
      tick: payload.from,
      json: lines.channels[topic].take(payload.from, last!.tick),
    }))
    const isBegin = payload.number === 0 && header.parent !== undefined
    const isDue = payload.number > 0 && payload.number % SAVE_GROUPS === 0
    if (state !== undefined && (isBegin || isDue)) {
      messages.push({ topic: SAVES, tick: last!.tick, packed: packRest(state()) })
    }
    // The state comes last: a group that has it has everything.
    writing.add([...messages, { topic: STATE, tick: payload.from, packed: payload.bytes }])
    lines.startGroup()
  }
  const stop = (): void => {
    if (isOver) throw new CoactError('replay/finished', 'This recording is over')
    isOver = true
    close(undefined)
  }
  return {
    record(frame, extras = {}) {
      writing.check()
      checkFrame(frame, last, isOver, first)
      if (last === undefined && header.parent !== undefined) {
        groups.start(tablesOf(beginning(extras)))
      }
      lines.add(frame)
      if (extras.observations !== undefined && extras.observations.length > 0) {
        observe(frame.tick, extras.observations)
      }
      if (extras.calls !== undefined && extras.calls.length > 0) call(frame.tick, extras.calls)
      groups.add(frame)
      last = frame
      const size = Math.max(groups.bytes, lines.largest())
      const isFull = groups.frames >= limits.GROUP_FRAMES_MAX || size >= limits.GROUP_BYTES_MAX
      // The setup stands alone, because every later keyframe needs it and nothing else of its group.
      if (isFull || frame.tick === first) close(extras.state)
      return writing.waiting > WAITING_MAX ? writing.done() : undefined
    },
    settled: writing.done,
    async finish(outcome, wall) {
      if (last === undefined) {
        throw new CoactError('replay/no-frames', 'A replay needs at least the frame of the setup', {
          next: 'Record `episode.first` before anything else.',
        })
      }
      stop()
      if (outcome.scores !== undefined) {
        const own = lines.channels['/scores']
        writeText(own.begin(last.tick), `"scores":${JSON.stringify(outcome.scores)}}`)
        const json = own.take(last.tick, last.tick)
        writing.add([{ topic: '/scores', tick: last.tick, json }])
      }
      await writing.end(resultOf(last, outcome), wall)
    },
    async abort() {
      stop()
      await writing.abort()
    },
    async leave() {
      isOver = true
      await writing.leave()
    },
  }
}

function checkFrame(frame: Frame, last: Frame | undefined, isOver: boolean, first: number): void {
  if (isOver) throw new CoactError('replay/finished', 'This recording is over')
  const expected = last === undefined ? first : last.tick + 1
  if (frame.tick !== expected) {
    throw new CoactError(
      'replay/frame-order',
      'Frames are recorded in order, that of the setup first',
      {
        expected: `tick ${expected}`,
        got: `tick ${frame.tick}`,
      },
    )
  }
  if (frame.chain !== '') return
  throw new CoactError('replay/untracked', 'An untracked run has no diffs to record', {
    next: 'Make the episode without `track: false`.',
  })
}

/** The state that a fork begins with: its replay holds nothing from which it could be worked out. */
function beginning({ state }: FrameExtras): EpisodeState {
  if (state !== undefined) return state()
  throw new CoactError('replay/no-state', 'The replay of a fork begins with a state', {
    next: 'Give `state` with the first frame.',
  })
}

const resultOf = ({ tick, chain, goals }: Frame, outcome: RunOutcome): ReplayResult => ({
  end: outcome.end,
  ticks: tick,
  chain,
  goals,
  metrics: (outcome.metrics ?? {}) as ReplayResult['metrics'],
  ...(outcome.details === undefined ? {} : { details: outcome.details as Json }),
})
