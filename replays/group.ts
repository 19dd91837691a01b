import { type Cause, type Diff, limits } from '../engine/index.js'
import { groupMemory, readDiff, writeDiff } from './columns.js'
import { corrupt } from './faults.js'
import type { Layout } from './layout.js'
import { list, readJson, text } from './shape.js'
import { applyDiff, type StateTables } from './tables.js'
import {
  byteReader,
  byteWriter,
  readByte,
  readBytes,
  readCount,
  readVarint,
  refuse,
  remaining,
  writeByte,
  writeBytes,
  writeVarint,
  written,
} from './varint.js'

const VERSION = 1

/** Builds the payload of one group: a keyframe, then the diffs of its frames. */
export interface GroupWriter {
  readonly from: number
  readonly frames: number
  readonly bytes: number
  /** Appends a frame. @param tables the state before it */
  add(causes: readonly Cause[], diff: Diff, tables: StateTables): void
  finish(): Uint8Array
}

/**
 * @param from the group's first tick
 * @param base tick whose state the keyframe differs from; undefined when it differs from nothing
 * @param keyframe what brings the base's state to the state before `from`
 * @param tables the base's state
 * @param known causes that both sides number from 0
 */
export function createGroupWriter(
  from: number,
  base: number | undefined,
  keyframe: Diff,
  tables: StateTables,
  layout: Layout,
  known: ReadonlyMap<Cause, number>,
): GroupWriter {
  const body = byteWriter(4096)
  const news = new Map<Cause, number>()
  let frames = 0
  writeDiff(body, keyframe, tables, layout, groupMemory(layout), false)
  const memory = groupMemory(layout)
  const numberOf = (cause: Cause): number => {
    const number = known.get(cause) ?? news.get(cause)
    if (number !== undefined) return number
    news.set(cause, known.size + news.size)
    return known.size + news.size - 1
  }
  return {
    from,
    get frames() {
      return frames
    },
    get bytes() {
      return body.length
    },
    add(causes, diff, before) {
      frames += 1
      writeVarint(body, causes.length)
      for (const cause of causes) writeVarint(body, numberOf(cause))
      writeDiff(body, diff, before, layout, memory, true)
    },
    finish() {
      const w = byteWriter(body.length + 256)
      writeByte(w, VERSION)
      writeVarint(w, from)
      writeVarint(w, frames)
      writeVarint(w, base === undefined ? 0 : base + 1)
      const names = new TextEncoder().encode(JSON.stringify([...news.keys()]))
      writeVarint(w, names.length)
      writeBytes(w, names)
      writeBytes(w, written(body))
      return written(w)
    },
  }
}

/** A frame's part of a group. */
export interface StateFrame {
  readonly causes: readonly Cause[]
  readonly diff: Diff
}

/** The payload of one group while it is decoded, frame after frame. */
export interface GroupReader {
  readonly from: number
  readonly frames: number
  readonly base: number | undefined
  /** Brings the base's state to the state before `from`; to be called once, before `next`. */
  keyframe(tables: StateTables): void
  /** Decodes the next frame. @param tables the state before it, which it brings forward */
  next(tables: StateTables): StateFrame
}

/** @throws CoactError `replay/corrupt`, here or while decoding */
export function createGroupReader(
  bytes: Uint8Array,
  where: string,
  layout: Layout,
  known: readonly Cause[],
): GroupReader {
  const r = byteReader(bytes, where)
  const version = readByte(r)
  if (version !== VERSION) return refuse(r, `a group of version ${version}`)
  const from = readVarint(r)
  const frames = readCount(r, limits.GROUP_FRAMES_MAX)
  if (frames === 0) return refuse(r, 'a group without frames')
  const base = readVarint(r) - 1
  if (base >= from) return refuse(r, `a base at tick ${base}`)
  const news = readJson(readBytes(r, readCount(r)), where, list(text))
  const memory = groupMemory(layout)
  let decoded = 0
  return {
    from,
    frames,
    base: base < 0 ? undefined : base,
    keyframe(tables) {
      applyDiff(tables, readDiff(r, tables, layout, groupMemory(layout), undefined))
    },
    next(tables) {
      if (decoded === frames) throw corrupt(where, 'more frames are wanted than there are')
      const causes: Cause[] = []
      for (let left = readCount(r); left > 0; left--) {
        const number = readVarint(r)
        const cause = known[number] ?? news[number - known.length]
        if (cause === undefined) return refuse(r, `cause number ${number}`)
        causes.push(cause)
      }
      const diff = readDiff(r, tables, layout, memory, causes.length)
      applyDiff(tables, diff)
      decoded += 1
      if (decoded === frames && remaining(r) > 0) return refuse(r, `${remaining(r)} bytes too many`)
      return { causes, diff }
    },
  }
}
