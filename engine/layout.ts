import type { CauseClock } from './clock.js'
import { cellBytes, createColumn, type IntColumn, type Membership, type Tracked } from './column.js'
import { type Field, i32, ref, str } from './fields.js'
import { maskCount } from './masks.js'
import { createRelation, type TrackedRelation } from './relation.js'
import { createSlab, type Slab } from './slab.js'
import type { StoreSpec } from './store.js'

/** The columns and relations that a store's spec asks for. */
export interface Layout {
  /** All columns; the masks come first. */
  readonly columns: readonly Tracked[]
  /** Which components an entity has. */
  readonly masks: readonly IntColumn[]
  /** 1 for each living entity: one without components exists all the same, so diffs and hashes must see it. */
  readonly living: IntColumn
  /** Number of an entity's name. */
  readonly name: IntColumn
  /** 1 + index of the agent that an entity belongs to, or 0. */
  readonly owner: IntColumn
  /** Columns by component and field name. */
  readonly fields: Readonly<Record<string, Readonly<Record<string, Tracked>>>>
  readonly relations: Readonly<Record<string, TrackedRelation>>
  readonly relationList: readonly TrackedRelation[]
  readonly bytesPerEntity: number
}

type AddColumn = (component: number, name: string, field: Field) => Tracked

/**
 * @param capacity how many entities there is room for at first
 * @param mustLive throws unless an entity may change now
 */
export function createLayout(
  spec: StoreSpec,
  clock: CauseClock,
  members: Membership,
  mustLive: (entity: number) => void,
  capacity: number,
): Layout {
  const bytesPerEntity = storeBytes(spec)
  const slab = createSlab(bytesPerEntity, capacity)
  const columns: Tracked[] = []
  const add: AddColumn = (component, name, field) => {
    const { length } = columns
    const made = createColumn(length, component, name, field, clock, members, slab, capacity)
    columns.push(made)
    return made
  }
  const addInts = (name: string, field: Field): IntColumn => add(-1, name, field) as IntColumn
  const masks: IntColumn[] = []
  const components = Object.keys(spec.components)
  for (let i = 0; i < maskCount(components.length); i++) masks.push(addInts(`entity.mask${i}`, i32))
  const living = addInts('entity.alive', i32)
  const name = addInts('entity.name', str)
  const owner = addInts('entity.owner', i32)
  const fields = addFields(spec, add)
  const relations: Record<string, TrackedRelation> = {}
  for (const [of, relation] of Object.entries(spec.relations)) {
    const parent = addInts(`${of}.parent`, ref)
    const kind = addInts(`${of}.kind`, i32)
    const order = addInts(`${of}.order`, i32)
    const own = [parent, kind, order] as const
    relations[of] = createRelation(of, relation, own, slab, capacity, mustLive)
  }
  const relationList = Object.values(relations)
  return { columns, masks, living, name, owner, fields, relations, relationList, bytesPerEntity }
}

/** Makes room for more entities. */
export function growLayout(layout: Layout, capacity: number): void {
  const slab: Slab = createSlab(layout.bytesPerEntity, capacity)
  for (const c of layout.columns) c.grow(slab, capacity)
  for (const r of layout.relationList) r.grow(slab, capacity)
}

function addFields(spec: StoreSpec, add: AddColumn): Layout['fields'] {
  const fields: Record<string, Record<string, Tracked>> = {}
  Object.entries(spec.components).forEach(([name, shape], component) => {
    const made: Record<string, Tracked> = {}
    for (const [field, type] of Object.entries(shape)) {
      made[field] = add(component, `${name}.${field}`, type)
    }
    fields[name] = made
  })
  return fields
}

/** Bytes that a store takes for each entity, in columns and in the lists of relations. */
function storeBytes(spec: StoreSpec): number {
  const ints = 4 + maskCount(Object.keys(spec.components).length)
  let bytes = ints * cellBytes(i32) + Object.keys(spec.relations).length * (3 * cellBytes(i32) + 16)
  for (const fields of Object.values(spec.components)) {
    for (const field of Object.values(fields)) bytes += cellBytes(field)
  }
  return bytes
}
