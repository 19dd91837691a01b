import {
  addComponent,
  addEntity,
  createEntityIndex,
  createWorld,
  query,
  removeComponent,
  removeEntity,
} from 'bitecs'
import { type CauseClock, mustBeOpen } from './clock.js'
import {
  type Column,
  cellBytes,
  clearCell,
  createColumn,
  type IntColumn,
  type Membership,
  restoreColumn,
  sameValues,
  type Tracked,
} from './column.js'
import { CoactError, unknownName } from './errors.js'
import type { ComponentShapes } from './fields.js'
import { i32, ref, str } from './fields.js'
import { limits } from './limits.js'
import { createNames } from './names.js'
import { createPairs, type PairsState, type TrackedPairs } from './pairs.js'
import { createRelation, type RelationSpec, type TrackedRelation } from './relation.js'
import { createSlab } from './slab.js'
import { createStrings, type Strings } from './strings.js'

/** What a store is made from. */
export interface StoreSpec {
  readonly components: ComponentShapes
  readonly relations: Readonly<Record<string, RelationSpec>>
  /** Names of many-to-many relations. */
  readonly sets: readonly string[]
}

/** Everything needed to bring a store back exactly. */
export interface StoreState {
  /** Entity ids in the index's order: the living first, then those free to be used again. */
  readonly index: Int32Array
  readonly alive: number
  readonly highest: number
  readonly columns: readonly (Int32Array | Float64Array)[]
  readonly pairs: readonly PairsState[]
  readonly counters: readonly number[]
  readonly strings: readonly string[]
}

/**
 * Entities, components and relations of one episode. bitECS keeps the entity index, membership and queries; the columns,
 * relations, diffs and snapshots are ours, because its own snapshots renumber entities and lose relations.
 */
export interface Store {
  readonly clock: CauseClock
  readonly columns: readonly Tracked[]
  /** Columns by component and field name. */
  readonly fields: Readonly<Record<string, Readonly<Record<string, Tracked>>>>
  readonly relations: Readonly<Record<string, TrackedRelation>>
  /** `attributes`, then the sets in declared order. */
  readonly pairs: readonly TrackedPairs[]
  readonly strings: Strings
  readonly componentNames: readonly string[]
  /** 1 + index of the agent that an entity belongs to, or 0. */
  readonly owner: Column
  spawn(components: readonly string[], name: string): number
  remove(entity: number): void
  add(entity: number, component: string): void
  drop(entity: number, component: string): void
  isAlive(entity: number): boolean
  /** Throws unless the entity may change now. @throws CoactError `entity/unknown`, `world/outside-step` */
  mustLive(entity: number): void
  has(entity: number, component: string): boolean
  /** Living entities that have all the components, ascending. The array is shared: do not change it. */
  each(...components: readonly string[]): Int32Array
  count(component: string): number
  /** The entity of a name, or 0. */
  byName(name: string): number
  nameOf(entity: number): string
  name(entity: number, name: string): void
  /** One past the highest entity id in use. */
  end(): number
  save(): StoreState
  restore(state: StoreState): void
}

const FIRST_CAPACITY = 128
/** Components per mask column: an `Int32Array` cell without its sign. */
const MASK_BITS = 31

/** @param tracking whether writes are logged, so that diffs can be taken */
export function createStore(spec: StoreSpec, tracking: boolean): Store {
  const componentNames = Object.keys(spec.components)
  const componentIds = new Map(componentNames.map((name, i) => [name, i]))
  const clock: CauseClock = { serial: 1, wrote: 0, open: true, tracking, dirty: [] }
  const strings = createStrings(clock)
  const columns: Tracked[] = []
  const byComponent: number[][] = componentNames.map(() => [])
  const fields: Record<string, Record<string, Tracked>> = {}
  let capacity = FIRST_CAPACITY
  const bytesPerEntity = storeBytes(spec)
  let slab = createSlab(bytesPerEntity * capacity)
  let alive = new Uint8Array(capacity)
  let highest = 0
  const names = createNames()

  const members: Membership = {
    holds: (component, entity) =>
      entity > 0 &&
      entity < capacity &&
      alive[entity] === 1 &&
      (component < 0 || inMask(component, entity)),
    describe: (entity) => `Entity ${entity}${nameOf(entity) === '' ? '' : ` (${nameOf(entity)})`}`,
  }
  const column = (
    component: number,
    name: string,
    field: Parameters<typeof createColumn>[3],
  ): Tracked => {
    const made = createColumn(
      columns.length,
      component,
      name,
      field,
      clock,
      members,
      slab,
      capacity,
    )
    columns.push(made)
    return made
  }

  const masks: IntColumn[] = []
  for (let i = 0; i * MASK_BITS < Math.max(1, componentNames.length); i++) {
    masks.push(column(-1, `entity.mask${i}`, i32) as IntColumn)
  }
  // An entity without components exists all the same: this column keeps it in diffs and hashes.
  const living = column(-1, 'entity.alive', i32) as IntColumn
  const nameColumn = column(-1, 'entity.name', str) as IntColumn
  const owner = column(-1, 'entity.owner', i32) as IntColumn
  const inMask = (component: number, entity: number): boolean =>
    (masks[(component / MASK_BITS) | 0]!.values[entity]! & (1 << (component % MASK_BITS))) !== 0
  const nameOf = (entity: number): string => strings.text(nameColumn.values[entity] ?? 0)

  componentNames.forEach((name, id) => {
    const made: Record<string, Tracked> = {}
    for (const [field, type] of Object.entries(spec.components[name]!)) {
      const c = column(id, `${name}.${field}`, type)
      made[field] = c
      byComponent[id]!.push(c.index)
    }
    fields[name] = made
  })
  const relations: Record<string, TrackedRelation> = {}
  for (const [name, relation] of Object.entries(spec.relations)) {
    relations[name] = createRelation(
      name,
      relation,
      [
        column(-1, `${name}.parent`, ref) as IntColumn,
        column(-1, `${name}.kind`, i32) as IntColumn,
        column(-1, `${name}.order`, i32) as IntColumn,
      ],
      slab,
      capacity,
      (entity) => mustLive(entity),
    )
  }
  const relationList = Object.values(relations)
  const pairs = ['attributes', ...spec.sets].map((name) => createPairs(name, clock))

  let index = createEntityIndex()
  let ecs = createWorld(index)
  const tokens: object[] = componentNames.map(() => ({}))
  let lists = new Map<string, Int32Array>()

  const idOf = (component: string): number => {
    const id = componentIds.get(component)
    if (id === undefined)
      throw unknownName('component/unknown', 'component', component, componentNames)
    return id
  }
  const ensure = (entity: number): void => {
    if (entity < capacity) return
    if (entity >= limits.ENTITIES_MAX) {
      throw new CoactError('limit/entities', 'Too many entities', {
        expected: `at most ${limits.ENTITIES_MAX}`,
        next: 'Remove what is no longer needed.',
      })
    }
    while (capacity <= entity) capacity *= 2
    slab = createSlab(bytesPerEntity * capacity)
    for (const c of columns) c.grow(slab, capacity)
    for (const r of relationList) r.grow(slab, capacity)
    const bytes = new Uint8Array(capacity)
    bytes.set(alive)
    alive = bytes
  }
  const setMask = (entity: number, component: number, on: boolean): void => {
    const mask = masks[(component / MASK_BITS) | 0]!
    const bit = 1 << (component % MASK_BITS)
    mask.set(entity, on ? mask.values[entity]! | bit : mask.values[entity]! & ~bit)
  }
  const mustLive = (entity: number): void => {
    mustBeOpen(clock)
    if (entity > 0 && entity < capacity && alive[entity] === 1) return
    throw new CoactError('entity/unknown', `There is no entity ${entity}`, {
      next: 'It may have been removed earlier in this tick.',
    })
  }

  const removeOne = (entity: number, going: number[]): void => {
    for (const r of relationList) for (const child of r.forget(entity)) going.push(child)
    const name = nameOf(entity)
    if (name !== '') names.delete(name)
    for (const p of pairs) p.clear(entity)
    for (let i = 1; i < pairs.length; i++) pairs[i]!.clearKey(entity)
    for (const c of columns) clearCell(c, entity, clock)
    removeEntity(ecs, entity)
    alive[entity] = 0
  }

  const store: Store = {
    clock,
    columns,
    fields,
    relations,
    pairs,
    strings,
    componentNames,
    owner,
    spawn(list, name) {
      mustBeOpen(clock)
      if (name !== '') names.mustBeFree(name)
      list.forEach(idOf)
      const entity = addEntity(ecs)
      ensure(entity)
      alive[entity] = 1
      if (entity > highest) highest = entity
      living.set(entity, 1)
      if (name !== '') {
        nameColumn.set(entity, strings.intern(name))
        names.set(name, entity)
      }
      for (const component of list) {
        const id = idOf(component)
        addComponent(ecs, entity, tokens[id]!)
        setMask(entity, id, true)
      }
      lists.clear()
      return entity
    },
    remove(entity) {
      mustLive(entity)
      // The list grows by what goes along.
      const going = [entity]
      for (let i = 0; i < going.length; i++) if (alive[going[i]!] === 1) removeOne(going[i]!, going)
      lists.clear()
    },
    add(entity, component) {
      mustLive(entity)
      const id = idOf(component)
      if (inMask(id, entity)) return
      addComponent(ecs, entity, tokens[id]!)
      setMask(entity, id, true)
      lists.clear()
    },
    drop(entity, component) {
      mustLive(entity)
      const id = idOf(component)
      if (!inMask(id, entity)) return
      for (const c of byComponent[id]!) clearCell(columns[c]!, entity, clock)
      removeComponent(ecs, entity, tokens[id]!)
      setMask(entity, id, false)
      lists.clear()
    },
    mustLive,
    isAlive: (entity) => entity > 0 && entity < capacity && alive[entity] === 1,
    has: (entity, component) => store.isAlive(entity) && inMask(idOf(component), entity),
    each(...list) {
      const key = list.length === 1 ? list[0]! : list.join(' ')
      let found = lists.get(key)
      if (found === undefined) {
        const ids =
          list.length === 0
            ? livingIds()
            : query(
                ecs,
                list.map((c) => tokens[idOf(c)]!),
              )
        found = Int32Array.from(ids).sort()
        lists.set(key, found)
      }
      return found
    },
    count: (component) => store.each(component).length,
    byName: names.find,
    nameOf,
    name(entity, name) {
      mustLive(entity)
      if (name === '' || nameOf(entity) !== '') {
        throw new CoactError('entity/name', `Entity ${entity} cannot be named "${name}"`, {
          ...(nameOf(entity) === '' ? {} : { where: nameOf(entity) }),
          expected: 'an entity without a name, and a name that is not empty',
        })
      }
      names.mustBeFree(name)
      nameColumn.set(entity, strings.intern(name))
      names.set(name, entity)
    },
    end: () => highest + 1,
    save() {
      const end = highest + 1
      return {
        index: Int32Array.from(index.dense),
        alive: index.aliveCount,
        highest,
        columns: columns.map((c) => c.values.slice(0, end)),
        pairs: pairs.map((p) => p.save()),
        counters: relationList.map((r) => r.counter),
        strings: strings.save(),
      }
    },
    restore(state) {
      if (state.columns.length !== columns.length || state.pairs.length !== pairs.length) {
        throw new CoactError('episode/state', 'The saved state is of another world', {
          expected: `${columns.length} columns and ${pairs.length} tables`,
          got: `${state.columns.length} columns and ${state.pairs.length} tables`,
          next: 'Restore it into an episode of the same world and version.',
        })
      }
      restoreEntities(state)
      names.clear()
      for (const c of columns) restoreColumn(c, state.columns[c.index]!)
      strings.restore(state.strings)
      for (let e = 1; e <= highest; e++) {
        if (nameColumn.values[e] !== 0) names.set(strings.text(nameColumn.values[e]!), e)
      }
      const ids = livingIds()
      relationList.forEach((r, i) => {
        r.counter = state.counters[i]!
        r.rebuild(ids)
      })
      pairs.forEach((p, i) => {
        p.restore(state.pairs[i]!)
      })
      clock.dirty.length = 0
    },
  }

  const livingIds = (): number[] => {
    const out: number[] = []
    for (let e = 1; e <= highest; e++) if (alive[e] === 1) out.push(e)
    return out
  }

  const restoreEntities = (state: StoreState): void => {
    const same =
      state.alive === index.aliveCount &&
      state.index.length === index.dense.length &&
      state.index.every((e, i) => index.dense[i] === e)
    const masksSame =
      same && masks.every((m) => sameValues(m.values, state.columns[m.index]!, state.highest + 1))
    highest = state.highest
    ensure(highest)
    if (masksSame) return
    lists = new Map()
    // bitECS gives the same ids in the same order when its index is laid out as it was and filled again.
    index = createEntityIndex()
    index.dense = Array.from(state.index)
    index.maxId = state.index.length
    for (let i = 0; i < index.dense.length; i++) index.sparse[index.dense[i]!] = i
    ecs = createWorld(index)
    alive.fill(0)
    for (let i = 0; i < state.alive; i++) alive[addEntity(ecs)] = 1
    for (let c = 0; c < componentNames.length; c++) {
      const mask = state.columns[(c / MASK_BITS) | 0]!
      const bit = 1 << (c % MASK_BITS)
      for (let e = 1; e <= highest; e++) {
        if (((mask[e] as number) & bit) !== 0) addComponent(ecs, e, tokens[c]!)
      }
    }
  }

  return store
}

/** Bytes that a store takes for each entity, in columns and in the lists of relations. */
function storeBytes(spec: StoreSpec): number {
  const ints = 4 + Math.ceil(Object.keys(spec.components).length / MASK_BITS)
  let bytes = ints * cellBytes(i32) + Object.keys(spec.relations).length * (3 * cellBytes(i32) + 16)
  for (const fields of Object.values(spec.components)) {
    for (const field of Object.values(fields)) bytes += cellBytes(field)
  }
  return bytes + 64
}
