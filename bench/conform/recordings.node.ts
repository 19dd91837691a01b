import { readdir, stat } from 'node:fs/promises'
import { basename, dirname } from 'node:path'
import { CoactError } from '../../engine/index.js'

/** A folder, and the names of the recordings in it, in order. */
export interface Recordings {
  readonly dir: string
  readonly files: readonly string[]
}

/**
 * The recordings at a path: those of a folder, or the one file that it is. Of a file that is there both plain and packed
 * (`.gz`) the plain one is taken.
 *
 * @param wanted which names are recordings
 * @throws CoactError `conform/no-such-path`
 */
export async function recordingsAt(path: string, wanted: RegExp): Promise<Recordings> {
  const info = await stat(path).catch(() => undefined)
  if (info === undefined)
    throw new CoactError('conform/no-such-path', `There is nothing at ${path}`, {
      expected: 'a folder of recordings, or one of them',
      next: 'Check the path.',
    })
  const isFolder = info.isDirectory()
  const names = isFolder ? await readdir(path) : [basename(path)]
  const files = names.filter((name) => wanted.test(name)).sort()
  return {
    dir: isFolder ? path : dirname(path),
    files: files.filter((name) => !(name.endsWith('.gz') && files.includes(name.slice(0, -3)))),
  }
}
