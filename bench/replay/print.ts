import { errorText, type Frame, isCoactError } from '../../engine/index.js'
import type { Replay } from '../../replays/index.js'

/** A frame, or why it cannot be read. */
export type ReadFrame =
  | { readonly tick: number; readonly frame: Frame }
  | { readonly tick: number; readonly damage: string }

/** The frames of a span in either direction; what is damaged is told and passed over. */
export async function* readable(
  replay: Replay,
  from: number,
  to: number,
): AsyncGenerator<ReadFrame, void, void> {
  const step = from <= to ? 1 : -1
  for (let tick = from; tick !== to + step; tick += step) {
    try {
      yield { tick, frame: await replay.frame(tick) }
    } catch (e) {
      if (!isCoactError(e) || e.code !== 'replay/corrupt') throw e
      yield { tick, damage: `${e.detail.where}: ${e.detail.got ?? errorText(e)}` }
    }
  }
}
