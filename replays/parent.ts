import type { Json } from '../engine/index.js'
import { anything, count, maybe, record, type Shape, text } from './shape.js'

/** Where a fork comes from: a tick of a recorded run. */
export interface ReplayParent {
  /** The name of its file, without folders; for people, never to be opened because a replay says so. */
  readonly file?: string
  /** The last chain hash in its file: it names the whole run. Absent where the end of the file was. */
  readonly run?: string
  /** The tick whose state the fork begins with. */
  readonly tick: number
  /** The parent's chain hash at that tick: it names the run up to there. The fork's own chain goes on from it. */
  readonly chain: string
  /** The parent's state hash at that tick. The fork's may differ where the state itself was changed. */
  readonly state: string
  /** What was changed, as whoever forked put it. */
  readonly changes?: Json
}

export const parentShape: Shape<ReplayParent> = record({
  file: maybe(text),
  run: maybe(text),
  tick: count,
  chain: text,
  state: text,
  changes: maybe(anything),
})
