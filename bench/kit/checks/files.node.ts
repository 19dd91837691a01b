import type { AnyWorld } from '../../../engine/index.js'
import { failure } from '../failure.js'

// Asked for by name, so that bundlers for browsers find nothing to resolve.
const { existsSync, readFileSync, writeFileSync } = process.getBuiltinModule('node:fs')
const { fileURLToPath } = process.getBuiltinModule('node:url')

const pathOf = (file: string | URL): string => {
  const text = String(file)
  return text.startsWith('file:') ? fileURLToPath(text) : text
}

/**
 * Compares a text with a file byte for byte. The file is written instead where `COACT_UPDATE=1` asks for that, and where
 * there is none yet, unless this is a machine (`CI` is set) on which nobody would look at it.
 */
export function compareFile(text: string, file: string | URL): void {
  const path = pathOf(file)
  const { COACT_UPDATE, CI = '' } = process.env
  const isNew = !existsSync(path)
  if (COACT_UPDATE === '1' || (isNew && CI === '')) {
    writeFileSync(path, text)
    return
  }
  const next = 'If it is meant to be another game now, run again with COACT_UPDATE=1.'
  if (isNew) throw failure('golden', 'There is no golden playthrough yet', { where: path, next })
  const golden = readFileSync(path, 'utf8')
  if (golden === text) return
  const [was, now] = [golden.split('\n'), text.split('\n')]
  const line = was.findIndex((l, i) => l !== now[i])
  const at = line < 0 ? was.length : line
  throw failure('golden', 'The playthrough is not the golden one', {
    where: `${path}:${at + 1}`,
    expected: was[at] ?? 'the end',
    got: now[at] ?? 'the end',
    next,
  })
}

/** The README exists and names every action and profile. */
export function checkReadme(world: AnyWorld, file: string | URL): void {
  const path = pathOf(file)
  if (!existsSync(path)) throw failure('readme', 'The world has no README', { where: path })
  const text = readFileSync(path, 'utf8').toLowerCase()
  const wanted = [world.id, ...Object.keys(world.actions), ...(world.profiles ?? [])]
  const missing = wanted.filter((name) => !text.includes(name.toLowerCase()))
  if (missing.length === 0) return
  throw failure('readme', 'The README does not tell everything', {
    where: path,
    expected: 'every action and every profile by its name',
    got: `nothing of ${missing.join(', ')}`,
  })
}
