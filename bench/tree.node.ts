import { readdir, readFile, stat } from 'node:fs/promises'
import { join, posix, relative, sep } from 'node:path'
import { buffer } from 'node:stream/consumers'
import { gunzipSync } from 'node:zlib'
import { extract } from 'tar-stream'
import { CoactError, errorText } from '../engine/index.js'

/** Files by their path inside an archive or a folder, with `/` between the parts. */
export type Tree = ReadonlyMap<string, Uint8Array>

/**
 * Reads the files of a `.tar`, a `.tar.gz` or a folder.
 *
 * @param wanted which paths to keep
 * @throws CoactError `import/no-source`, `import/bad-archive`
 */
export async function readTree(path: string, wanted: (path: string) => boolean): Promise<Tree> {
  const info = await stat(path).catch(() => undefined)
  if (info === undefined) {
    throw new CoactError('import/no-source', `There is nothing at ${path}`, {
      expected: 'a .tar, a .tar.gz or a folder',
      next: 'Check the path.',
    })
  }
  return info.isDirectory() ? readFolder(path, wanted) : readArchive(path, wanted)
}

async function readFolder(root: string, wanted: (path: string) => boolean): Promise<Tree> {
  const out = new Map<string, Uint8Array>()
  const entries = await readdir(root, { recursive: true, withFileTypes: true })
  for (const entry of entries) {
    if (!entry.isFile() && !entry.isSymbolicLink()) continue
    const file = join(entry.parentPath, entry.name)
    const name = relative(root, file).split(sep).join('/')
    if (wanted(name)) out.set(name, await readFile(file))
  }
  return new Map([...out].sort(([a], [b]) => (a < b ? -1 : 1)))
}

async function readArchive(path: string, wanted: (path: string) => boolean): Promise<Tree> {
  const bytes = await readFile(path)
  const files = new Map<string, Uint8Array>()
  const links = new Map<string, string>()
  try {
    const tar = bytes[0] === 0x1f && bytes[1] === 0x8b ? gunzipSync(bytes) : bytes
    const entries = extract()
    entries.end(tar)
    for await (const entry of entries) {
      const { name, type, linkname } = entry.header
      if ((type === 'link' || type === 'symlink') && linkname && wanted(name)) {
        links.set(name, type === 'link' ? linkname : posix.join(posix.dirname(name), linkname))
      }
      const data = await buffer(entry)
      if (type === 'file') files.set(name, data)
    }
  } catch (e) {
    throw new CoactError('import/bad-archive', `${path} cannot be read as an archive`, {
      expected: 'a .tar or .tar.gz that is whole',
      got: errorText(e),
      next: 'Fetch it again.',
    })
  }
  // A link may come before what it points to, and may point to another link.
  for (const name of links.keys()) {
    let target = links.get(name)!
    for (let hops = 0; links.has(target) && hops < 16; hops++) target = links.get(target)!
    const data = files.get(target)
    if (data !== undefined) files.set(name, data)
  }
  return new Map([...files].filter(([name]) => wanted(name)).sort(([a], [b]) => (a < b ? -1 : 1)))
}

/** The text of a file of a tree. */
export const textOf = (bytes: Uint8Array): string => new TextDecoder().decode(bytes)
