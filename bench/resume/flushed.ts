import { type CallRecord, isCoactError } from '../../engine/index.js'
import type { JournalHeader, JournalTick, Replay } from '../../replays/index.js'

/**
 * Whether the process was killed between giving a replay its name and deleting the journal: the replay is whole then, and is
 * what the journal leads to.
 */
export async function isFinished(
  path: string,
  ticks: readonly JournalTick[],
  header: JournalHeader,
): Promise<boolean> {
  const last = ticks.at(-1)
  if (last === undefined) return false
  return opened(
    path,
    false,
    header,
    async (replay) => {
      if (replay.info.ticks !== last.tick || replay.info.result === undefined) return false
      return (await replay.frame(last.tick - 1)).chain === last.chain
    },
    false,
  )
}

/** Ticks that a replay tells, and the calls of models in them. */
export interface Flushed {
  readonly ticks: readonly JournalTick[]
  readonly calls: readonly CallRecord[]
}

/**
 * What was flushed of ticks that the journal does not hold: after a power failure one file may have come further than the
 * other.
 */
export function flushedAfter(path: string, tick: number, header: JournalHeader): Promise<Flushed> {
  return opened(
    `${path}.tmp`,
    true,
    header,
    async (replay) => {
      const { ticks } = replay.info
      const found: JournalTick[] = []
      for (let t = tick + 1; t <= ticks; t++) {
        const { chain } = await replay.frame(t - 1)
        const { inputs } = await replay.frame(t)
        const seen = (await replay.observations(t)).map(
          ({ agent, kind }) => 2 * agent + (kind === 'text' ? 1 : 0),
        )
        found.push({ tick: t, chain, seen, inputs })
      }
      const calls: CallRecord[] = []
      if (ticks > tick)
        for await (const call of replay.calls({ ticks: [tick + 1, ticks] })) calls.push(call)
      return { ticks: found, calls }
    },
    { ticks: [], calls: [] },
  )
}

/** Reads a replay of the journal's run. @param otherwise where there is none */
async function opened<T>(
  path: string,
  recover: boolean,
  header: JournalHeader,
  read: (replay: Replay) => Promise<T>,
  otherwise: T,
): Promise<T> {
  const { openReplayFile } = await import('../../replays/index.node.js')
  let replay: Replay | undefined
  try {
    replay = await openReplayFile(path, { recover })
    if (JSON.stringify(replay.info.header) !== JSON.stringify(header.replay)) return otherwise
    return await read(replay)
  } catch (e) {
    if (isCoactError(e) && e.code.startsWith('replay/')) return otherwise
    throw e
  } finally {
    await replay?.close()
  }
}
