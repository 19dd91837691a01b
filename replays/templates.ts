import type { CellsByCause } from './by-cause.js'
import type { Layout } from './layout.js'
import { KEY_MAX } from './rows.js'
import {
  type ByteReader,
  type ByteWriter,
  readCount,
  readVarint,
  refuse,
  writeVarint,
} from './varint.js'

/** Causes that change more units than this are written as blocks. */
const TEMPLATE_UNITS_MAX = 64

/**
 * What causes of one kind tend to change: which columns of the first, second … entity they touch. A step writes a column of
 * the walker; taking writes some of the thing and some of the taker. A group numbers its templates in order of first use.
 */
export interface Template {
  readonly kind: number
  readonly cells: readonly TemplateCell[]
  /** By slot: the entity that stood there last. */
  readonly entities: number[]
}

/** A cell, an attribute row, or all rows of an entity in one many-to-many relation. */
export interface TemplateCell {
  /** Which of the template's entities. */
  readonly slot: number
  /** A column or, past the columns, a pair table. */
  readonly column: number
  /** Attribute rows only: the key, because names of attributes say what was done. */
  readonly key: number
}

/** Where the units of one cause begin among the cells; one more entry than there are units. */
export interface Units {
  count: number
  readonly starts: Int32Array
}

export const unitList = (): Units => ({ count: 0, starts: new Int32Array(TEMPLATE_UNITS_MAX + 1) })

/** Finds what a template would have to name of a cause. @returns false, and no units, when that is too much */
export function findUnits(
  units: Units,
  cells: CellsByCause,
  cause: number,
  layout: Layout,
): boolean {
  const attributes = layout.columns.length
  const end = cells.starts[cause + 1]!
  let count = 0
  for (let i = cells.starts[cause]!; i < end; ) {
    if (count === TEMPLATE_UNITS_MAX) {
      units.count = 0
      return false
    }
    units.starts[count++] = i
    const column = cells.columns[i]!
    const entity = cells.entities[i]!
    i += 1
    if (column <= attributes) continue
    while (i < end && cells.columns[i] === column && cells.entities[i] === entity) i += 1
  }
  units.starts[count] = end
  units.count = count
  return true
}

export type KnownTemplate = Template & { readonly number: number }

/** Templates of a group, to be found by what they name. */
export interface TemplateIndex {
  /** The template of a cause; a new one has the number that `size` had before. */
  find(kind: number, cells: CellsByCause, units: Units): KnownTemplate
  readonly size: number
  /** Forgets all. */
  clear(): void
}

export function templateIndex(layout: Layout): TemplateIndex {
  const attributes = layout.columns.length
  const byHash = new Map<number, KnownTemplate[]>()
  const slots = new Int32Array(TEMPLATE_UNITS_MAX)
  let size = 0
  const make = (
    kind: number,
    cells: CellsByCause,
    units: Units,
    slotCount: number,
  ): KnownTemplate => {
    const named = Array.from({ length: units.count }, (_, u) => {
      const at = units.starts[u]!
      return { slot: slots[u]!, column: cells.columns[at]!, key: keyAt(cells, at, attributes) }
    })
    const entities = new Array<number>(slotCount).fill(0)
    return { number: size++, kind, cells: named, entities }
  }
  return {
    get size() {
      return size
    },
    find(kind, cells, units) {
      const slotCount = findSlots(slots, cells, units)
      let hash = kind
      for (let u = 0; u < units.count; u++) {
        const at = units.starts[u]!
        hash = Math.imul(hash, 0x01000193) ^ (slots[u]! << 16) ^ cells.columns[at]!
        hash = Math.imul(hash, 0x01000193) ^ keyAt(cells, at, attributes)
      }
      const candidates = byHash.get(hash)
      if (candidates !== undefined) {
        for (let i = 0; i < candidates.length; i++) {
          const known = candidates[i]!
          if (known.kind === kind && fits(known, slots, cells, units, attributes)) return known
        }
      }
      const made = make(kind, cells, units, slotCount)
      if (candidates === undefined) byHash.set(hash, [made])
      else candidates.push(made)
      return made
    },
    clear() {
      byHash.clear()
      size = 0
    },
  }
}

/** The key that a template names: that of an attribute. */
const keyAt = (cells: CellsByCause, at: number, attributes: number): number =>
  cells.columns[at] === attributes ? cells.keys[at]! : 0

function fits(
  known: Template,
  slots: Int32Array,
  cells: CellsByCause,
  { starts, count }: Units,
  attributes: number,
): boolean {
  if (known.cells.length !== count) return false
  for (let u = 0; u < count; u++) {
    const { slot, column, key } = known.cells[u]!
    const at = starts[u]!
    if (slot !== slots[u] || column !== cells.columns[at] || key !== keyAt(cells, at, attributes)) {
      return false
    }
  }
  return true
}

/** Numbers the entities of units in order of first appearance. @returns how many there are */
function findSlots(
  slots: Int32Array,
  { entities }: CellsByCause,
  { starts, count }: Units,
): number {
  let found = 0
  for (let u = 0; u < count; u++) {
    const entity = entities[starts[u]!]
    let before = 0
    while (before < u && entities[starts[before]!] !== entity) before += 1
    slots[u] = before < u ? slots[before]! : found++
  }
  return found
}

export function writeTemplate(w: ByteWriter, { kind, cells }: Template): void {
  writeVarint(w, kind)
  writeVarint(w, cells.length)
  for (const { slot, column, key } of cells) {
    writeVarint(w, slot)
    writeVarint(w, column)
    writeVarint(w, key)
  }
}

export function readTemplate(r: ByteReader, layout: Layout): Template {
  const attributes = layout.columns.length
  const end = attributes + layout.tables.length
  const kind = readVarint(r)
  const cells: TemplateCell[] = []
  let slots = 0
  for (let left = readCount(r, TEMPLATE_UNITS_MAX); left > 0; left--) {
    const slot = readVarint(r)
    const column = readVarint(r)
    const key = readVarint(r)
    if (slot > slots || column >= end || key > (column === attributes ? KEY_MAX : 0)) {
      return refuse(r, `a template's cell ${slot}, ${column}, ${key}`)
    }
    if (slot === slots) slots += 1
    cells.push({ slot, column, key })
  }
  return { kind, cells, entities: new Array<number>(slots).fill(0) }
}
