import { mkdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { CoactError, errorText, isCoactError, parseScenarioText } from '../../engine/index.js'
import { convertLayout, type ReadLayout, readLayout } from '../../worlds/index.js'
import { readTree, type Tree, textOf } from '../tree.node.js'
import { kitchenFile } from './overcooked.js'
import type { Anomaly, Importer, ImportOptions, ImportReport } from './types.js'

/** A layout of the source, or the reason why it cannot be read. */
interface Entry {
  readonly file: string
  readonly name: string
  read(): ReadLayout
}

async function run(path: string, options: ImportOptions): Promise<ImportReport> {
  const entries = [...entriesOf(await readSource(path))]
  if (entries.length === 0) {
    throw new CoactError('import/nothing-found', `${path} holds no layouts of Overcooked`, {
      expected: 'files such as cramped_room.layout, or a layouts.json with all of them',
      next: 'Give the folder with the layouts, or one of them.',
    })
  }
  await guarded(options.out, () => mkdir(options.out, { recursive: true }))
  const anomalies: Anomaly[] = []
  const players: Record<string, number> = {}
  const taken = new Map<string, string>()
  let written = 0
  let skipped = 0
  for (const [i, entry] of entries.entries()) {
    if (options.signal?.aborted === true) break
    const { file, name } = entry
    try {
      const layout = entry.read()
      const scenario = kitchenFile(name, layout, name.includes('old_dynamics'))
      const text = JSON.stringify(scenario)
      const wanted = scenario.id
      // A folder may hold a layout twice: as a file of its own and in the list.
      const id = freeId(wanted, text, taken)
      if (id === undefined) continue
      if (id !== wanted) {
        const message = `another layout has the id ${wanted}; this one is written as ${id}`
        anomalies.push({ file, path: '', message })
      }
      for (const key of layout.ignored)
        anomalies.push({ file, path: key, message: 'this key means nothing here; it is left out' })
      const target = join(options.out, `${id}.json`)
      await guarded(target, () => writeWhole(target, { ...scenario, id }))
      taken.set(id, text)
      written += 1
      const many = `for ${layout.players} ${layout.players === 1 ? 'player' : 'players'}`
      players[many] = (players[many] ?? 0) + 1
    } catch (e) {
      if (!isCoactError(e) || e.code === 'import/unwritable') throw e
      skipped += 1
      anomalies.push(anomalyOf(file, e))
    }
    options.onProgress?.(i + 1, entries.length)
  }
  return { written, skipped, anomalies, counts: players }
}

/** The id itself, or with a number behind it where another layout has it; undefined when this very layout is there. */
function freeId(
  wanted: string,
  text: string,
  taken: ReadonlyMap<string, string>,
): string | undefined {
  let id = wanted
  for (let n = 2; taken.has(id); n++) {
    if (taken.get(id) === text) return undefined
    id = `${wanted}-${n}`
  }
  return id
}

/** Writes a file beside its place and puts it there when it is whole. */
async function writeWhole(path: string, value: unknown): Promise<void> {
  const part = `${path}.part`
  try {
    await writeFile(part, `${JSON.stringify(value, null, 1)}\n`)
    await rename(part, path)
  } catch (e) {
    await rm(part, { force: true })
    throw e
  }
}

/** @throws CoactError `import/unwritable` for whatever the file system refuses */
async function guarded<T>(path: string, write: () => Promise<T>): Promise<T> {
  try {
    return await write()
  } catch (e) {
    throw new CoactError('import/unwritable', 'The scenarios cannot be written', {
      where: path,
      got: errorText(e),
      next: 'Give a folder that can be written, with --out.',
    })
  }
}

function anomalyOf(file: string, e: CoactError): Anomaly {
  const { where, expected, got } = e.detail
  const place = where === undefined || where === file ? '' : where.replace(`${file}:`, 'line ')
  return {
    file,
    path: place,
    message: `${e.message.split('\n')[0]}${expected === undefined ? '' : `; expected ${expected}`}; it is left out`,
    ...(got === undefined ? {} : { got }),
  }
}

const WANTED = /\.layout$|(^|\/)layouts\.json$/

/** The files of a folder or archive; or a single layout file, or a list of layouts of any name. */
async function readSource(path: string): Promise<Tree> {
  const info = await stat(path).catch(() => undefined)
  if (info?.isFile() === true && /\.(layout|json)$/.test(path))
    return new Map([[basename(path), await readFile(path)]])
  return readTree(path, (name) => WANTED.test(name))
}

function* entriesOf(tree: Tree): Generator<Entry> {
  for (const [file, bytes] of tree) {
    const text = textOf(bytes)
    if (file.endsWith('.layout')) {
      const name = basename(file).replace(/\.layout$/, '')
      yield { file, name, read: () => readLayout(text, file) }
      continue
    }
    const list = listOf(text, file)
    for (const [name, layout] of Object.entries(list))
      yield { file: `${file}#${name}`, name, read: () => convertLayout(layout, `${file}#${name}`) }
  }
}

/** A list of layouts by name. Its numbers may be infinite (`1e999`), which plain JSON readers take as well. */
function listOf(text: string, file: string): Readonly<Record<string, unknown>> {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch (e) {
    // The scenario reader says where the text goes wrong.
    parseScenarioText(text, file, 'layout')
    throw new CoactError('layout/json', `${file} is no JSON`, { got: errorText(e) })
  }
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Readonly<Record<string, unknown>>)
    : {}
}

/** Layouts of Overcooked (overcooked_ai), as a folder of `.layout` files, one of them, or a list as JSON. */
export const overcooked: Importer = {
  id: 'overcooked',
  text: 'Overcooked’s layouts: a folder, one .layout file, or layouts.json',
  run,
}
