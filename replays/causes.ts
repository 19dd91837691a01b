import type { GroupMemory } from './columns.js'
import {
  type ByteReader,
  type ByteWriter,
  readSigned,
  readVarint,
  refuse,
  writeVarint,
  zigzag,
} from './varint.js'

/**
 * How the causes of one column's changes are written: nothing, when each entity was changed by what changed it last;
 * one cause for all; or a list of steps from what changed each entity last.
 */
const AS_BEFORE = 0
const ONE = 1
const LIST = 2

/** Writes causes. @returns the way it chose, 0 to 2 */
export function writeCauses(
  w: ByteWriter,
  ids: Int32Array,
  causes: Int32Array,
  memory: GroupMemory,
): number {
  const n = ids.length
  const before = causesUpTo(memory, ids)
  let isAsBefore = true
  let isOne = n > 1
  for (let i = 0; i < n; i++) {
    isAsBefore &&= causes[i] === before[ids[i]!]
    isOne &&= causes[i] === causes[0]
  }
  if (isAsBefore) return AS_BEFORE
  if (isOne) {
    // What one system does to everybody says nothing about who will change whom next.
    writeVarint(w, causes[0]!)
    return ONE
  }
  for (let i = 0; i < n; i++) {
    writeVarint(w, zigzag(causes[i]! - before[ids[i]!]!))
    before[ids[i]!] = causes[i]!
  }
  return LIST
}

/** @param count how many causes the frame has */
export function readCauses(
  r: ByteReader,
  way: number,
  ids: Int32Array,
  memory: GroupMemory,
  count: number,
): Int32Array {
  const causes = new Int32Array(ids.length)
  const before = causesUpTo(memory, ids)
  if (way === ONE) causes.fill(readVarint(r))
  else if (way > LIST) refuse(r, `an unknown way to write causes, ${way}`)
  for (let i = 0; i < ids.length; i++) {
    const id = ids[i]!
    if (way !== ONE) causes[i] = before[id]! + (way === LIST ? readSigned(r) : 0)
    if (way === LIST) before[id] = causes[i]!
    if (causes[i]! < 0 || causes[i]! >= count) refuse(r, `cause ${causes[i]} of ${count}`)
  }
  return causes
}

function causesUpTo(memory: GroupMemory, ids: Int32Array): Int32Array {
  const highest = ids[ids.length - 1] ?? 0
  if (highest >= memory.causes.length) {
    const grown = new Int32Array(1 << (32 - Math.clz32(highest)))
    grown.set(memory.causes)
    memory.causes = grown
  }
  return memory.causes
}
