import type { Episode, Frame, SeenKind } from '../engine/index.js'
import type { RunOptions, RunSummary } from './run.js'
import type { Seated } from './seats.js'

/** A replay being written. */
export interface Recording {
  /** Notes what an agent looked at for the coming frame. */
  see(agent: number, kind: SeenKind, value: unknown): void
  record(frame: Frame): void
  finish(summary: RunSummary): Promise<void>
}

export async function openRecording(
  _episode: Episode,
  _seated: Seated,
  options: RunOptions,
): Promise<Recording | undefined> {
  if (options.out === undefined) return undefined
  throw new Error('not yet')
}

export async function verifyRecording(
  _path: string,
  _scenario: unknown,
): Promise<{ verified: boolean; difference?: string }> {
  throw new Error('not yet')
}
