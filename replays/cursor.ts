import { limits } from '../engine/index.js'
import { vocabularyOf } from './causes.js'
import { STATE } from './channels.js'
import type { Chunks } from './chunks.js'
import type { StateFrame } from './decode.js'
import type { Inflate } from './deflate.js'
import type { Place } from './directory.js'
import { corrupt, decoding } from './faults.js'
import { createGroupReader, type GroupReader } from './group.js'
import type { ReplayHeader } from './header.js'
import { remember } from './remember.js'
import { applyDiff, copyTables, emptyTables, type StateTables } from './tables.js'

/** The groups of the state channel. */
export interface StateGroups {
  /** The group that begins at a tick. @throws CoactError `replay/corrupt` */
  group(from: number): Promise<StateGroup>
}

/** A decoded group; it goes only as far as was asked. */
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

  const open = async (from: number): Promise<GroupReader> => {
    const where = `${STATE} from tick ${from}`
    const place = byTick.get(from)
    if (place === undefined) throw corrupt(where, 'no such group')
    const packed = await chunks.message(STATE, place)
    const bytes = await inflated(inflate, packed, where)
    const group = createGroupReader(bytes, where, layout, vocabulary)
    if (group.from !== from) throw corrupt(where, `a group from tick ${group.from}`)
    return group
  }
  const base = remember(BASES_KEPT, async (tick: number): Promise<StateTables> => {
    const group = await open(tick)
    if (group.base !== undefined) throw corrupt(`${STATE} from tick ${tick}`, 'a base that has a base')
    const tables = emptyTables(layout)
    group.keyframe(tables)
    group.next(tables)
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

function createStateGroup(group: GroupReader, origin: StateTables): StateGroup {
  const tables = copyTables(origin)
  const keyframe = group.keyframe(tables)
  const frames: StateFrame[] = []
  /** Copy of the state at some tick, brought along so that going forward costs one diff. */
  let walker: { tick: number; readonly tables: StateTables } | undefined
  const decodeTo = (tick: number): void => {
    while (group.from + frames.length <= tick) frames.push(group.next(tables))
  }
  const start = (): StateTables => {
    const begin = copyTables(origin)
    applyDiff(begin, keyframe.diff)
    return begin
  }
  return {
    from: group.from,
    to: group.from + group.frames - 1,
    frame(tick) {
      decodeTo(tick)
      return frames[tick - group.from]!
    },
    tables(tick) {
      decodeTo(tick)
      if (group.from + frames.length - 1 === tick) return copyTables(tables)
      if (walker === undefined || walker.tick > tick) walker = { tick: group.from - 1, tables: start() }
      while (walker.tick < tick) {
        walker.tick += 1
        applyDiff(walker.tables, frames[walker.tick - group.from]!.diff)
      }
      return copyTables(walker.tables)
    },
  }
}
