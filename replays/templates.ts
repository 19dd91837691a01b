import type { CellsByCause } from './by-cause.js'
import {
  type ByteReader,
  type ByteWriter,
  readCount,
  readVarint,
  refuse,
  writeVarint,
} from './varint.js'

/** Causes that change more cells than this are written as blocks. */
export const TEMPLATE_CELLS_MAX = 32

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

export interface TemplateCell {
  /** Which of the template's entities. */
  readonly slot: number
  /** A column or, past the columns, a pair table. */
  readonly column: number
  /** Attribute rows only: the key, because names of attributes say what was done; members of a relation do not. */
  readonly key: number
}

export type KnownTemplate = Template & { readonly number: number }

/** Templates of a group, to be found by the cells of a cause. */
export interface TemplateIndex {
  /** @param keyed the one table whose keys belong to the template @returns the template, and whether it is new */
  find(kind: number, cells: CellsByCause, from: number, to: number, keyed: number): KnownTemplate
  readonly size: number
}

export function templateIndex(): TemplateIndex {
  const byHash = new Map<number, KnownTemplate[]>()
  const slots = new Int32Array(TEMPLATE_CELLS_MAX)
  let size = 0
  return {
    get size() {
      return size
    },
    find(kind, cells, from, to, keyed) {
      let hash = kind
      let slotCount = 0
      for (let i = from; i < to; i++) {
        let slot = i
        for (let j = from; j < i; j++) {
          if (cells.entities[j] === cells.entities[i]) {
            slot = j
            break
          }
        }
        slot = slot === i ? slotCount++ : slots[slot - from]!
        slots[i - from] = slot
        hash = Math.imul(hash, 0x01000193) ^ (slot << 16) ^ cells.columns[i]!
        if (cells.columns[i] === keyed) hash = Math.imul(hash, 0x01000193) ^ cells.keys[i]!
      }
      const fits = (t: KnownTemplate): boolean => {
        if (t.kind !== kind || t.cells.length !== to - from) return false
        for (let i = from; i < to; i++) {
          const cell = t.cells[i - from]!
          if (cell.slot !== slots[i - from] || cell.column !== cells.columns[i]) return false
          if (cell.column === keyed && cell.key !== cells.keys[i]) return false
        }
        return true
      }
      const candidates = byHash.get(hash)
      const known = candidates?.find(fits)
      if (known !== undefined) return known
      const made: KnownTemplate = {
        number: size++,
        kind,
        cells: Array.from({ length: to - from }, (_, i) => ({
          slot: slots[i]!,
          column: cells.columns[from + i]!,
          key: cells.columns[from + i] === keyed ? cells.keys[from + i]! : 0,
        })),
        entities: new Array(slotCount).fill(0),
      }
      if (candidates === undefined) byHash.set(hash, [made])
      else candidates.push(made)
      return made
    },
  }
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

/** @param columns how many columns and tables there are @param keyed the one whose rows have a key here */
export function readTemplate(r: ByteReader, columns: number, keyed: number): Template {
  const kind = readVarint(r)
  const cells: TemplateCell[] = []
  let slots = 0
  for (let left = readCount(r, TEMPLATE_CELLS_MAX); left > 0; left--) {
    const slot = readVarint(r)
    const column = readVarint(r)
    const key = readVarint(r)
    if (slot > slots || column >= columns || (column !== keyed && key !== 0)) {
      return refuse(r, `a template's cell ${slot}, ${column}, ${key}`)
    }
    if (slot === slots) slots += 1
    cells.push({ slot, column, key })
  }
  return { kind, cells, entities: new Array(slots).fill(0) }
}
