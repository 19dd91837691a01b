import { CoactError, errorText } from '../../engine/index.js'
import { nodeInflate } from '../../replays/index.node.js'
import { globPattern, globRoot, isGlob } from './glob.js'
import type { NamedSource } from './reading.js'
import type { ExportSink } from './writing.js'

// Asked for by name, so that bundlers for browsers, which follow the lazy import to here, find nothing to resolve.
const { mkdir, open, readdir, rename, rm, stat } = process.getBuiltinModule('node:fs/promises')
const { basename, dirname, join, normalize, resolve } = process.getBuiltinModule('node:path')

const REPLAY = /\.mcap$/

/**
 * The files that a word means: a file itself, the replays in and below a folder, or what a pattern such as `runs/*.mcap`
 * fits, by name.
 *
 * @param known full paths that are not wanted again; those found are added
 * @throws CoactError `export/no-file`
 */
export async function findReplays(word: string, known: Set<string>): Promise<string[]> {
  const paths = await meant(word)
  if (paths.length === 0) {
    throw new CoactError('export/no-file', 'There is no such replay', {
      where: word,
      expected: 'a replay, a folder with replays (*.mcap), or a pattern such as runs/*.mcap',
      next: 'Check the path.',
    })
  }
  return paths.filter((path) => {
    const full = resolve(path)
    if (known.has(full)) return false
    known.add(full)
    return true
  })
}

async function meant(word: string): Promise<string[]> {
  const about = await stat(word).catch(() => undefined)
  if (about?.isDirectory()) return (await filesIn(word, true)).filter((path) => REPLAY.test(path))
  if (about !== undefined) return [word]
  if (!isGlob(word)) return []
  const glob = slashed(normalize(word))
  const root = globRoot(glob)
  const pattern = globPattern(glob)
  const paths = await filesIn(root === '' ? '.' : root, glob.slice(root.length).includes('/'))
  return paths.filter((path) => pattern.test(slashed(path)))
}

const slashed = (path: string): string => path.replaceAll('\\', '/')

/** The files in a folder, or in and below it, sorted; links are not followed. */
async function filesIn(folder: string, recursive: boolean): Promise<string[]> {
  const entries = await readdir(folder, { recursive, withFileTypes: true }).catch(() => [])
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .sort((a, b) => (slashed(a) < slashed(b) ? -1 : 1))
}

/** @throws CoactError `export/unreadable` */
export async function fileSource(path: string): Promise<NamedSource> {
  const file = await open(path, 'r').catch((e) => {
    throw new CoactError('export/unreadable', 'A replay cannot be opened', {
      where: path,
      got: errorText(e),
    })
  })
  return {
    name: basename(path),
    source: {
      inflate: nodeInflate,
      size: async () => BigInt((await file.stat()).size),
      async read(offset, length) {
        const bytes = new Uint8Array(Number(length))
        const { bytesRead } = await file.read(bytes, 0, bytes.length, Number(offset))
        return bytes.subarray(0, bytesRead)
      },
      close: () => file.close(),
    },
  }
}

/**
 * A file to export to. It is called `<path>.tmp` until it is whole; when the export is given up, nothing is left.
 *
 * @param inputs replays that it must not replace
 * @throws CoactError `export/out`
 */
export async function createExportFile(
  path: string,
  inputs: readonly string[],
): Promise<ExportSink> {
  const fail = (got: string): never => {
    throw new CoactError('export/out', 'The export cannot be written', { where: path, got })
  }
  const naming = <T>(work: Promise<T>): Promise<T> => work.catch((e) => fail(errorText(e)))
  if (inputs.some((input) => resolve(input) === resolve(path))) fail('one of the replays itself')
  const unfinished = `${path}.tmp`
  await naming(mkdir(dirname(path), { recursive: true }))
  const file = await naming(open(unfinished, 'w'))
  return {
    write: (bytes) => naming(file.writeFile(bytes)),
    async close(isWhole) {
      await naming(file.close())
      await naming(isWhole ? rename(unfinished, path) : rm(unfinished, { force: true }))
    },
  }
}
