import { type AttributeValue, CoactError, type Json, unknownName } from '../engine/index.js'
import type { ReplayHeader } from './header.js'
import type { ColumnInfo, Layout } from './layout.js'
import { copyJson } from './shape.js'
import { findRow, type PairRows, rowEntity, rowId, rowKey, type StateTables } from './tables.js'

/** A recorded state, to be read by name; it needs neither the engine nor the world's code. */
export interface StateView {
  readonly tick: number
  readonly layout: Layout
  /** The tables themselves, for code that cannot afford names. */
  readonly tables: StateTables
  /** Living entities that have all the components, ascending. */
  entities(...components: readonly string[]): number[]
  /** An entity by number or name. @throws CoactError `entity/unknown` */
  entity(nameOrId: number | string): EntityView
  /** The values of a column by entity; past the end they are 0. @throws CoactError `column/unknown` */
  column(name: string): ArrayLike<number>
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
const MASK_BITS = 31
/** What an attribute row's value means. */
const TAG = { boolean: 1, number: 2, text: 3, json: 4 } as const

export function viewState(tick: number, tables: StateTables, header: ReplayHeader): StateView {
  const { layout } = header
  const indices = new Map(layout.columns.map(({ name }, i) => [name, i]))
  const cells = (name: string): ArrayLike<number> => tables.columns[indices.get(name) ?? -1] ?? []
  const alive = cells('entity.alive')
  const names = cells('entity.name')
  const owners = cells('entity.owner')
  const text = (id: number): string => tables.strings[id] ?? ''
  const has = (entity: number, component: number): boolean =>
    ((cells(`entity.mask${Math.floor(component / MASK_BITS)}`)[entity] ?? 0) & (1 << component % MASK_BITS)) !== 0
  const living = (): number[] => Array.from(alive, (_, e) => e).filter((e) => alive[e] === 1)

  const find = (nameOrId: number | string): number => {
    if (typeof nameOrId === 'number') {
      if (alive[nameOrId] === 1) return nameOrId
      throw new CoactError('entity/unknown', `There is no entity ${nameOrId} at tick ${tick}`)
    }
    const found = living().find((e) => names[e] !== 0 && text(names[e]!) === nameOrId)
    if (found !== undefined) return found
    const known = living().flatMap((e) => (names[e] === 0 ? [] : [text(names[e]!)]))
    throw unknownName('entity/unknown', 'entity', nameOrId, known, `tick ${tick}`)
  }
  const component = (entity: number, name: string): [string, Record<string, number | string | boolean>] => {
    const fields = layout.columns.flatMap((info, i) =>
      info.name.startsWith(`${name}.`)
        ? [[info.name.slice(name.length + 1), meaning(info, tables.columns[i]![entity] ?? 0, text)] as const]
        : [],
    )
    return [name, bare(fields)]
  }
  const relation = (entity: number, name: string, kinds: readonly string[]): RelationView => {
    const parents = cells(`${name}.parent`)
    const orders = cells(`${name}.order`)
    const children = living().filter((e) => parents[e] === entity)
    return {
      parent: parents[entity] ?? 0,
      kind: kinds[cells(`${name}.kind`)[entity] ?? 0] ?? '',
      children: children.sort((a, b) => orders[a]! - orders[b]!),
    }
  }
  return {
    tick,
    layout,
    tables,
    text,
    doc: (name) => copyJson(tables.docs.get(name) ?? null) as Json,
    entities(...components) {
      const wanted = components.map((name) => {
        const index = layout.components.indexOf(name)
        if (index >= 0) return index
        throw unknownName('component/unknown', 'component', name, layout.components)
      })
      return living().filter((e) => wanted.every((c) => has(e, c)))
    },
    entity(nameOrId) {
      const id = find(nameOrId)
      return {
        id,
        name: text(names[id] ?? 0),
        owner: header.agents[(owners[id] ?? 0) - 1]?.name ?? '',
        components: bare(layout.components.filter((_, c) => has(id, c)).map((name) => component(id, name))),
        attributes: bare(
          rowsOf(tables.pairs[0], id).map((row) => [text(row.key), attribute(row.tag, row.value, text)]),
        ),
        relations: bare(layout.relations.map(({ name, kinds }) => [name, relation(id, name, kinds)])),
        sets: bare(
          layout.tables.slice(1).map((name, i) => [name, rowsOf(tables.pairs[i + 1], id).map((r) => r.key)]),
        ),
      }
    },
    column(name) {
      const column = tables.columns[indices.get(name) ?? -1]
      if (column !== undefined) return column
      throw unknownName('column/unknown', 'column', name, [...indices.keys()])
    },
  }
}

/** An object without a prototype: its names come from a file. */
function bare<T>(entries: Iterable<readonly [string, T]>): Record<string, T> {
  const out: Record<string, T> = Object.create(null)
  for (const [key, value] of entries) out[key] = value
  return out
}

/** What a column's number stands for. */
export function meaning({ kind, names }: ColumnInfo, value: number, text: (id: number) => string): number | string | boolean {
  if (kind === 'bool') return value === 1
  if (kind === 'str') return text(value)
  return kind === 'enum' ? (names?.[value] ?? value) : value
}

/** What an attribute row's number stands for. */
export function attribute(tag: number, value: number, text: (id: number) => string): AttributeValue {
  if (tag === TAG.boolean) return value === 1
  if (tag === TAG.text) return text(value)
  return tag === TAG.json ? (copyJson(JSON.parse(text(value)) as Json) as AttributeValue) : value
}

function rowsOf(
  rows: PairRows | undefined,
  entity: number,
): { readonly key: number; readonly tag: number; readonly value: number }[] {
  if (rows === undefined) return []
  const found: { key: number; tag: number; value: number }[] = []
  for (let i = findRow(rows, rowId(entity, 0)); i < rows.count && rowEntity(rows.ids[i]!) === entity; i++) {
    found.push({ key: rowKey(rows.ids[i]!), tag: rows.tags[i]!, value: rows.values[i]! })
  }
  return found
}
