import { z } from 'zod'
import { errorText, problemLine, schemaProblems } from '../../engine/index.js'
import { instancesOf } from './games-bargaining.js'
import { type Entry, findGame, type Worlds } from './games-checks.js'
import { exactEntries } from './games-exact.js'
import { gridEntry } from './games-grid.js'
import type { Place } from './games-names.js'
import { settingOf } from './games-negotiation.js'
import { optimumEntries } from './games-optimum.js'
import { replayPlay } from './games-play.js'
import { type RecordedPlay, readFreshPlay, readShippedPlay } from './games-rows.js'
import { theoryEntries } from './games-theory.js'

/** What is to be checked of one recorded value: found by its fields, whatever file it lies in. */
export function entriesOf(value: unknown, worlds: Worlds): readonly Entry[] | string {
  if (typeof value !== 'object' || value === null) return 'no record: it is no object'
  try {
    return known(value, worlds) ?? `no record: its fields are ${Object.keys(value).join(', ')}`
  } catch (e) {
    if (!(e instanceof z.ZodError)) return errorText(e)
    return schemaProblems(undefined, e, value).slice(0, 3).map(problemLine).join('; ')
  }
}

function known(value: object, worlds: Worlds): readonly Entry[] | undefined {
  if ('steps' in value && 'file' in value) return playEntry(readShippedPlay(value), worlds)
  if ('steps' in value && 'max_steps' in value) return [gridEntry(value, worlds)]
  if ('steps' in value) return playEntry(readFreshPlay(value), worlds)
  return (
    exactEntries(value, worlds) ?? theoryEntries(value, worlds) ?? optimumEntries(value, worlds)
  )
}

function playEntry(recorded: RecordedPlay, worlds: Worlds): Entry[] {
  const found = findGame(worlds, recorded.game)
  if ('missing' in found) return [found]
  return [
    {
      gate: recorded.source === 'fresh' ? 'plays' : 'shipped',
      game: recorded.game,
      run: () => replayPlay(found.built, paramsOf(found, recorded), recorded),
    },
  ]
}

/** Parameters that only the record tells. */
function paramsOf({ world, params }: Place, recorded: RecordedPlay): Place['params'] {
  if (world === 'negotiation') {
    // The generator that the seed is of is the reference's own.
    const { rngSeed: _, ...rest } = params
    const setting = settingOf(recorded)
    return setting === undefined ? rest : { ...rest, instances: [setting] }
  }
  if (world !== 'bargaining') return params
  const instances = instancesOf(recorded)
  return instances === undefined ? params : { ...params, instances }
}
