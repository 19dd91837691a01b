import type { Json } from '../../engine/index.js'
import { CoactError, isCoactError } from '../../engine/index.js'
import type { Replay, ReplayResult } from '../../replays/index.js'
import { openReplayFile } from '../../replays/index.node.js'

import type { Results } from './results.node.js'

const { readdir, stat } = process.getBuiltinModule('node:fs/promises')
const { basename, join, relative, sep } = process.getBuiltinModule('node:path')

/** A replay of a list, as the page shows it. */
export interface ListedFile {
  /** Its path below the folder, with `/`; in an address it stands for the file, and nothing else does. */
  readonly name: string
  readonly path: string
  readonly bytes: number
  readonly changed: number
}

/** A row of the list: what a replay says of itself, or why it says nothing. */
export type ListRow = Readonly<Record<string, Json>>

const MOST = 5000

/** The replays that a path means: a file, or those in and below a folder. @throws CoactError `view/no-file` */
export async function listFiles(path: string): Promise<ListedFile[]> {
  const about = await stat(path).catch(() => undefined)
  if (about === undefined)
    throw new CoactError('view/no-file', 'There is no such file or folder', {
      where: path,
      expected: 'a replay, or a folder with replays (*.mcap)',
      next: 'Check the path.',
    })
  if (!about.isDirectory())
    return [{ name: basename(path), path, bytes: about.size, changed: about.mtimeMs }]
  const entries = await readdir(path, { recursive: true, withFileTypes: true })
  const found: ListedFile[] = []
  for (const entry of entries) {
    if (!entry.isFile() || !entry.name.endsWith('.mcap') || found.length >= MOST) continue
    const full = join(entry.parentPath, entry.name)
    const { size, mtimeMs } = await stat(full)
    const name = relative(path, full).split(sep).join('/')
    found.push({ name, path: full, bytes: size, changed: mtimeMs })
  }
  return found.sort((a, b) => (a.name < b.name ? -1 : 1))
}

/** Tells rows of files, and reads each only once for as long as it does not change. */
export function createRows(): (
  files: readonly ListedFile[],
  results?: Pick<Results, 'scores'>,
) => Promise<ListRow[]> {
  const known = new Map<string, { readonly changed: number; readonly row: ListRow }>()
  return async (files, results) => {
    const rows: ListRow[] = []
    for (const file of files) {
      const before = known.get(file.path)
      const row = before?.changed === file.changed ? before.row : await rowOf(file)
      known.set(file.path, { changed: file.changed, row })
      const { scores } = row
      const more = results?.scores(file.name) ?? {}
      rows.push(
        Object.keys(more).length === 0
          ? row
          : { ...row, scores: { ...(scores as Readonly<Record<string, Json>>), ...more } },
      )
    }
    return rows
  }
}

async function rowOf({ name, path, bytes }: ListedFile): Promise<ListRow> {
  try {
    const replay = await openReplayFile(path, { recover: true })
    try {
      const { header, result, ticks } = replay.info
      const policies = [...new Set(header.agents.map((a) => a.policy?.id ?? '?'))]
      const { parent } = header
      return {
        name,
        bytes,
        world: header.world.id,
        scenario: header.scenario.id,
        title: cut(header.scenario.title),
        seed: cut(header.seed),
        policies: cut(policies.join(', ')),
        ticks,
        ...(result === undefined
          ? {}
          : {
              end: result.end,
              chain: result.chain,
              scores: { ...scoresOf(result), ...(await scoredIn(replay)) },
            }),
        ...(parent === undefined
          ? {}
          : {
              parent: {
                tick: parent.tick,
                ...(parent.run === undefined ? {} : { run: parent.run }),
              },
            }),
      }
    } finally {
      await replay.close()
    }
  } catch (e) {
    return {
      name,
      bytes,
      problem: isCoactError(e) ? cut(e.message.split('\n')[0]!) : 'cannot be read',
    }
  }
}

const cut = (text: string): string => text.slice(0, 200)

/** What the run was scored while it went on. */
async function scoredIn(replay: Replay): Promise<Record<string, number>> {
  const found: Record<string, number> = {}
  for await (const { scores } of replay.lines('/scores'))
    for (const [name, scored] of Object.entries(scores).slice(0, 64)) {
      const value = (scored as { readonly value?: unknown } | null)?.value
      if (typeof value === 'number' && name !== '__proto__') found[name] = value
    }
  return found
}

/** Numbers that an episode was scored with, one level deep. */
function scoresOf({ goals, metrics, details }: ReplayResult): Record<string, number> {
  const scores: Record<string, number> = {}
  const { agents = {} } = (details ?? {}) as { readonly agents?: Readonly<Record<string, Json>> }
  const rewards = Object.values(agents).flatMap((told) => {
    const reward = (told as { readonly reward?: Json } | null)?.reward
    return typeof reward === 'number' ? [reward] : []
  })
  if (rewards.length > 0) scores['reward'] = rewards.reduce((sum, r) => sum + r, 0)
  if (goals.length > 0)
    scores['goals'] = goals.reduce((sum, g) => sum + g.progress, 0) / goals.length
  for (const [name, value] of Object.entries(metrics).slice(0, 64)) {
    const number =
      typeof value === 'object' && value !== null ? (value as { value?: Json }).value : value
    if (typeof number === 'number' && name !== '__proto__') scores[name] = number
  }
  return scores
}
