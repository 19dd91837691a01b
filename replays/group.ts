import { type Cause, type Diff, limits } from '../engine/index.js'
import { KEYFRAME, type Vocabulary } from './causes.js'
import { createDiffReader, type DiffReader } from './decode.js'
import { differenceOf } from './difference.js'
import { createDiffWriter } from './encode.js'
import type { Layout } from './layout.js'
import { list, readJson, text } from './shape.js'
import { FIRST_VALUES, STREAM, skipStreams, streamLengths } from './streams.js'
import { emptyTables, type StateTables } from './tables.js'
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

/** Builds the payloads of groups, one after the other: a keyframe, then the diffs of its frames. */
export interface GroupWriter {
  /** The first tick of the group. */
  readonly from: number
  readonly frames: number
  /** Size so far. */
  readonly bytes: number
  readonly keyframeBytes: number
  /**
   * Begins a group.
   * @param from the group's first tick
   * @param state the state before that tick
   * @param base what the keyframe differs from; undefined for a keyframe that holds everything
   */
  begin(from: number, state: StateTables, base: Base | undefined): void
  /** Appends a frame. @param before the state before it */
  add(causes: readonly Cause[], diff: Diff, before: StateTables): void
  finish(): Uint8Array
}

/** A state that keyframes differ from. */
export interface Base {
  readonly tick: number
  readonly tables: StateTables
}

export function createGroupWriter(layout: Layout, vocabulary: Vocabulary): GroupWriter {
  const keyframe = createDiffWriter(layout, vocabulary)
  const diffs = createDiffWriter(layout, vocabulary)
  const empty = emptyTables(layout)
  let from = 0
  let frames = 0
  let baseTick = -1
  let keyframeBytes = 0
  return {
    get from() {
      return from
    },
    get frames() {
      return frames
    },
    get bytes() {
      return frames === 0 ? 0 : keyframeBytes + diffs.bytes
    },
    get keyframeBytes() {
      return keyframeBytes
    },
    begin(tick, state, base) {
      from = tick
      frames = 0
      baseTick = base === undefined ? -1 : base.tick
      keyframe.clear()
      diffs.clear()
      const origin = base?.tables ?? empty
      keyframe.add(KEYFRAME, differenceOf(origin, state), origin)
      keyframeBytes = keyframe.bytes
    },
    add(causes, diff, before) {
      frames += 1
      diffs.add(causes, diff, before)
    },
    finish() {
      const w = byteWriter(keyframe.bytes + diffs.bytes + 1024)
      writeByte(w, VERSION)
      writeVarint(w, from)
      writeVarint(w, frames)
      writeVarint(w, baseTick + 1)
      const kinds = new TextEncoder().encode(JSON.stringify(diffs.kinds))
      writeVarint(w, kinds.length)
      writeBytes(w, kinds)
      keyframe.pack(w)
      diffs.pack(w)
      frames = 0
      return written(w)
    },
  }
}

/** The payload of one group. */
export interface Group {
  readonly from: number
  readonly frames: number
  /** Tick of the state that the keyframe differs from. */
  readonly base: number | undefined
  /**
   * Brings the base's state to the state before `from`, but for documents.
   * @param tables the base's state @returns what brings documents forward too
   */
  keyframe(tables: StateTables): () => void
  /** Begins to read the frames. */
  walk(): DiffReader
  /**
   * Whether a frame may change some columns or pair tables; no frame is read for it. False is certain.
   * @param values columns or, past the columns, tables
   */
  mayChange(values: readonly number[]): boolean
}

/** @throws CoactError `replay/corrupt`, here or while reading */
export function openGroup(
  bytes: Uint8Array,
  where: string,
  layout: Layout,
  vocabulary: Vocabulary,
): Group {
  const r = byteReader(bytes, where)
  const version = readByte(r)
  if (version !== VERSION) return refuse(r, `a group of version ${version}`)
  const from = readVarint(r)
  const frames = readVarint(r)
  if (frames === 0 || frames > limits.GROUP_FRAMES_MAX) return refuse(r, `${frames} frames`)
  const base = readVarint(r) - 1
  if (base >= from) return refuse(r, `a base at tick ${base}`)
  const kinds = readJson(readBytes(r, readVarint(r)), where, list(text))
  const begin = r.at
  const streamCount = layout.columns.length + layout.tables.length
  return {
    from,
    frames,
    base: base < 0 ? undefined : base,
    keyframe(tables) {
      const reader = createDiffReader(
        byteReader(bytes.subarray(begin), where),
        layout,
        vocabulary,
        [],
      )
      reader.skip(tables)
      if (!reader.isDone()) return refuse(r, 'a keyframe with more than one diff')
      return () => reader.settle(tables)
    },
    walk() {
      const rest = byteReader(bytes.subarray(begin), where)
      skipStreams(rest, streamCount)
      const reader = createDiffReader(rest, layout, vocabulary, kinds)
      if (remaining(rest) > 0) return refuse(rest, `${remaining(rest)} bytes too many`)
      return reader
    },
    mayChange(values) {
      const rest = byteReader(bytes.subarray(begin), where)
      skipStreams(rest, streamCount)
      const lengths = streamLengths(rest, streamCount)
      // Members that all go at once leave nothing in the stream of their table.
      const isMembers = (value: number): boolean =>
        value > layout.columns.length && lengths[STREAM.members]! > 0
      return values.some((v) => lengths[FIRST_VALUES + v]! > 0 || isMembers(v))
    },
  }
}
