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
import { type Column, clearCell, hasValues, type Membership, type Tracked } from './column.js'
import {
  type Entities,
  giveName,
  idOf,
  lives,
  livingIds,
  makeRoom,
  mustLive,
  nameOf,
  setName,
} from './entities.js'
import type { ComponentShapes } from './fields.js'
import { flushColumn } from './flush.js'
import { createLayout } from './layout.js'
import { inMask, inSavedMask, setMask } from './masks.js'
import { createNames } from './names.js'
import { createPairs, type PairsState, type TrackedPairs } from './pairs.js'
import type { RelationSpec, TrackedRelation } from './relation.js'
import {
  type Contents,
  clearContents,
  mustFit,
  restoreContents,
  saveContents,
} from './store-state.js'
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
  /** Brings a state back, without a trace in diffs. @throws CoactError `episode/state` */
  restore(state: StoreState): void
  /** Makes the store as it was when it was made. */
  clear(): void
}

const FIRST_CAPACITY = 128
/** Stamps are 32-bit integers; a run between two restores has the other half. */
const SERIALS_MAX = 1 << 30

/** Everything of one store, in one record that the functions below work on. */
interface Core extends Entities, Contents {
  /** What stands for each component in bitECS. */
  readonly tokens: readonly object[]
  index: ReturnType<typeof createEntityIndex>
  /** The index as it was last saved or restored, until entities come or go. */
  savedIndex: Int32Array | undefined
  ecs: ReturnType<typeof createWorld>
  /** Answers to queries, until entities or components come or go. */
  readonly lists: Map<string, Int32Array>
}

/** @param tracking whether writes are logged, so that diffs can be taken */
export function createStore(spec: StoreSpec, tracking: boolean): Store {
  const core = createCore(spec, tracking)
  const { clock, layout, names, strings } = core
  return {
    clock,
    columns: layout.columns,
    fields: layout.fields,
    relations: layout.relations,
    pairs: core.pairs,
    strings,
    componentNames: core.componentNames,
    owner: layout.owner,
    spawn: (components, name) => spawn(core, components, name),
    remove: (entity) => remove(core, entity),
    add: (entity, component) => add(core, entity, component),
    drop: (entity, component) => drop(core, entity, component),
    mustLive: (entity) => mustLive(core, entity),
    isAlive: (entity) => lives(core, entity),
    has: (entity, component) =>
      lives(core, entity) && inMask(layout.masks, idOf(core, component), entity),
    each: (...components) => entitiesWith(core, components),
    count: (component) => entitiesWith(core, [component]).length,
    byName: names.find,
    nameOf: (entity) => nameOf(core, entity),
    name: (entity, name) => giveName(core, entity, name),
    end: () => core.highest + 1,
    save: () => save(core),
    restore: (state) => restore(core, state),
    clear: () => clear(core),
  }
}

function createCore(spec: StoreSpec, tracking: boolean): Core {
  const componentNames = Object.keys(spec.components)
  const clock: CauseClock = { serial: 1, wrote: 0, open: true, tracking, dirty: [] }
  const members: Membership = {
    holds: (component, entity) =>
      lives(core, entity) && (component < 0 || inMask(core.layout.masks, component, entity)),
    describe: (entity) => {
      const name = nameOf(core, entity)
      return `Entity ${entity}${name === '' ? '' : ` (${name})`}`
    },
  }
  const live = (entity: number): void => mustLive(core, entity)
  const index = createEntityIndex()
  const core: Core = {
    clock,
    names: createNames(),
    componentNames,
    componentIds: new Map(componentNames.map((name, i) => [name, i])),
    tokens: componentNames.map(() => ({})),
    layout: createLayout(spec, clock, members, live, FIRST_CAPACITY),
    pairs: ['attributes', ...spec.sets].map((name) => createPairs(name, clock)),
    strings: createStrings(clock),
    alive: new Uint8Array(FIRST_CAPACITY),
    highest: 0,
    index,
    savedIndex: undefined,
    ecs: createWorld(index),
    lists: new Map(),
  }
  return core
}

function spawn(core: Core, components: readonly string[], name: string): number {
  mustBeOpen(core.clock)
  if (name !== '') core.names.mustBeFree(name)
  const ids = components.map((component) => idOf(core, component))
  const entity = addEntity(core.ecs)
  core.savedIndex = undefined
  makeRoom(core, entity)
  core.alive[entity] = 1
  if (entity > core.highest) core.highest = entity
  core.layout.living.set(entity, 1)
  if (name !== '') setName(core, entity, name)
  for (const id of ids) {
    addComponent(core.ecs, entity, core.tokens[id]!)
    setMask(core.layout.masks, id, entity, true)
  }
  core.lists.clear()
  return entity
}

function remove(core: Core, entity: number): void {
  mustLive(core, entity)
  // The list grows by what goes along.
  const going = [entity]
  for (let i = 0; i < going.length; i++) {
    if (core.alive[going[i]!] === 1) removeOne(core, going[i]!, going)
  }
  core.lists.clear()
}

function removeOne(core: Core, entity: number, going: number[]): void {
  const { layout, pairs } = core
  for (const r of layout.relationList) for (const child of r.forget(entity)) going.push(child)
  const name = nameOf(core, entity)
  if (name !== '') core.names.delete(name)
  for (const p of pairs) p.clear(entity)
  for (let i = 1; i < pairs.length; i++) pairs[i]!.clearKey(entity)
  for (const c of layout.columns) clearCell(c, entity, core.clock)
  removeEntity(core.ecs, entity)
  core.savedIndex = undefined
  core.alive[entity] = 0
}

function add(core: Core, entity: number, component: string): void {
  mustLive(core, entity)
  const { masks } = core.layout
  const id = idOf(core, component)
  if (inMask(masks, id, entity)) return
  addComponent(core.ecs, entity, core.tokens[id]!)
  setMask(masks, id, entity, true)
  core.lists.clear()
}

function drop(core: Core, entity: number, component: string): void {
  mustLive(core, entity)
  const { masks, fields } = core.layout
  const id = idOf(core, component)
  if (!inMask(masks, id, entity)) return
  for (const c of Object.values(fields[component]!)) clearCell(c, entity, core.clock)
  removeComponent(core.ecs, entity, core.tokens[id]!)
  setMask(masks, id, entity, false)
  core.lists.clear()
}

function entitiesWith(core: Core, components: readonly string[]): Int32Array {
  const key = components.length === 1 ? components[0]! : components.join(' ')
  const known = core.lists.get(key)
  if (known !== undefined) return known
  const tokens = components.map((c) => core.tokens[idOf(core, c)]!)
  const ids = tokens.length === 0 ? livingIds(core) : query(core.ecs, tokens)
  const found = Int32Array.from(ids).sort()
  core.lists.set(key, found)
  return found
}

function save(core: Core): StoreState {
  core.savedIndex ??= Int32Array.from(core.index.dense)
  return {
    index: core.savedIndex,
    alive: core.index.aliveCount,
    highest: core.highest,
    ...saveContents(core, core.highest + 1),
  }
}

function restore(core: Core, state: StoreState): void {
  mustFit(core, state)
  const { name } = core.layout
  const end = Math.max(core.highest, state.highest) + 1
  const same = sameEntities(core, state, end)
  const sameNames = hasValues(name, state.columns[name.index]!, state.highest + 1, end)
  core.highest = state.highest
  makeRoom(core, core.highest)
  if (!same) refill(core, state)
  core.savedIndex = state.index
  const sameTexts = restoreContents(core, state, () => livingIds(core), end)
  if (!sameNames || !sameTexts) refillNames(core)
  beginAgain(core)
  if (core.clock.tracking) rehash(core)
}

/** Brings the hashes up to date; without tracking that waits until somebody asks. */
function rehash({ layout, clock }: Core): void {
  for (const c of layout.columns) flushColumn(c, clock.serial)
  // The serial is used up: cells are stamped with it now.
  clock.serial += 1
}

function clear(core: Core): void {
  core.highest = 0
  core.index = createEntityIndex()
  core.savedIndex = undefined
  core.ecs = createWorld(core.index)
  core.lists.clear()
  core.alive.fill(0)
  clearContents(core)
  core.names.clear()
  core.clock.serial = SERIALS_MAX
  beginAgain(core)
}

/** Forgets who wrote, with a serial that nobody has. An episode that is used for ever does not come to the end of the numbers. */
function beginAgain({ clock, layout, pairs }: Core): void {
  clock.wrote = 0
  if (clock.dirty.length > 0) clock.dirty.length = 0
  clock.serial += 1
  if (clock.serial < SERIALS_MAX) return
  clock.serial = 1
  for (const c of layout.columns) c.writes.stamp.fill(0)
  for (const p of pairs) p.forgetWriters()
}

function refillNames(core: Core): void {
  core.names.clear()
  for (let e = 1; e <= core.highest; e++) {
    if (core.layout.name.values[e] !== 0) core.names.set(nameOf(core, e), e)
  }
}

/** Whether the entities live and have the components that they had when the state was saved. */
const sameEntities = (core: Core, state: StoreState, end: number): boolean =>
  state.alive === core.index.aliveCount &&
  sameIndex(core, state.index) &&
  core.layout.masks.every((m) => hasValues(m, state.columns[m.index]!, state.highest + 1, end))

function sameIndex({ index, savedIndex }: Core, saved: Int32Array): boolean {
  if (saved === savedIndex) return true
  const { dense } = index
  if (saved.length !== dense.length) return false
  for (let i = 0; i < saved.length; i++) if (saved[i] !== dense[i]) return false
  return true
}

/** Lays bitECS's index out as it was and fills it again: it then gives the same ids in the same order. */
function refill(core: Core, state: StoreState): void {
  const index = createEntityIndex()
  index.dense = Array.from(state.index)
  index.maxId = state.index.length
  for (let i = 0; i < index.dense.length; i++) index.sparse[index.dense[i]!] = i
  core.index = index
  core.ecs = createWorld(index)
  core.lists.clear()
  core.alive.fill(0)
  for (let i = 0; i < state.alive; i++) core.alive[addEntity(core.ecs)] = 1
  core.tokens.forEach((token, component) => {
    for (let e = 1; e <= core.highest; e++) {
      if (inSavedMask(state.columns, component, e)) addComponent(core.ecs, e, token)
    }
  })
}
