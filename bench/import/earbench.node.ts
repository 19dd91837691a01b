import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { CoactError, errorText } from '../../engine/index.js'
import { readTree, type Tree, textOf } from '../tree.node.js'
import { type Converted, convertEar, type EarFile, type Split } from './earbench.js'
import type { Anomaly, Importer, ImportOptions, ImportReport } from './types.js'

const TASK = /(?:^|\/)eval\/(single|multi)-independent\/task\/(\d+)_task\.json$/
const EVAL = /(?:^|\/)eval\/(single|multi)-independent\/(?:task|scene)\/\d+_(?:task|scene)\.json$/

/** One scenario of the source: converted, or the reason why it could not be read. */
export interface EarEntry {
  readonly split: Split
  readonly number: string
  readonly converted?: Converted
  readonly problem?: Anomaly
}

/** Reads the evaluation scenes of an archive or folder. @throws CoactError `import/nothing-found` */
export async function readEarTree(path: string): Promise<Tree> {
  const tree = await readTree(path, (name) => EVAL.test(name))
  if (tree.size > 0) return tree
  throw new CoactError('import/nothing-found', `${path} holds no EAR-Bench scenes`, {
    expected: 'files such as data/eval/single-independent/task/00001_task.json',
    next: 'Give the archive or the folder that holds "eval".',
  })
}

/** Converts every scenario of a tree, in order of split and number. */
export function* convertTree(tree: Tree): Generator<EarEntry> {
  for (const [path, bytes] of tree) {
    const match = TASK.exec(path)
    if (match === null) continue
    const split = match[1] as Split
    const number = match[2]!
    const scenePath = path.replace('/task/', '/scene/').replace('_task.json', '_scene.json')
    const scene = tree.get(scenePath)
    const problem = (file: string, message: string): EarEntry => ({
      split,
      number,
      problem: { file, path: '', message },
    })
    if (scene === undefined) {
      yield problem(scenePath, 'the scene of this task is missing; the scenario is left out')
      continue
    }
    let files: [EarFile, EarFile]
    try {
      files = [decode(scenePath, scene), decode(path, bytes)]
    } catch (e) {
      yield problem(path, `not JSON (${errorText(e)}); the scenario is left out`)
      continue
    }
    yield { split, number, converted: convertEar(split, number, files[0], files[1]) }
  }
}

const decode = (path: string, bytes: Uint8Array): EarFile => ({
  path,
  json: JSON.parse(textOf(bytes)) as unknown,
})

async function run(path: string, options: ImportOptions): Promise<ImportReport> {
  const tree = await readEarTree(path)
  await mkdir(options.out, { recursive: true })
  const anomalies: Anomaly[] = []
  const counts = { single: 0, multi: 0, 'loaded by the reference': 0 }
  let written = 0
  let skipped = 0
  const entries = [...convertTree(tree)]
  for (const [i, entry] of entries.entries()) {
    if (options.signal?.aborted === true) break
    if (entry.converted === undefined) {
      skipped += 1
      if (entry.problem !== undefined) anomalies.push(entry.problem)
      continue
    }
    anomalies.push(...entry.converted.anomalies)
    const { refLoads, scenario } = entry.converted
    if (refLoads) counts['loaded by the reference'] += 1
    if (!refLoads && options.select === 'ref') {
      skipped += 1
      continue
    }
    await writeFile(
      join(options.out, `${scenario.id}.json`),
      `${JSON.stringify(scenario, null, 1)}\n`,
    )
    counts[entry.split] += 1
    written += 1
    options.onProgress?.(i + 1, entries.length)
  }
  return { written, skipped, anomalies, counts }
}

/** EAR-Bench's evaluation set (OmniEAR): 800 scenarios for one agent, 600 for two. */
export const earbench: Importer = {
  id: 'earbench',
  text: 'EAR-Bench scenes and tasks (OmniEAR), as an archive or a folder',
  run,
}
