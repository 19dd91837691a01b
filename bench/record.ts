import type { CallRecord, Episode, EpisodeState, Frame, Json, SeenKind } from '../engine/index.js'
import type { describeEpisode, FrameExtras, JournalWriter, Recorder } from '../replays/index.js'
import type { Inputs } from './barrier.js'
import type { RunResult, RunSummary } from './result.js'
import type { RunOptions, RunWatcher } from './run.js'

/** What is recorded, and what its head says besides. */
export type RecordingOptions = Pick<
  RunOptions,
  'out' | 'source' | 'tapes' | 'journal' | 'command' | 'watch'
> &
  Pick<NonNullable<Parameters<typeof describeEpisode>[1]>, 'parent' | 'policies'> & {
    /** For the journal: a resumed run waits as long for decisions. */
    readonly timeoutMs?: number
    /** Of a run that is resumed: its journal. */
    readonly resumed?: JournalWriter
  }

/** A replay being written. */
export interface Recording {
  /** Notes what an agent looks at before the coming frame. */
  see(agent: number, kind: SeenKind, value: unknown): void
  /**
   * Writes down what is about to enter a tick, where there is a journal. @param chain the hash of the tick before
   * @throws CoactError `journal/write`
   */
  ahead(tick: number, chain: string, inputs: Inputs): void
  /** Writes down a call of a model when it is over, where there is a journal. @throws CoactError `journal/write` */
  call(record: CallRecord): void
  /** A promise when it is better to wait. @param calls what models were asked for the frame */
  record(frame: Frame, calls?: readonly CallRecord[]): Promise<void> | undefined
  /** Waits until the groups that are full are written. */
  settled(): Promise<void>
  /** Ends the file; where writing failed before, it leaves everything as it is. */
  finish(summary: RunSummary & Pick<RunResult, 'scores'>): Promise<void>
  /** Leaves everything as it is, so that the run can be resumed. */
  leave(): Promise<void>
}

interface Seen {
  readonly agent: number
  readonly kind: SeenKind
  readonly value: unknown
  readonly json: string
}

/** Opens the file of a run, if it wants one. Files are Node's, so they come with the first run that needs them. */
export async function openRecording(
  episode: Episode,
  {
    out,
    source,
    journal: mode = 'off',
    command,
    timeoutMs = 0,
    resumed,
    watch,
    ...described
  }: RecordingOptions,
): Promise<Recording | undefined> {
  if (out === undefined && watch === undefined) return undefined
  const replays = await import('../replays/index.node.js')
  const header = replays.describeEpisode(episode, described)
  const watcher = await watch?.(header, source as Json | undefined)
  if (out === undefined)
    return recordingOn(watched(NO_FILE, watcher), undefined, () => episode.save())
  const told = {
    replay: header,
    timeoutMs,
    mode,
    ...json('source', source),
    ...json('command', command),
  }
  const journal = resumed ?? (mode === 'off' ? undefined : replays.createJournal(out, told))
  const options = { resume: resumed !== undefined, ...(journal === undefined ? {} : { journal }) }
  const file = await replays.createReplayFile(out, options).catch((e) => {
    journal?.close()
    throw e
  })
  const recorder = replays.createRecorder(
    file,
    header,
    source === undefined ? {} : { scenario: source },
  )
  return recordingOn(watched(recorder, watcher), journal, () => episode.save())
}

/** What is recorded where nothing is kept. */
const NO_FILE: Recorder = {
  record: () => undefined,
  settled: async () => undefined,
  finish: async () => undefined,
  abort: async () => undefined,
  leave: async () => undefined,
}

/** The same recorder, with somebody who is given everything first. */
const watched = (recorder: Recorder, watcher: RunWatcher | undefined): Recorder =>
  watcher === undefined
    ? recorder
    : {
        ...recorder,
        record(frame, extras) {
          watcher.record(frame, extras)
          return recorder.record(frame, extras)
        },
        finish(outcome, wall) {
          watcher.finish(outcome)
          return recorder.finish(outcome, wall)
        },
      }

const json = (key: string, value: unknown): object =>
  value === undefined ? {} : { [key]: value as Json }

function recordingOn(
  recorder: Recorder,
  journal: JournalWriter | undefined,
  state: () => EpisodeState,
): Recording {
  const plain = { state }
  let seen: Seen[] = []
  let isBroken = false
  const broken = (e: unknown): never => {
    isBroken = true
    throw e
  }
  const write = (frame: Frame, extras: FrameExtras): Promise<void> | undefined => {
    try {
      return recorder.record(frame, extras)?.catch(broken)
    } catch (e) {
      return broken(e)
    }
  }
  const leave = async (): Promise<void> => {
    try {
      await recorder.leave()
    } finally {
      journal?.close()
    }
  }
  return {
    see(agent, kind, value) {
      // Written down now, because the policy may change what it was given.
      seen.push({ agent, kind, value, json: JSON.stringify(value) ?? 'null' })
    },
    ahead(tick, chain, inputs) {
      journal?.add({ tick, chain, seen: seen.map(lookOf), inputs })
    },
    call(record) {
      journal?.call(record)
    },
    record(frame, calls = NONE) {
      if (seen.length === 0 && calls.length === 0) return write(frame, plain)
      // Answers come in any order; the file has them by agent.
      const observations = seen.sort((a, b) => a.agent - b.agent || (a.kind < b.kind ? -1 : 1))
      seen = []
      return write(frame, { state, observations, calls })
    },
    settled: () => recorder.settled().catch(broken),
    async finish({ end, chain, metrics, agents, failures, calls, scores }) {
      if (isBroken || journal?.failure !== undefined) return leave()
      try {
        journal?.end(end, chain)
        await recorder.finish({
          end,
          metrics,
          ...(scores === undefined ? {} : { scores }),
          details: { agents, failures, ...(calls === undefined ? {} : { calls }) },
        })
      } finally {
        journal?.close()
      }
    },
    leave,
  }
}

const NONE: readonly CallRecord[] = []

/** What an agent looked at, as a journal has it. */
const lookOf = ({ agent, kind }: Seen): number => 2 * agent + (kind === 'text' ? 1 : 0)
