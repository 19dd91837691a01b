import { type Cause, type Diff, limits } from '../engine/index.js'
import { KEYFRAME, type Vocabulary } from './causes.js'
import { createDiffReader, type DiffReader, type StateFrame } from './decode.js'
import { createDiffWriter } from './encode.js'
import { corrupt } from './faults.js'
import type { Layout } from './layout.js'
import { list, readJson, text } from './shape.js'
import { applyDiff, differenceOf, type StateTables } from './tables.js'
import {
  byteReader,
  byteWriter,
  readByte,
  readBytes,
  readVarint,
  refuse,
  remaining,
  writeByte,
  writeBytes,
  writeVarint,
  written,
} from './varint.js'

/** Version of the bytes of a group. */
const VERSION = 1

/** Builds the payload of one group: a keyframe, then the diffs of its frames. */
export interface GroupWriter {
  readonly from: number
  readonly frames: number
  /** Size so far. */
  readonly bytes: number
  readonly keyframeBytes: number
  /** Appends a frame. @param before the state before it */
  add(causes: readonly Cause[], diff: Diff, before: StateTables): void
  finish(): Uint8Array
}

/** A state that keyframes differ from. */
export interface Base {
  readonly tick: number
  readonly tables: StateTables
}

/**
 * @param from the group's first tick
 * @param state the state before that tick
 * @param base what the keyframe differs from; undefined for a keyframe that holds everything
 */
export function createGroupWriter(
  from: number,
  state: StateTables,
  base: Base | undefined,
  empty: StateTables,
  layout: Layout,
  vocabulary: Vocabulary,
): GroupWriter {
  const keyframe = createDiffWriter(layout, vocabulary)
  const diffs = createDiffWriter(layout, vocabulary)
  const origin = base?.tables ?? empty
  let frames = 0
  keyframe.add(KEYFRAME, differenceOf(origin, state), origin)
  return {
    from,
    get frames() {
      return frames
    },
    get bytes() {
      return keyframe.bytes + diffs.bytes
    },
    keyframeBytes: keyframe.bytes,
    add(causes, diff, before) {
      frames += 1
      diffs.add(causes, diff, before)
    },
    finish() {
      const w = byteWriter(keyframe.bytes + diffs.bytes + 1024)
      writeByte(w, VERSION)
      writeVarint(w, from)
      writeVarint(w, frames)
      writeVarint(w, base === undefined ? 0 : base.tick + 1)
      const kinds = new TextEncoder().encode(JSON.stringify(diffs.kinds))
      writeVarint(w, kinds.length)
      writeBytes(w, kinds)
      keyframe.pack(w)
      diffs.pack(w)
      return written(w)
    },
  }
}

/** The payload of one group while it is decoded, frame after frame. */
export interface GroupReader {
  readonly from: number
  readonly frames: number
  /** Tick of the state that the keyframe differs from. */
  readonly base: number | undefined
  /** Brings the base's state to the state before `from`; to be called once, before `next`. */
  keyframe(tables: StateTables): StateFrame
  /** Decodes the next frame. @param tables the state before it, which is brought forward */
  next(tables: StateTables): StateFrame
}

/** @throws CoactError `replay/corrupt`, here or while decoding */
export function createGroupReader(
  bytes: Uint8Array,
  where: string,
  layout: Layout,
  vocabulary: Vocabulary,
): GroupReader {
  const r = byteReader(bytes, where)
  const version = readByte(r)
  if (version !== VERSION) return refuse(r, `a group of version ${version}`)
  const from = readVarint(r)
  const frames = readVarint(r)
  if (frames === 0 || frames > limits.GROUP_FRAMES_MAX) return refuse(r, `${frames} frames`)
  const base = readVarint(r) - 1
  if (base >= from) return refuse(r, `a base at tick ${base}`)
  const kinds = readJson(readBytes(r, readVarint(r)), where, list(text))
  const keyframe = createDiffReader(r, layout, vocabulary, [])
  const diffs = createDiffReader(r, layout, vocabulary, kinds)
  if (remaining(r) > 0) return refuse(r, `${remaining(r)} bytes too many`)
  let decoded = 0
  const next = (from: DiffReader, tables: StateTables, isLast: boolean): StateFrame => {
    const frame = from.next(tables)
    if (isLast && !from.isDone) return refuse(r, 'bytes that belong to no frame')
    applyDiff(tables, frame.diff)
    return frame
  }
  return {
    from,
    frames,
    base: base < 0 ? undefined : base,
    keyframe: (tables) => next(keyframe, tables, true),
    next(tables) {
      if (decoded === frames) throw corrupt(where, 'more frames are wanted than there are')
      decoded += 1
      return next(diffs, tables, decoded === frames)
    },
  }
}
