import { setImmediate } from 'node:timers/promises'
import { shipped } from '../registry.js'
import { entriesOf } from './games-entries.js'
import { type GameRow, gameFiles, gameRows, shortName } from './games-files.node.js'
import { createTally } from './games-report.js'
import type { ConformOptions, ConformReport, ConformSuite } from './types.js'

async function run(path: string, options: ConformOptions): Promise<ConformReport> {
  const { worlds } = await shipped()
  const rows: GameRow[] = []
  const { dir, files } = await gameFiles(path)
  for (const file of files) rows.push(...(await gameRows(dir, file)))
  const tally = createTally()
  for (const [i, { place, file, value, damage }] of rows.entries()) {
    if (options.signal?.aborted === true) break
    const entries = damage ?? entriesOf(value, worlds)
    if (typeof entries === 'string')
      tally.fail('unreadable', shortName(file), `${place}: ${entries}`)
    else {
      for (const entry of entries) {
        if ('missing' in entry) tally.missing(entry.missing)
        else tally.check(entry, place)
      }
    }
    options.onProgress?.(i + 1, rows.length)
    // Lets an interrupt be heard.
    await setImmediate()
  }
  return tally.report()
}

/** OpenSpiel's and VS-Bench's games, and exact numbers about them, against the worlds and solvers. */
export const games: ConformSuite = {
  id: 'games',
  text: 'OpenSpiel’s and VS-Bench’s games, played state by state, and exact numbers about them',
  run,
}
