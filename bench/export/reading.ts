import { type CallRecord, CoactError, type Frame, isCoactError } from '../../engine/index.js'
import { openReplay, type Replay, type ReplaySource } from '../../replays/index.js'

/** A replay in memory or anywhere else, with the name that rows give its file. */
export interface NamedSource {
  readonly name: string
  readonly source: ReplaySource
}

/** A replay that may be damaged, read as far as it can be. */
export interface Reading {
  /** The chain hash of the last tick, or of the last that can be read. */
  readonly run: string
  readonly replay: Replay
  /** The frames that can be read, in order. */
  frames(): AsyncGenerator<Frame, void, void>
  /** What language models were asked for a tick. */
  calls(tick: number): AsyncGenerator<CallRecord, void, void>
  /** Why this was not the whole run, once its frames have been read. */
  damage(): string | undefined
}

/** So many lost ticks in a row are the end, whatever number of ticks the file claims. */
const LOST_MAX = 10_000

/**
 * Opens a replay, damaged or not.
 *
 * @throws CoactError `replay/not-a-replay`, `replay/corrupt` where nothing at all can be read
 */
export async function readSource({ source }: NamedSource): Promise<Reading> {
  const replay = await openReplay(source, { recover: true })
  const { info } = replay
  let lost = 0
  let first: string | undefined
  return {
    run: info.result?.chain ?? (await lastChain(replay)),
    replay,
    async *frames() {
      let read = -1
      for (let tick = 0; tick <= Math.min(info.ticks, read + LOST_MAX); tick++) {
        const frame = await frameOr(replay, tick, (why) => {
          first ??= why
        })
        if (frame === undefined) continue
        lost += tick - read - 1
        read = tick
        yield frame
      }
      lost += info.ticks - read
    },
    async *calls(tick) {
      try {
        yield* replay.calls({ ticks: [tick, tick] })
      } catch (e) {
        if (!isCoactError(e) || e.code !== 'replay/corrupt') throw e
        first ??= `${e.detail.where ?? `calls of tick ${tick}`}: ${e.detail.got ?? e.message}`
      }
    },
    damage() {
      const parts = [
        info.damage,
        first === undefined ? undefined : `${lost} of ${info.ticks + 1} ticks are lost: ${first}`,
      ].filter((part) => part !== undefined)
      return parts.length === 0 ? undefined : parts.join('; ')
    },
  }
}

async function lastChain(replay: Replay): Promise<string> {
  for (let tick = replay.info.ticks; tick >= 0; tick--) {
    const frame = await frameOr(replay, tick, () => {})
    if (frame !== undefined) return frame.chain
  }
  throw new CoactError('replay/corrupt', 'No tick of this replay can be read', {
    got: replay.info.damage ?? 'damage in every group',
  })
}

async function frameOr(
  replay: Replay,
  tick: number,
  onLost: (why: string) => void,
): Promise<Frame | undefined> {
  try {
    return await replay.frame(tick)
  } catch (e) {
    if (!isCoactError(e) || e.code !== 'replay/corrupt') throw e
    onLost(`${e.detail.where ?? `tick ${tick}`}: ${e.detail.got ?? e.message}`)
    return undefined
  }
}
