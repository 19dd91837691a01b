import { mkdir, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { CoactError, parseScenarioText, safeText, unknownName } from '../../engine/index.js'
import {
  CATEGORIES,
  type GeneratedScenario,
  type GenerateOptions,
  generateHousehold,
} from '../../worlds/index.js'
import { readText } from '../files.node.js'
import { EXIT } from './exit.js'
import { interruptible } from './interrupt.node.js'
import { jsonDocument, printable } from './printable.js'
import type { Terminal } from './terminal.node.js'

export interface GenerateFlags {
  readonly category: string
  readonly seed?: string
  readonly count?: number
  readonly rooms?: number
  readonly objects?: number
  readonly agents?: number
  readonly setting?: string
  readonly tables?: string
  readonly travel?: string
  readonly out?: string
}

/** `coact generate` */
export async function generateCommand(
  world: string,
  flags: GenerateFlags,
  terminal: Terminal,
): Promise<number> {
  if (world !== 'household')
    throw unknownName('generate/unknown-world', 'world with a generator', world, ['household'])
  const wanted = await wantedBy(flags)
  const isFile = flags.out?.endsWith('.json') === true
  if (wanted.length > 1 && (flags.out === undefined || isFile)) {
    throw new CoactError('generate/out', `${wanted.length} scenarios do not go into one file`, {
      where: '--out',
      expected: 'a folder',
      got: flags.out ?? 'nothing',
      next: 'Give a folder, such as --out scenarios/.',
    })
  }
  if (flags.out === undefined) {
    const file = generateHousehold(wanted[0]!)
    terminal.document(file)
    terminal.line(jsonDocument(file))
    return EXIT.fine
  }
  const path = (file: GeneratedScenario): string =>
    isFile ? flags.out! : join(flags.out!, `${file.id}.json`)
  return writeAll(wanted, path, flags.out, terminal)
}

async function writeAll(
  wanted: readonly GenerateOptions[],
  pathOf: (file: GeneratedScenario) => string,
  out: string,
  terminal: Terminal,
): Promise<number> {
  const stop = interruptible()
  const files: string[] = []
  for (const options of wanted) {
    if (stop.signal.aborted) break
    const file = generateHousehold(options)
    const path = pathOf(file)
    await write(path, textOf(file))
    files.push(path)
    terminal.status(() => `generate: ${files.length} of ${wanted.length} scenarios`)
    // Lets an interrupt be heard.
    await new Promise((resolve) => setImmediate(resolve))
  }
  stop.end()
  terminal.document({ written: files.length, out, files })
  terminal.line(`${files.length} written to ${printable(out)}, each with a proven solution`)
  return stop.signal.aborted ? EXIT.interrupted : EXIT.fine
}

/** One for each category and seed. */
async function wantedBy(flags: GenerateFlags): Promise<GenerateOptions[]> {
  const { category, seed = '0', count = 1, rooms, objects, agents, setting, travel } = flags
  const tables =
    flags.tables === undefined
      ? undefined
      : parseScenarioText(await readText(flags.tables, 'tables'), flags.tables, 'tables')
  const categories = category === 'all' ? CATEGORIES : [category]
  const options = { rooms, objects, agents, setting, travel, tables }
  return categories.flatMap((c) =>
    Array.from(
      { length: count },
      (_, i) => ({ ...options, category: c, seed: nth(seed, i) }) as GenerateOptions,
    ),
  )
}

/** The seeds that follow one: 7, 8, 9; a text gets numbers after a point. */
function nth(seed: string, i: number): string {
  if (i === 0) return seed
  return /^\d{1,15}$/.test(seed) ? String(Number(seed) + i) : `${seed}.${i}`
}

const textOf = (file: GeneratedScenario): string => `${jsonDocument(file)}\n`

async function write(path: string, text: string): Promise<void> {
  try {
    await mkdir(dirname(path), { recursive: true })
    await writeFile(path, text)
  } catch (e) {
    throw new CoactError('generate/unwritable', 'The scenario cannot be written', {
      where: path,
      got: safeText(e),
      next: 'Give a folder that can be written, with --out.',
    })
  }
}
