import type { IntColumn } from './column.js'
import { CoactError } from './errors.js'
import { limits } from './limits.js'
import { createSiblings } from './siblings.js'
import type { Slab } from './slab.js'

/** How a relation behaves. */
export interface RelationSpec {
  /** Names for the ways of being related, such as `in`, `on`, `held-by`; stored as a number per child. */
  readonly kinds?: readonly string[]
  /** Refuse to make something its own ancestor (default true). */
  readonly acyclic?: boolean
  /** When a parent is removed: its children become free (default), or go with it. */
  readonly orphans?: 'free' | 'remove'
}

/**
 * An exclusive relation: each entity has at most one parent; a parent's children are ordered, the one that came last
 * standing last. Moving costs the same whatever the number of children.
 */
export interface Relation {
  readonly name: string
  readonly kinds: readonly string[]
  /** The parent, or 0. */
  parent(child: number): number
  /** The kind's number; 0 is the first kind (and what a free entity has). */
  kind(child: number): number
  /**
   * Makes `child` the last child of `parent`; parent 0 frees it.
   * @throws CoactError `entity/unknown`, `relation/kind`, and `relation/cycle` when the relation is acyclic
   */
  move(child: number, parent: number, kind?: number): void
  /** Takes `child` out of its parent. */
  free(child: number): void
  first(parent: number): number
  /** The next sibling, or 0. */
  next(child: number): number
  count(parent: number): number
  /** The children, first to last. */
  children(parent: number): number[]
  /** The topmost ancestor (the entity itself when it has no parent). @throws CoactError `relation/depth` after too many steps */
  root(entity: number): number
  /** True when `ancestor` is above `entity`. */
  isInside(entity: number, ancestor: number): boolean
}

export interface TrackedRelation extends Relation {
  readonly spec: RelationSpec
  readonly columns: readonly [parent: IntColumn, kind: IntColumn, order: IntColumn]
  /** Next order number to give. */
  counter: number
  grow(slab: Slab, capacity: number): void
  /** Rebuilds the sibling lists from the columns. */
  rebuild(entities: readonly number[]): void
  /** Takes a removed entity out of its list and frees its children; returns children that must go too. */
  forget(entity: number): number[]
}

/**
 * The state of a relation is three columns (parent, kind, order); the sibling lists are an index made from them.
 *
 * @param mustLive throws unless an entity may change now
 */
export function createRelation(
  name: string,
  spec: RelationSpec,
  columns: readonly [IntColumn, IntColumn, IntColumn],
  slab: Slab,
  capacity: number,
  mustLive: (entity: number) => void,
): TrackedRelation {
  const [parents, kinds, orders] = columns
  const siblings = createSiblings(slab, capacity)
  const acyclic = spec.acyclic ?? true
  const kindsEnd = spec.kinds?.length ?? 0x80000000
  const parentOf = (child: number): number => parents.values[child] ?? 0
  const isInside = (entity: number, ancestor: number): boolean => {
    let at = parentOf(entity)
    for (let steps = 0; at !== 0 && at !== ancestor; steps++) {
      if (steps > limits.RELATION_DEPTH_MAX) throw tooDeep(name, entity)
      at = parentOf(at)
    }
    return at !== 0
  }
  const self: TrackedRelation = {
    name,
    spec,
    columns,
    counter: 1,
    kinds: spec.kinds ?? [],
    parent: parentOf,
    kind: (child) => kinds.values[child] ?? 0,
    move(child, parent, kind = 0) {
      mustLive(child)
      if (parent !== 0) mustLive(parent)
      if (kind < 0 || kind >= kindsEnd || !Number.isInteger(kind)) throw badKind(name, spec, kind)
      if (
        acyclic &&
        (child === parent || (siblings.first(child) !== 0 && isInside(parent, child)))
      ) {
        throw cycle(name, child, parent)
      }
      const old = parents.values[child]!
      if (old !== 0) siblings.unlink(child, old)
      parents.set(child, parent)
      if (kinds.values[child] !== kind) kinds.set(child, kind)
      orders.set(child, parent === 0 ? 0 : self.counter++)
      if (parent !== 0) siblings.append(child, parent)
    },
    free: (child) => self.move(child, 0, 0),
    first: siblings.first,
    next: siblings.next,
    count(parent) {
      let n = 0
      for (let c = siblings.first(parent); c !== 0; c = siblings.next(c)) n += 1
      return n
    },
    children(parent) {
      const out: number[] = []
      for (let c = siblings.first(parent); c !== 0; c = siblings.next(c)) out.push(c)
      return out
    },
    root(entity) {
      let at = entity
      for (let steps = 0; parentOf(at) !== 0; steps++) {
        if (steps > limits.RELATION_DEPTH_MAX) throw tooDeep(name, entity)
        at = parentOf(at)
      }
      return at
    },
    isInside,
    grow: siblings.grow,
    rebuild(entities) {
      siblings.clear()
      const children = entities.filter((e) => parents.values[e] !== 0)
      children.sort((a, b) => orders.values[a]! - orders.values[b]!)
      for (const child of children) siblings.append(child, parents.values[child]!)
    },
    forget(entity) {
      const old = parents.values[entity]!
      if (old !== 0) siblings.unlink(entity, old)
      const children = self.children(entity)
      for (const child of children) self.free(child)
      return spec.orphans === 'remove' ? children : []
    },
  }
  return self
}

const tooDeep = (name: string, entity: number): CoactError =>
  new CoactError('relation/depth', `A chain of "${name}" does not end`, {
    where: `${name} of entity ${entity}`,
    expected: `at most ${limits.RELATION_DEPTH_MAX} steps`,
    next: 'Break the cycle, or declare the relation acyclic.',
  })

const badKind = (name: string, { kinds }: RelationSpec, kind: number): CoactError =>
  new CoactError('relation/kind', `"${name}" has no kind ${String(kind)}`, {
    expected:
      kinds === undefined
        ? 'a whole number from 0'
        : `0 to ${kinds.length - 1}: ${kinds.join(', ')}`,
  })

const cycle = (name: string, child: number, parent: number): CoactError =>
  new CoactError('relation/cycle', `An entity cannot come to be inside itself`, {
    where: `${name} of entity ${child}`,
    expected: 'a parent that is not the entity or inside it',
    got: `entity ${parent}`,
    next: 'Check before moving, or declare the relation { acyclic: false }.',
  })
