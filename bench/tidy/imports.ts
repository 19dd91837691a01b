import type { Facts } from './facts.js'
import { isDoor, isNode, isTest, middleRooms, roomOf, rooms, type Source } from './source.js'

/** Where a package may be imported; elsewhere its quirks would leak into runs. */
const keptIn: Record<string, { readonly room: string; readonly file: string }> = {
  bitecs: { room: '', file: 'engine/store.ts' },
  rxjs: { room: 'engine', file: 'engine/tap.ts' },
}

/** The arrows, the doors, and what only some files may import. */
export function importProblems({ path }: Source, facts: Facts): string[] {
  const found: string[] = []
  for (const { name, line, lazy } of facts.imports) {
    const why = name.startsWith('.')
      ? localProblem(path, resolve(path, name), lazy)
      : packageProblem(path, name)
    if (why) found.push(`${path}:${line} imports ${name}: ${why}`)
  }
  return found
}

/** A door holds nothing of its own. */
export function doorProblems({ path }: Source, facts: Facts): string[] {
  if (!isDoor(path)) return []
  return facts.statements.map(
    ({ name, line }) => `${path}:${line} ${name}: a door only re-exports; move this to a file`,
  )
}

function localProblem(from: string, to: string, lazy: boolean): string | undefined {
  const [here, there] = [roomOf(from), roomOf(to)]
  if (here === 'examples') return undefined
  if (isNode(to) && !lazy && !mayUseNode(from))
    return 'only *.node.ts and bench import a *.node.ts; or import() it on demand'
  if (here === there || !rooms.includes(there)) return undefined
  if (!isDoor(to)) return `enter another room by its door, ${there}/index.js`
  if (isTest(from)) return undefined
  if (here === 'engine') return 'engine imports no other room'
  if (middleRooms.includes(here) && there !== 'engine') return `${here} imports engine only`
  return undefined
}

function packageProblem(from: string, name: string): string | undefined {
  if (name.startsWith('node:') && !mayUseNode(from)) return 'node: belongs in a *.node.ts'
  if (/^coact(\/|$)/.test(name) && rooms.includes(roomOf(from)) && !isTest(from))
    return 'sources import by relative path'
  const keep = keptIn[name.replace(/^([^@/]+|@[^/]+\/[^/]+).*$/, '$1')]
  if (keep && roomOf(from).startsWith(keep.room) && from !== keep.file && !isTest(from))
    return `only ${keep.file} may`
  return undefined
}

/** Outside the rooms (configuration, scripts, examples) Node is at hand. */
function mayUseNode(path: string): boolean {
  return isNode(path) || isTest(path) || !rooms.includes(roomOf(path))
}

/** The source file that `./name.js` in the file at `from` means. */
function resolve(from: string, name: string): string {
  const { pathname } = new URL(name, `file:///${from}`)
  return decodeURIComponent(pathname.slice(1)).replace(/\.js$/, '.ts')
}
