import { CoactError } from '../engine/index.js'
import { STATE } from './channels.js'
import { scanDirectory } from './directory.js'
import type { ReplaySource } from './source.js'

/** A file of Node's that is open. */
export type FileHandle = Awaited<ReturnType<typeof import('node:fs/promises').open>>

/** What a stopped run left in its file, while the same run is written again. */
export interface Left {
  /**
   * Compares bytes with those that are there already; what is no whole group is cut off where they differ.
   * @returns how many of them need not be written
   * @throws CoactError `resume/other-replay` when a whole group differs
   */
  skip(file: FileHandle, bytes: Uint8Array, position: number): Promise<number>
}

export const NOTHING_LEFT: Left = { skip: async () => 0 }

/** Looks at what is left in an open file. */
export async function leftIn(file: FileHandle, path: string): Promise<Left> {
  let { size } = await file.stat()
  const whole = await wholeBytes(file, size)
  return {
    async skip(from, bytes, position) {
      const there = Math.min(bytes.length, size - position)
      if (there <= 0) return 0
      const old = new Uint8Array(there)
      const { bytesRead } = await from.read(old, 0, there, position)
      let same = 0
      while (same < bytesRead && old[same] === bytes[same]) same += 1
      if (same === there) return same
      if (position + same < whole) throw otherReplay(path, position + same)
      size = position + same
      await from.truncate(size)
      return same
    },
  }
}

/** Up to where a file has whole groups. */
async function wholeBytes(file: FileHandle, size: number): Promise<number> {
  try {
    const { messages } = await scanDirectory(handleSource(file), BigInt(size))
    const last = messages.get(STATE)?.at(-1)
    return last === undefined ? 0 : Number(last.offset + last.length)
  } catch {
    // Not even the first group is there.
    return 0
  }
}

export const handleSource = (file: Pick<FileHandle, 'read' | 'stat'>): ReplaySource => ({
  size: async () => BigInt((await file.stat()).size),
  async read(offset, length) {
    const bytes = new Uint8Array(Number(length))
    const { bytesRead } = await file.read(bytes, 0, bytes.length, Number(offset))
    return bytes.subarray(0, bytesRead)
  },
})

const otherReplay = (path: string, byte: number): CoactError =>
  new CoactError('resume/other-replay', 'What was flushed is not what this journal leads to', {
    where: `${path}, byte ${byte}`,
    expected: 'the groups of the same run, written by the same versions of Coact and Node',
    got: 'other bytes in a whole group',
    next: `Keep it with coact recover, then move ${path} away and resume: it is written anew from the journal.`,
  })
