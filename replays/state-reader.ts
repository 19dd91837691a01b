import { type Cause, limits } from '../engine/index.js'
import { vocabularyOf } from './causes.js'
import { STATE } from './channels.js'
import type { Chunks } from './chunks.js'
import type { CellWatcher, DiffReader, StateFrame } from './decode.js'
import type { Inflate } from './deflate.js'
import type { Place } from './directory.js'
import { corrupt, decoding } from './faults.js'
import { type Group, openGroup } from './group.js'
import type { ReplayHeader } from './header.js'
import { remember } from './remember.js'
import { copyBare, copyDocs, copyTables, emptyTables, type StateTables } from './tables.js'

/** The groups of the state channel. */
export interface StateReader {
  /** First ticks of the groups, ascending. */
  readonly starts: readonly number[]
  /** The group that begins at a tick. @throws CoactError `replay/corrupt` */
  group(from: number): Promise<StateGroup>
  /** The same without room in the memory of groups; undefined when nothing in it changes some columns or tables. */
  changing(from: number, values: readonly number[]): Promise<StateGroup | undefined>
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
  /** Tells what each tick up to one changes, then gives its causes by number. */
  watch(
    until: number,
    watcher: CellWatcher,
    told: (tick: number, causeAt: (i: number) => Cause) => void,
  ): void
}

const GROUPS_KEPT = 3
const BASES_KEPT = 2

export function createStateReader(
  chunks: Chunks,
  places: readonly Place[],
  header: ReplayHeader,
  inflate: Inflate,
): StateReader {
  const { layout } = header
  const vocabulary = vocabularyOf(header)
  const byTick = new Map(places.map((p) => [p.tick, p]))

  // Only ever copied.
  const nothing = emptyTables(layout)
  const open = async (from: number): Promise<Group> => {
    const where = `${STATE} from tick ${from}`
    const place = byTick.get(from)
    if (place === undefined) throw corrupt(where, 'no such group')
    const packed = await chunks.message(STATE, place)
    const bytes = await inflated(inflate, packed, where)
    const group = decoding(where, () => openGroup(bytes, where, layout, vocabulary))
    if (group.from !== from) throw corrupt(where, `a group from tick ${group.from}`)
    return group
  }
  const base = remember(BASES_KEPT, async (tick: number): Promise<StateTables> => {
    const group = await open(tick)
    if (group.base !== undefined)
      throw corrupt(`${STATE} from tick ${tick}`, 'a base that has a base')
    return createStateGroup(group, nothing).tables(tick)
  })
  const begun = async (group: Group): Promise<StateGroup> =>
    createStateGroup(group, group.base === undefined ? nothing : await base(group.base))
  return {
    starts: places.map((p) => p.tick),
    group: remember(GROUPS_KEPT, async (from) => begun(await open(from))),
    async changing(from, values) {
      const group = await open(from)
      return group.mayChange(values) ? begun(group) : undefined
    },
  }
}

/** Undoes deflation within bounds. @throws CoactError `replay/corrupt`, `limit/inflated` */
export async function inflated(
  inflate: Inflate,
  packed: Uint8Array,
  where: string,
): Promise<Uint8Array> {
  try {
    return await inflate(packed, limits.GROUP_INFLATED_BYTES_MAX)
  } catch (e) {
    return decoding(where, () => {
      throw e
    })
  }
}

function createStateGroup(group: Group, origin: StateTables): StateGroup {
  const { from } = group
  const to = from + group.frames - 1
  let walk: Walk | undefined
  const begin = (): Walk =>
    decoding(`${STATE} from tick ${from}`, () => {
      const tables = copyBare(origin)
      const settle = group.keyframe(tables)
      return { tick: from - 1, tables, diffs: group.walk(), settle }
    })
  /** Goes to just before a tick, and takes it with `step`. */
  const take = <T>(tick: number, step: (walk: Walk) => T): T =>
    decoding(`${STATE} at tick ${tick}`, () => {
      const at = walk === undefined || walk.tick >= tick ? begin() : walk
      // Nobody goes on from where damage was met.
      walk = undefined
      while (at.tick < tick - 1) {
        at.diffs.skip(at.tables)
        at.tick += 1
      }
      const taken = step(at)
      at.tick = tick
      if (tick === to && !at.diffs.isDone()) throw new Error('more diffs than frames')
      walk = at
      return taken
    })
  return {
    from,
    to,
    frame: (tick) => take(tick, ({ diffs, tables }) => diffs.next(tables)),
    watch(until, watcher, told) {
      // A walk of its own, as it leaves texts behind.
      const { tables, diffs } = begin()
      for (let tick = from; tick <= Math.min(until, to); tick++)
        decoding(`${STATE} at tick ${tick}`, () => told(tick, diffs.watch(tables, watcher)))
    },
    tables(tick) {
      if (walk?.tick !== tick) take(tick, ({ diffs, tables }) => diffs.skip(tables))
      const at = walk!
      decoding(`${STATE} at tick ${tick}`, () => {
        if (at.settle !== undefined) {
          copyDocs(origin, at.tables)
          at.settle()
          at.settle = undefined
        }
        at.diffs.settle(at.tables)
      })
      return copyTables(at.tables)
    },
  }
}

interface Walk {
  tick: number
  readonly tables: StateTables
  readonly diffs: DiffReader
  /** Makes the documents as the keyframe has them, until that is done. */
  settle: (() => void) | undefined
}
