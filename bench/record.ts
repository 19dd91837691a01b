import type { Episode, Frame, SeenKind } from '../engine/index.js'
import type { describeEpisode } from '../replays/index.js'
import type { RunSummary } from './result.js'
import type { RunOptions } from './run.js'

/** What is recorded, and what its head says besides. */
export type RecordingOptions = Pick<RunOptions, 'out' | 'source' | 'tapes'> &
  Pick<NonNullable<Parameters<typeof describeEpisode>[1]>, 'parent' | 'policies'>

/** A replay being written. */
export interface Recording {
  /** Notes what an agent looks at before the coming frame. */
  see(agent: number, kind: SeenKind, value: unknown): void
  /** A promise when it is better to wait. */
  record(frame: Frame): Promise<void> | undefined
  finish(summary: RunSummary): Promise<void>
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
  { out, source, ...described }: RecordingOptions,
): Promise<Recording | undefined> {
  if (out === undefined) return undefined
  const replays = await import('../replays/index.node.js')
  const { createRecorder, createReplayFile } = replays
  const file = await createReplayFile(out)
  const header = replays.describeEpisode(episode, described)
  const recorder = createRecorder(file, header, source === undefined ? {} : { scenario: source })
  const state = () => episode.save()
  const plain = { state }
  let seen: Seen[] = []
  return {
    see(agent, kind, value) {
      // Written down now, because the policy may change what it was given.
      seen.push({ agent, kind, value, json: JSON.stringify(value) ?? 'null' })
    },
    record(frame) {
      if (seen.length === 0) return recorder.record(frame, plain) ?? undefined
      // Answers come in any order; the file has them by agent.
      const observations = seen.sort((a, b) => a.agent - b.agent || (a.kind < b.kind ? -1 : 1))
      seen = []
      return recorder.record(frame, { state, observations }) ?? undefined
    },
    async finish({ end, metrics, agents, failures }) {
      await recorder.finish({ end, metrics, details: { agents, failures } })
    },
  }
}
