import { createReadStream, existsSync } from 'node:fs'
import { type FileHandle, mkdir, open, readFile, rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { CoactError } from '../../engine/index.js'
import { agrees, type EpisodeRow } from './row.js'
import type { Published } from './suite.js'

/** What a folder of results is of. */
export interface SweepInfo {
  readonly format: 'coact/sweep/1'
  readonly suite: string
  readonly title: string
  readonly version: string
  readonly published?: Published
}

/** Results that are there, and a way to add to them. */
export interface ResultStore {
  readonly rows: ReadonlyMap<string, EpisodeRow>
  /** Lines that could not be read: the last of a sweep that was killed. */
  readonly torn: number
  add(row: EpisodeRow): Promise<void>
  close(): Promise<void>
}

const INFO = 'sweep.json'
const ROWS = /^results.*\.jsonl$/

/** Reads all results of a folder. @throws CoactError `sweep/disagree`, `sweep/not-results` */
export async function readResults(folder: string): Promise<{
  readonly info: SweepInfo
  readonly rows: Map<string, EpisodeRow>
  readonly torn: number
}> {
  const info = await readInfo(folder)
  if (info === undefined) {
    throw new CoactError('sweep/not-results', 'This folder holds no results', {
      where: folder,
      expected: `a folder that "coact sweep" wrote, with ${INFO} in it`,
      next: 'Check the path.',
    })
  }
  const { readdir } = await import('node:fs/promises')
  const rows = new Map<string, EpisodeRow>()
  let torn = 0
  for (const file of (await readdir(folder)).filter((name) => ROWS.test(name)).sort())
    torn += await readRows(join(folder, file), rows)
  return { info, rows, torn }
}

async function readInfo(folder: string): Promise<SweepInfo | undefined> {
  const path = join(folder, INFO)
  if (!existsSync(path)) return undefined
  try {
    const info = JSON.parse(await readFile(path, 'utf8')) as SweepInfo
    if (info.format === 'coact/sweep/1') return info
  } catch {
    // Told below.
  }
  throw new CoactError('sweep/not-results', 'This folder is of something else', {
    where: path,
    expected: 'the format coact/sweep/1',
    next: 'Give another folder; nothing was changed in this one.',
  })
}

/** Adds the rows of a file; gives how many lines could not be read. */
async function readRows(path: string, rows: Map<string, EpisodeRow>): Promise<number> {
  let torn = 0
  const lines = createInterface({ input: createReadStream(path, 'utf8') })
  for await (const line of lines) {
    const row = rowIn(line)
    if (row === undefined) {
      if (line !== '') torn += 1
      continue
    }
    const known = rows.get(row.key)
    if (known !== undefined && !agrees(known, row)) throw disagree(path, known, row)
    // What went well once stays, whatever came after it.
    if (known?.status !== 'ok') rows.set(row.key, row)
  }
  return torn
}

function rowIn(line: string): EpisodeRow | undefined {
  try {
    const row = JSON.parse(line) as EpisodeRow
    return typeof row.key === 'string' && typeof row.scenario === 'string' ? row : undefined
  } catch {
    return undefined
  }
}

const disagree = (path: string, a: EpisodeRow, b: EpisodeRow): CoactError =>
  new CoactError('sweep/disagree', 'One episode has two results that differ', {
    where: `${path}: ${a.scenario}, ${a.lineup}, seed ${a.seed} (${a.key})`,
    expected: `chain ${a.chain}`,
    got: `chain ${b.chain}`,
    next: 'Something decides a run that its key does not hold: verify both replays, and remove the wrong line.',
  })

/** @param part the shard, where several write into one folder @throws CoactError `sweep/not-results`, `sweep/disagree` */
export async function openResults(
  folder: string,
  info: Omit<SweepInfo, 'format'>,
  part: string | undefined,
): Promise<ResultStore> {
  await mkdir(join(folder, 'replays'), { recursive: true })
  const known = await readInfo(folder)
  if (known !== undefined && known.suite !== info.suite) {
    throw new CoactError('sweep/other-suite', 'This folder holds results of another suite', {
      where: folder,
      expected: info.suite,
      got: known.suite,
      next: 'Give each suite a folder of its own.',
    })
  }
  if (known === undefined) {
    const text = JSON.stringify({ format: 'coact/sweep/1', ...info }, null, 2)
    await writeFile(join(folder, `${INFO}.tmp`), `${text}\n`)
    await rename(join(folder, `${INFO}.tmp`), join(folder, INFO))
  }
  const { rows, torn } = await readResults(folder)
  const name = part === undefined ? 'results.jsonl' : `results-${part.replace('/', '-of-')}.jsonl`
  const file = await open(join(folder, name), 'a+')
  await endLine(file)
  let writing: Promise<unknown> = Promise.resolve()
  return {
    rows,
    torn,
    add(row) {
      rows.set(row.key, row)
      const done = writing.then(() => file.appendFile(`${JSON.stringify(row)}\n`))
      writing = done.catch(() => {})
      return done
    },
    async close() {
      await writing
      await file.sync()
      await file.close()
    },
  }
}

/** Ends a line that was cut when a sweep was killed, so that the next is not lost with it. */
async function endLine(file: FileHandle): Promise<void> {
  const { size } = await file.stat()
  if (size === 0) return
  const last = Buffer.alloc(1)
  await file.read(last, 0, 1, size - 1)
  if (last[0] !== 10) await file.appendFile('\n')
}
