import { copied, type Slab } from './slab.js'

/**
 * Ordered lists of children by parent, doubly linked, so that moving one costs the same whatever the number of others.
 * An index: it is made anew from a relation's columns and never saved.
 */
export interface Siblings {
  /** The first child, or 0. */
  first(parent: number): number
  /** The next sibling, or 0. */
  next(child: number): number
  /** Puts a child that is in no list at the end of a parent's. */
  append(child: number, parent: number): void
  unlink(child: number, parent: number): void
  clear(): void
  grow(slab: Slab, capacity: number): void
}

export function createSiblings(slab: Slab, capacity: number): Siblings {
  let firsts = slab.ints(capacity)
  let lasts = slab.ints(capacity)
  let nexts = slab.ints(capacity)
  let befores = slab.ints(capacity)
  return {
    first: (parent) => firsts[parent] ?? 0,
    next: (child) => nexts[child] ?? 0,
    append(child, parent) {
      const last = lasts[parent]!
      befores[child] = last
      if (last === 0) firsts[parent] = child
      else nexts[last] = child
      lasts[parent] = child
    },
    unlink(child, parent) {
      const before = befores[child]!
      const after = nexts[child]!
      if (before === 0) firsts[parent] = after
      else nexts[before] = after
      if (after === 0) lasts[parent] = before
      else befores[after] = before
      nexts[child] = 0
      befores[child] = 0
    },
    clear() {
      for (const list of [firsts, lasts, nexts, befores]) list.fill(0)
    },
    grow(more, size) {
      firsts = copied(firsts, more.ints(size))
      lasts = copied(lasts, more.ints(size))
      nexts = copied(nexts, more.ints(size))
      befores = copied(befores, more.ints(size))
    },
  }
}
