import { limits } from '../engine/index.js'
import { vocabularyOf } from './causes.js'
import { STATE } from './channels.js'
import type { Chunks } from './chunks.js'
import type { DiffReader, StateFrame } from './decode.js'
import type { Inflate } from './deflate.js'
import type { Place } from './directory.js'
import { corrupt, decoding } from './faults.js'
import { type Group, openGroup } from './group.js'
import type { ReplayHeader } from './header.js'
import { remember } from './remember.js'
import { applyDiff, copyTables, emptyTables, type StateTables } from './tables.js'

/** The groups of the state channel. */
export interface StateGroups {
  /** The group that begins at a tick. @throws CoactError `replay/corrupt` */
  group(from: number): Promise<StateGroup>
}

/** A group with a place in it: going on costs one diff, going back starts at the keyframe. */
export interface StateGroup {
  readonly from: number
  /** The last tick. */
  readonly to: number
  /** Diff and causes of a tick. */
  frame(tick: number): StateFrame
  /** A copy of the state after a tick. */
  tables(tick: number): StateTables
}

const GROUPS_KEPT = 3
const BASES_KEPT = 2

export function createStateGroups(
  chunks: Chunks,
  places: readonly Place[],
  header: ReplayHeader,
  inflate: Inflate,
): StateGroups {
  const { layout } = header
  const vocabulary = vocabularyOf(header)
  const byTick = new Map(places.map((p) => [p.tick, p]))

  const open = async (from: number): Promise<Group> => {
    const where = `${STATE} from tick ${from}`
    const place = byTick.get(from)
    if (place === undefined) throw corrupt(where, 'no such group')
    const packed = await chunks.message(STATE, place)
    const bytes = await inflated(inflate, packed, where)
    const group = openGroup(bytes, where, layout, vocabulary)
    if (group.from !== from) throw corrupt(where, `a group from tick ${group.from}`)
    return group
  }
  const base = remember(BASES_KEPT, async (tick: number): Promise<StateTables> => {
    const group = await open(tick)
    if (group.base !== undefined) throw corrupt(`${STATE} from tick ${tick}`, 'a base that has a base')
    const tables = emptyTables(layout)
    applyDiff(tables, group.keyframe(tables))
    group.walk().skip(tables)
    return tables
  })
  return {
    group: remember(GROUPS_KEPT, async (from) => {
      const group = await open(from)
      const origin = group.base === undefined ? emptyTables(layout) : await base(group.base)
      return createStateGroup(group, origin)
    }),
  }
}

/** Undoes deflation within bounds. @throws CoactError `replay/corrupt`, `limit/inflated` */
export async function inflated(inflate: Inflate, packed: Uint8Array, where: string): Promise<Uint8Array> {
  try {
    return await inflate(packed, limits.GROUP_INFLATED_BYTES_MAX)
  } catch (e) {
    return decoding(where, () => {
      throw e
    })
  }
}

function createStateGroup(group: Group, origin: StateTables): StateGroup {
  const keyframe = group.keyframe(origin)
  const to = group.from + group.frames - 1
  let walk: Walk | undefined
  /** Goes to just before a tick, and takes it with `step`. */
  const take = <T>(tick: number, step: (walk: Walk) => T): T => {
    const at = walk === undefined || walk.tick >= tick ? begin() : walk
    // Nobody goes on from where damage was met.
    walk = undefined
    while (at.tick < tick - 1) {
      at.diffs.skip(at.tables)
      at.tick += 1
    }
    const taken = step(at)
    at.tick = tick
    if (tick === to && !at.diffs.isDone) throw corrupt(`${STATE} at tick ${tick}`, 'more diffs than frames')
    walk = at
    return taken
  }
  const begin = (): Walk => {
    const tables = copyTables(origin)
    applyDiff(tables, keyframe)
    return { tick: group.from - 1, tables, diffs: group.walk() }
  }
  return {
    from: group.from,
    to,
    frame: (tick) => take(tick, ({ diffs, tables }) => diffs.next(tables)),
    tables(tick) {
      if (walk?.tick !== tick) take(tick, ({ diffs, tables }) => diffs.skip(tables))
      return copyTables(walk!.tables)
    },
  }
}

interface Walk {
  tick: number
  readonly tables: StateTables
  readonly diffs: DiffReader
}
