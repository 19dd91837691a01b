import { type AttributeValue, CoactError, type Json, unknownName } from '../engine/index.js'
import type { ReplayHeader } from './header.js'
import type { ColumnInfo, Layout } from './layout.js'
import { findRow, type PairRows, rowEntity, rowId, rowKey } from './rows.js'
import { anything, copyJson, readJson } from './shape.js'
import type { StateTables } from './tables.js'

/** A recorded state, to be read by name; it needs neither the engine nor the world's code. */
export interface StateView {
  readonly tick: number
  readonly layout: Layout
  /** The tables themselves, for code that cannot afford names. */
  readonly tables: StateTables
  /** Living entities that have all the components, ascending. */
  entities(...components: readonly string[]): number[]
  /** An entity by number or name; an agent's name also finds the first entity that is its own. @throws CoactError `entity/unknown` */
  entity(nameOrId: number | string): EntityView
  /** The values of a column by entity; past the end they are 0. @throws CoactError `column/unknown` */
  column(name: string): ArrayLike<number>
  /** What a column's number for an entity stands for. @throws CoactError `column/unknown` */
  value(column: string, entity: number): number | string | boolean
  /** A JSON document: `world`, or `memory:ada`. */
  doc(name: string): Json | undefined
  text(id: number): string
}

/** What a recorded state says of one entity. */
export interface EntityView {
  readonly id: number
  /** Empty for an entity without a name. */
  readonly name: string
  /** The agent that it belongs to, or empty. */
  readonly owner: string
  /** By component and field: numbers, and what they stand for where they stand for texts, names or truth. */
  readonly components: Readonly<Record<string, Readonly<Record<string, number | string | boolean>>>>
  readonly attributes: Readonly<Record<string, AttributeValue>>
  /** By exclusive relation; a parent of 0 is none. */
  readonly relations: Readonly<Record<string, RelationView>>
  /** By many-to-many relation: the members, ascending. */
  readonly sets: Readonly<Record<string, readonly number[]>>
}

export interface RelationView {
  readonly parent: number
  /** The name of the kind, or empty where kinds have no names. */
  readonly kind: string
  /** First to last. */
  readonly children: readonly number[]
}

/** Components per mask column. */
export const MASK_BITS = 31
/** What an attribute row's value means. */
const TAG = { boolean: 1, number: 2, text: 3, json: 4 } as const

export function viewState(tick: number, tables: StateTables, header: ReplayHeader): StateView {
  const { layout } = header
  const text = (id: number): string => tables.strings[id] ?? ''
  const state: Reading = { tables, layout, text, ...coreColumns(tables, layout) }
  return {
    tick,
    layout,
    tables,
    text,
    doc(name) {
      const doc = tables.docs.get(name)
      return doc === undefined ? undefined : (copyJson(doc) as Json)
    },
    entities(...components) {
      const wanted = components.map((name) => {
        const index = layout.components.indexOf(name)
        if (index >= 0) return index
        throw unknownName('component/unknown', 'component', name, layout.components)
      })
      return living(state).filter((e) => wanted.every((c) => has(state, e, c)))
    },
    entity: (nameOrId) => entityView(state, find(state, nameOrId, tick, header), header),
    column: (name) => columnOf(tables, layout, name) ?? unknownColumn(name, layout),
    value(name, entity) {
      const cells = columnOf(tables, layout, name) ?? unknownColumn(name, layout)
      return meaning(layout.columns.find((c) => c.name === name)!, cells[entity] ?? 0, text)
    },
  }
}

/** What the functions below read from. */
interface Reading {
  readonly tables: StateTables
  readonly layout: Layout
  readonly text: (id: number) => string
  readonly alive: ArrayLike<number>
  readonly names: ArrayLike<number>
  readonly owners: ArrayLike<number>
  readonly masks: readonly ArrayLike<number>[]
}

function coreColumns(
  tables: StateTables,
  layout: Layout,
): Omit<Reading, 'tables' | 'layout' | 'text'> {
  const get = (name: string): ArrayLike<number> => columnOf(tables, layout, name) ?? []
  return {
    alive: get('entity.alive'),
    names: get('entity.name'),
    owners: get('entity.owner'),
    masks: Array.from({ length: Math.ceil(layout.components.length / MASK_BITS) }, (_, i) =>
      get(`entity.mask${i}`),
    ),
  }
}

const columnOf = (
  tables: StateTables,
  layout: Layout,
  name: string,
): ArrayLike<number> | undefined => tables.columns[layout.columns.findIndex((c) => c.name === name)]

function unknownColumn(name: string, layout: Layout): never {
  const names = layout.columns.map((c) => c.name)
  throw unknownName('column/unknown', 'column', name, names)
}

const has = ({ masks }: Reading, entity: number, component: number): boolean =>
  ((masks[Math.floor(component / MASK_BITS)]?.[entity] ?? 0) & (1 << (component % MASK_BITS))) !== 0

function living({ alive }: Reading): number[] {
  const ids: number[] = []
  for (let e = 1; e < alive.length; e++) if (alive[e] === 1) ids.push(e)
  return ids
}

function find(
  state: Reading,
  nameOrId: number | string,
  tick: number,
  { agents }: ReplayHeader,
): number {
  const { alive, names, text } = state
  if (typeof nameOrId === 'number') {
    if (alive[nameOrId] === 1) return nameOrId
    throw new CoactError('entity/unknown', `There is no entity ${nameOrId} at tick ${tick}`)
  }
  const named = living(state).filter((e) => names[e] !== undefined && names[e] !== 0)
  const found = named.find((e) => text(names[e]!) === nameOrId)
  if (found !== undefined) return found
  const agent = agents.findIndex((a) => a.name === nameOrId)
  const own = agent < 0 ? undefined : living(state).find((e) => state.owners[e] === agent + 1)
  if (own !== undefined) return own
  const known = [...named.map((e) => text(names[e]!)), ...agents.map((a) => a.name)]
  throw unknownName('entity/unknown', 'entity', nameOrId, known, `tick ${tick}`)
}

function entityView(state: Reading, id: number, header: ReplayHeader): EntityView {
  const { tables, layout, text } = state
  const rows = (table: number) => rowsOf(tables.pairs[table], id)
  return {
    id,
    name: text(state.names[id] ?? 0),
    owner: header.agents[(state.owners[id] ?? 0) - 1]?.name ?? '',
    components: bare(
      layout.components.flatMap((name, c) =>
        has(state, id, c) ? [[name, componentView(state, id, name)] as const] : [],
      ),
    ),
    attributes: bare(
      rows(0).map(({ key, tag, value }) => [text(key), attribute(tag, value, text)]),
    ),
    relations: bare(
      layout.relations.map((relation) => [relation.name, relationView(state, id, relation)]),
    ),
    sets: bare(layout.tables.slice(1).map((name, i) => [name, rows(i + 1).map((row) => row.key)])),
  }
}

function componentView(
  { tables, layout, text }: Reading,
  id: number,
  component: string,
): EntityView['components'][string] {
  const prefix = `${component}.`
  return bare(
    layout.columns.flatMap((info, i) =>
      info.name.startsWith(prefix)
        ? [
            [
              info.name.slice(prefix.length),
              meaning(info, tables.columns[i]![id] ?? 0, text),
            ] as const,
          ]
        : [],
    ),
  )
}

function relationView(
  state: Reading,
  id: number,
  { name, kinds }: Layout['relations'][number],
): RelationView {
  const get = (field: string): ArrayLike<number> =>
    columnOf(state.tables, state.layout, `${name}.${field}`) ?? []
  const parents = get('parent')
  const orders = get('order')
  const children = living(state).filter((e) => parents[e] === id)
  return {
    parent: parents[id] ?? 0,
    kind: kinds[get('kind')[id] ?? 0] ?? '',
    children: children.sort((a, b) => (orders[a] ?? 0) - (orders[b] ?? 0)),
  }
}

/** An object without a prototype: its names come from a file. */
function bare<T>(entries: Iterable<readonly [string, T]>): Record<string, T> {
  const out: Record<string, T> = Object.create(null)
  for (const [key, value] of entries) out[key] = value
  return out
}

/** What a column's number stands for. */
export function meaning(
  { kind, names }: ColumnInfo,
  value: number,
  text: (id: number) => string,
): number | string | boolean {
  if (kind === 'bool') return value === 1
  if (kind === 'str') return text(value)
  return kind === 'enum' ? (names?.[value] ?? value) : value
}

/** What an attribute row's number stands for. @throws CoactError `replay/corrupt`, `limit/json` */
export function attribute(
  tag: number,
  value: number,
  text: (id: number) => string,
): AttributeValue {
  if (tag === TAG.boolean) return value === 1
  if (tag === TAG.text) return text(value)
  if (tag !== TAG.json) return value
  return readJson(text(value), 'an attribute', anything) as AttributeValue
}

function rowsOf(
  rows: PairRows | undefined,
  entity: number,
): { readonly key: number; readonly tag: number; readonly value: number }[] {
  if (rows === undefined) return []
  const found: { key: number; tag: number; value: number }[] = []
  for (
    let i = findRow(rows, rowId(entity, 0));
    i < rows.count && rowEntity(rows.ids[i]!) === entity;
    i++
  ) {
    found.push({ key: rowKey(rows.ids[i]!), tag: rows.tags[i]!, value: rows.values[i]! })
  }
  return found
}
