import type { Frame, Goal } from '../engine/index.js'
import { writeDigits, writeJson } from './json.js'
import { type ByteWriter, byteWriter, writeBytes, written } from './varint.js'

/** Writes goals, or the tick of the line in the same group that has them when they did not change since. */
export interface GoalsWriter {
  add(w: ByteWriter, frame: Frame): void
  /** To be called when a group begins. */
  startGroup(): void
}

export function createGoalsWriter(): GoalsWriter {
  let last: readonly Goal[] | undefined
  let tick = 0
  let json = byteWriter(64)
  let next = byteWriter(64)
  return {
    add(w, frame) {
      if (last !== undefined && areSame(last, frame.goals)) {
        writeDigits(w, tick)
        return
      }
      next.length = 0
      writeJson(next, frame.goals)
      if (last !== undefined && areSameBytes(json, next)) writeDigits(w, tick)
      else {
        writeBytes(w, written(next))
        tick = frame.tick
        const spare = json
        json = next
        next = spare
      }
      last = frame.goals
    },
    startGroup() {
      last = undefined
    },
  }
}

/** True for lists that are sure to have one JSON. */
function areSame(a: readonly Goal[], b: readonly Goal[]): boolean {
  if (a === b) return true
  if (a.length !== b.length) return false
  for (let i = 0; i < a.length; i++) if (!isSame(a[i]!, b[i]!)) return false
  return true
}

const isSame = (a: Goal, b: Goal): boolean =>
  a.progress === b.progress &&
  a.done === b.done &&
  a.id === b.id &&
  a.text === b.text &&
  a.team === b.team

function areSameBytes(a: ByteWriter, b: ByteWriter): boolean {
  if (a.length !== b.length) return false
  for (let i = 0; i < a.length; i++) if (a.bytes[i] !== b.bytes[i]) return false
  return true
}
