import { isCoactError } from '../../engine/index.js'
import { reportPage } from '../report/report.js'
import type { EpisodeRow } from '../sweep/row.js'
import { readResults } from '../sweep/store.node.js'

const { stat } = process.getBuiltinModule('node:fs/promises')
const { join } = process.getBuiltinModule('node:path')

/** What a sweep wrote beside its replays. */
export interface Results {
  /** What the episode of a replay was scored. @param name of the replay, from the folder */
  scores(name: string): Readonly<Record<string, number>>
  /** The report as a page, with links that open replays in the viewer. */
  report(): string
}

/** The results of a folder, as they are now; undefined where there are none that can be read. */
export async function resultsOf(folder: string): Promise<Results | undefined> {
  const isSweep = await stat(join(folder, 'sweep.json')).then(
    () => true,
    () => false,
  )
  if (!isSweep) return undefined
  const read = await readResults(folder).catch((e: unknown) => {
    // The replays can be seen all the same.
    if (isCoactError(e)) return undefined
    throw e
  })
  if (read === undefined || read.rows.size === 0) return undefined
  const { rows, info } = read
  const byReplay = new Map([...rows.values()].map((row) => [row.replay, row]))
  return {
    scores(name) {
      const row = byReplay.get(name)
      return row === undefined ? {} : scoresOf(row)
    },
    report: () =>
      reportPage({
        title: info.title,
        rows: [...rows.values()],
        linkOf: ({ replay, ticks }) =>
          replay === undefined
            ? undefined
            : `./#${new URLSearchParams({ f: replay, t: String(ticks ?? 0) })}`,
        published: info.published,
      }),
  }
}

function scoresOf({ scores = {}, success, tokens, price }: EpisodeRow): Record<string, number> {
  const told: Record<string, number> = {}
  if (success !== undefined) told['success'] = success ? 1 : 0
  for (const [name, value] of Object.entries(scores))
    if (value !== null && name !== '__proto__') told[name] = value
  if (tokens !== undefined && tokens > 0) told['tokens'] = tokens
  if (price !== undefined && price > 0) told['price'] = price
  return told
}
