import {
  type ActionRecord,
  type Cause,
  CoactError,
  type Frame,
  unknownName,
} from '../engine/index.js'
import type { FrameReader } from './frame-reader.js'
import type { ReplayHeader } from './header.js'
import type { Layout } from './layout.js'
import type { StateGroup, StateReader } from './state-reader.js'
import { MASK_BITS, type StateView } from './view.js'

/** What last set a part of an entity. */
export interface Why {
  readonly tick: number
  readonly entity: number
  /** `Body.x`, `attributes.is_open`; `entity.alive` when nothing did since the entity, or its component, came or went. */
  readonly what: string
  readonly cause: Cause
  /** The action that did it, if one did. */
  readonly action?: ActionRecord
  /** What it was before the tick; undefined when the entity had no such thing. */
  readonly old: unknown
  /** What the tick made of it; undefined when it took it away. */
  readonly value: unknown
}

/** What somebody asks about. */
interface Target {
  readonly entity: number
  /** Columns in question. */
  readonly columns: readonly number[]
  readonly row?: { readonly table: number; readonly key: number }
  /** Columns that tell whether entity and component are there. */
  readonly alive: number
  readonly mask?: { readonly column: number; readonly bit: number }
}

interface Hit {
  readonly cause: number
  readonly what: string
}

interface Last {
  readonly tick: number
  readonly cause: Cause
  readonly hit: string
}

/**
 * Finds what last set a component, field, attribute, relation or member of an entity, at or before a tick. It goes
 * back group by group and passes over those that write no such column.
 *
 * @param what `Body.x`; `Body` for any of its fields; `attributes.is_open`; `carry.parent`; `knows.7` for a member
 * @returns undefined when nothing ever did
 */
export async function findWhy(
  states: StateReader,
  frames: FrameReader,
  header: ReplayHeader,
  state: (tick: number) => Promise<StateView>,
  given: { readonly entity: number | string; readonly what: string; readonly tick: number },
): Promise<Why | undefined> {
  const { layout } = header
  const view = await state(given.tick)
  const target = targetOf(given.entity, given.what, view)
  if (target === undefined) return undefined
  const found = await lastHit(states, layout, target, given.tick)
  if (found === undefined) return undefined
  const { tick, cause, hit } = found
  const before = tick <= states.starts[0]! ? undefined : await state(tick - 1)
  const isNamed = hit !== PRESENCE && target.row === undefined
  const name = isNamed ? hit : given.what
  const read = (at: StateView | undefined): unknown => valueIn(at, target.entity, name)
  const action = actionOf(await frames.frame(tick), cause, target.entity, header)
  return {
    tick,
    entity: target.entity,
    what: hit === PRESENCE ? hit : name,
    cause,
    ...(action === undefined ? {} : { action }),
    old: read(before),
    value: read(await state(tick)),
  }
}

function targetOf(entity: number | string, what: string, view: StateView): Target | undefined {
  const { layout, tables } = view
  const id = typeof entity === 'string' ? view.entity(entity).id : entity
  if (!Number.isInteger(id) || id < 1)
    throw new CoactError('entity/unknown', `There is no entity ${id}`)
  const alive = columnIndex(layout, 'entity.alive')
  const dot = what.indexOf('.')
  const [head, rest] = dot < 0 ? [what, ''] : [what.slice(0, dot), what.slice(dot + 1)]
  const table = layout.tables.indexOf(head)
  if (table >= 0 && dot > 0) {
    const key = table === 0 ? tables.strings.indexOf(rest) : Number(rest)
    return key < 0 || !Number.isInteger(key)
      ? undefined
      : { entity: id, columns: [], row: { table, key }, alive }
  }
  const columns = layout.columns.flatMap(({ name }, i) =>
    name === what || (dot < 0 && name.startsWith(`${what}.`)) ? [i] : [],
  )
  const component = layout.components.indexOf(head)
  if (columns.length === 0 && (component < 0 || dot >= 0)) {
    const known = [...layout.columns.map((c) => c.name), ...layout.components, ...layout.tables]
    throw unknownName('column/unknown', 'component or column', what, known)
  }
  if (component < 0) return { entity: id, columns, alive }
  const column = columnIndex(layout, `entity.mask${Math.floor(component / MASK_BITS)}`)
  return { entity: id, columns, alive, mask: { column, bit: 1 << (component % MASK_BITS) } }
}

const columnIndex = (layout: Layout, name: string): number =>
  layout.columns.findIndex((c) => c.name === name)

async function lastHit(
  states: StateReader,
  layout: Layout,
  target: Target,
  tick: number,
): Promise<Last | undefined> {
  const { columns, row, alive, mask } = target
  const tables = row === undefined ? [] : [layout.columns.length + row.table]
  const values = [...columns, alive, ...tables, ...(mask === undefined ? [] : [mask.column])]
  const starts = states.starts.filter((start) => start <= tick).reverse()
  // Most things were set not long ago; the further back, the more groups are read at once.
  for (let i = 0, window = 1; i < starts.length; i += window, window = Math.min(2 * window, 16)) {
    const loading = starts.slice(i, i + window).map((from) => states.changing(from, values))
    for (const group of await Promise.all(loading)) {
      const last = group === undefined ? undefined : lastIn(group, target, layout, tick)
      if (last !== undefined) return last
    }
  }
  return undefined
}

function lastIn(group: StateGroup, target: Target, layout: Layout, tick: number): Last | undefined {
  let last: Last | undefined
  let found: Hit | undefined
  const watching = watcher(target, layout, (hit) => {
    // In one tick the thing itself says more than that its owner came, and the last cause more than earlier ones.
    if (found === undefined || found.what === PRESENCE) found = hit
    else if (hit.what !== PRESENCE && hit.cause >= found.cause) found = hit
  })
  group.watch(tick, watching, (at, causeAt) => {
    if (found !== undefined) last = { tick: at, cause: causeAt(found.cause), hit: found.what }
    found = undefined
  })
  return last
}

const PRESENCE = 'entity.alive'

function watcher(
  { entity, columns, row, alive, mask }: Target,
  layout: Layout,
  hit: (hit: Hit) => void,
) {
  return {
    cell(column: number, e: number, value: number, cause: number, old: number) {
      if (e !== entity) return
      if (columns.includes(column)) hit({ cause, what: layout.columns[column]!.name })
      else if (column === alive || (column === mask?.column && ((value ^ old) & mask.bit) !== 0))
        hit({ cause, what: PRESENCE })
    },
    row(table: number, e: number, key: number, cause: number) {
      if (e !== entity || table !== row?.table || key !== row.key) return
      hit({ cause, what: `${layout.tables[table]}.${key}` })
    },
  }
}

/** What a name stands for in a state; undefined where the entity or its component is not there. */
function valueIn(view: StateView | undefined, id: number, name: string): unknown {
  if (view === undefined || view.column('entity.alive')[id] !== 1) return undefined
  const entity = view.entity(id)
  const dot = name.indexOf('.')
  const [head, rest] = dot < 0 ? [name, ''] : [name.slice(0, dot), name.slice(dot + 1)]
  const { components, tables, relations } = view.layout
  if (components.includes(head))
    return dot < 0 ? entity.components[head] : entity.components[head]?.[rest]
  if (head === tables[0]) return entity.attributes[rest]
  if (tables.includes(head)) return entity.sets[head]?.includes(Number(rest))
  if (dot < 0 && relations.some((r) => r.name === head)) return entity.relations[head]
  return view.value(name, id)
}

/** The action behind a cause: of several alike, the last that says it wrote the entity. */
function actionOf(
  { actions }: Frame,
  cause: Cause,
  entity: number,
  { agents }: ReplayHeader,
): ActionRecord | undefined {
  const alike = actions.filter((a) => {
    const name = agents[a.agent]?.name
    return a.fallback === true
      ? cause === `fallback:${name}` || cause === `action:${name}:${a.action}`
      : cause === `action:${name}:${a.action}`
  })
  return alike.findLast((a) => a.writes?.includes(entity) === true) ?? alike.at(-1)
}
