import type { Frame } from '../engine/index.js'
import { vocabularyOf } from './causes.js'
import { type Base, createGroupWriter } from './group.js'
import type { ReplayHeader } from './header.js'
import { applyDiff, copyTables, emptyTables, type StateTables } from './tables.js'

/** The state's groups while they fill. */
export interface StateRecorder {
  readonly frames: number
  readonly bytes: number
  /** Begins a fork: from here on diffs differ from these tables. To be called before any frame. */
  start(tables: StateTables): void
  add(frame: Frame): void
  close():
    | { readonly number: number; readonly from: number; readonly bytes: Uint8Array }
    | undefined
}

/** A whole state that takes less than one part in so many of a group stands in every group, so that each can be read alone. */
const WHOLE_SHARE = 16

export function createStateRecorder(header: ReplayHeader): StateRecorder {
  const { layout } = header
  const vocabulary = vocabularyOf(header)
  const group = createGroupWriter(layout, vocabulary)
  let tables = emptyTables(layout)
  let base: Base | undefined
  /** Size of the keyframe, or setup, that made the base. */
  let baseBytes = 0
  let number = 0
  return {
    get frames() {
      return group.frames
    },
    get bytes() {
      return group.bytes
    },
    start(given) {
      tables = copyTables(given)
    },
    add(frame) {
      if (group.frames === 0) group.begin(frame.tick, tables, base)
      group.add(frame.causes, frame.diff, tables)
      applyDiff(tables, frame.diff)
      if (base !== undefined) return
      base = { tick: frame.tick, tables: copyTables(tables) }
      baseBytes = group.bytes
    },
    close() {
      if (group.frames === 0) return undefined
      const isBase = base?.tick === group.from
      const isWorn = !isBase && group.keyframeBytes * 2 > baseBytes
      const isCheap = baseBytes * WHOLE_SHARE < group.bytes
      const closed = { number, from: group.from, bytes: group.finish() }
      // Where little is left of the base, or little saved by it, the next keyframe holds everything and makes a new one.
      if (isWorn || isCheap) base = undefined
      number += 1
      return closed
    },
  }
}
