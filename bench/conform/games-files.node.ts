import { readFile } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { CoactError, errorText } from '../../engine/index.js'
import { type Recordings, recordingsAt } from './recordings.node.js'

/** One value of a recorded file, or what is wrong with it. */
export interface GameRow {
  /** `traces/hex.jsonl:3` */
  readonly place: string
  readonly file: string
  readonly value?: unknown
  readonly damage?: string
}

const DATA = /\.(jsonl(\.gz)?|json)$/

/**
 * The recorded files of a folder, of `traces/` and `exact/` in it, or the one file that the path is. A file that
 * is there both plain and packed is taken once.
 *
 * @throws CoactError `conform/no-traces`, `conform/no-such-path`
 */
export async function gameFiles(path: string): Promise<Recordings> {
  const { dir, files } = await recordingsAt(path, DATA)
  const found = [...files]
  for (const folder of dir === path ? ['traces', 'exact'] : []) {
    const inner = await recordingsAt(join(dir, folder), DATA).catch(() => undefined)
    found.push(...(inner?.files ?? []).map((name) => join(folder, name)))
  }
  if (found.length > 0) return { dir, files: found }
  throw new CoactError('conform/no-traces', `${path} holds no recorded games`, {
    expected: '.jsonl, .jsonl.gz or .json files, in it or in its folders "traces" and "exact"',
    next: 'Check the folder.',
  })
}

/** The rows of a file: one a line, or for `.json` the elements of the list, or the one value. */
export async function gameRows(dir: string, file: string): Promise<GameRow[]> {
  let text: string
  try {
    text = await unpacked(join(dir, file))
  } catch (e) {
    return [{ place: file, file, damage: errorText(e) }]
  }
  if (file.endsWith('.json')) return jsonRows(file, text)
  return text.split('\n').flatMap((line, i): GameRow[] => {
    if (line.trim() === '') return []
    return [{ file, ...parsed(`${file}:${i + 1}`, line) }]
  })
}

async function unpacked(path: string): Promise<string> {
  const bytes = await readFile(path)
  return new TextDecoder().decode(
    bytes[0] === 0x1f && bytes[1] === 0x8b ? gunzipSync(bytes) : bytes,
  )
}

function jsonRows(file: string, text: string): GameRow[] {
  const { place, value, damage } = parsed(file, text)
  if (damage !== undefined) return [{ place, file, damage }]
  if (!Array.isArray(value)) return [{ place, file, value }]
  return value.map((element: unknown, i) => ({ place: `${file}[${i}]`, file, value: element }))
}

function parsed(place: string, text: string): Omit<GameRow, 'file'> {
  try {
    return { place, value: JSON.parse(text) }
  } catch (e) {
    return { place, damage: errorText(e) }
  }
}

/** A file's name without folder and endings, for tables. */
export const shortName = (file: string): string => basename(file).replace(DATA, '')
