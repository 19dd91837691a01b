import { existsSync } from 'node:fs'
import { mkdir, writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { dirname, join, normalize } from 'node:path'
import { CoactError, safeText } from '../../engine/index.js'
import { generate, moduleOf } from '../new/generate.js'
import { type Names, namesOf } from '../new/names.js'
import type { Versions } from '../new/templates/project.js'
import { shipped } from '../registry.js'
import { EXIT } from './exit.js'
import { printable, shellWord } from './printable.js'
import type { Terminal } from './terminal.node.js'

export interface NewFlags {
  readonly dir?: string
}

/** `coact new` */
export async function newCommand(
  kind: string,
  name: string,
  { dir = '.' }: NewFlags,
  terminal: Terminal,
): Promise<number> {
  const names = namesOf(name)
  const isPackage = existsSync(join(dir, 'package.json'))
  const files = generate(kind, names, isPackage ? undefined : versions())
  await mustBeFree(kind, names)
  const paths = Object.keys(files)
  const taken = paths.filter((path) => existsSync(join(dir, path)))
  if (taken.length > 0) {
    throw new CoactError('new/exists', 'Nothing is overwritten', {
      where: dir,
      got: `${taken.join(', ')} ${taken.length === 1 ? 'is' : 'are'} there already`,
      next: 'Choose another name, or another folder with --dir.',
    })
  }
  for (const path of paths) await write(join(dir, path), files[path]!)
  const next = steps(kind, names, dir, isPackage)
  terminal.document({ kind, name, dir, files: paths, next })
  for (const path of paths) terminal.line(`wrote ${printable(normalize(join(dir, path)))}`)
  terminal.line('next:')
  for (const step of next) terminal.line(`  ${printable(step, 500)}`)
  return EXIT.fine
}

/** A world or policy of this name would never be reached: what ships comes first. */
async function mustBeFree(kind: string, { id }: Names): Promise<void> {
  const { worlds, policies } = await shipped()
  if (!(kind === 'world' ? worlds.has(id) : kind === 'policy' && policies.has(id))) return
  throw new CoactError('new/name', `"${id}" cannot be the name: a ${kind} that ships has it`, {
    next: 'Choose another name.',
  })
}

async function write(path: string, text: string): Promise<void> {
  try {
    await mkdir(dirname(path), { recursive: true })
    await writeFile(path, text, { flag: 'wx' })
  } catch (e) {
    throw new CoactError('new/unwritable', 'A file cannot be written', {
      where: path,
      got: safeText(e),
      next: 'Give a folder that can be written, with --dir.',
    })
  }
}

function versions(): Versions {
  const { version, dependencies, devDependencies } = createRequire(import.meta.url)(
    'coact/package.json',
  ) as {
    readonly version: string
    readonly dependencies: Readonly<Record<string, string>>
    readonly devDependencies: Readonly<Record<string, string>>
  }
  return {
    coact: version,
    zod: dependencies['zod']!,
    tsx: devDependencies['tsx']!,
    typescript: devDependencies['typescript']!,
    vitest: devDependencies['vitest']!,
  }
}

function steps(kind: string, names: Names, dir: string, isPackage: boolean): string[] {
  const { id } = names
  return [
    ...(dir === '.' ? [] : [`cd ${shellWord(dir)}`]),
    ...(isPackage
      ? [`add to your index.ts: export * from '${moduleOf(kind, names)}'`]
      : ['npm install']),
    'npx vitest run',
    ...(kind === 'world' ? [`npx coact run ${id}/scenario.ts --seed 7`] : []),
    ...(kind === 'policy' ? [`npx coact run letter-on-the-mat --agents ./${id}.ts`] : []),
  ]
}
