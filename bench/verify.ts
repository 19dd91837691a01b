import type { Scenario } from '../engine/index.js'
import type { Replay, VerifyOptions, VerifyResult } from '../replays/index.js'

/** What verifying a replay file tells. */
export interface FileVerdict extends Omit<VerifyResult, 'difference'> {
  /** Where file and simulation first differ, in words. */
  readonly difference?: string
}

/**
 * Simulates a recorded run again and compares everything that happened, tick by tick.
 *
 * @param find gives the scenario that was recorded
 * @throws CoactError `replay/…` for a file that cannot be read, or a scenario that cannot be the one
 * @example
 * const { ok, difference } = await verifyFile('harvest.mcap', () => scenario)
 */
export async function verifyFile(
  path: string,
  find: (replay: Replay) => Scenario | Promise<Scenario>,
  options: VerifyOptions = {},
): Promise<FileVerdict> {
  const { differenceText, openReplayFile, verifyReplay } = await import('../replays/index.node.js')
  const replay = await openReplayFile(path)
  try {
    const { difference, ...told } = await verifyReplay(replay, await find(replay), options)
    return difference === undefined ? told : { ...told, difference: differenceText(difference) }
  } finally {
    await replay.close()
  }
}
