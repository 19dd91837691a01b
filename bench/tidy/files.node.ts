import { execFileSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type { Source } from './source.js'

export const root = fileURLToPath(new URL('../../', import.meta.url))

/** Paths of the tree as a commit of it would have them: tracked, or new and not ignored. */
export function treePaths(): string[] {
  const listed = execFileSync('git', ['ls-files', '-z', '-co', '--exclude-standard'], {
    cwd: root,
    encoding: 'utf8',
    maxBuffer: 64 << 20,
  })
  const paths = new Set(listed.split('\0').filter((path) => path && existsSync(root + path)))
  return [...paths].sort()
}

export function read(path: string): Source {
  return { path, text: readFileSync(root + path, 'utf8') }
}
