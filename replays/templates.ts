import { type ByteReader, type ByteWriter, readCount, readVarint, refuse, writeVarint } from './varint.js'

/**
 * What causes of one kind tend to change: which cells of the first, second … entity they touch. `move` writes two columns
 * of the mover, `take` three of the thing and one of the taker. A group numbers its templates in order of first use.
 */
export interface Template {
  readonly kind: number
  /** {@link cellCode} of each cell, in the order of the diff. */
  readonly cells: readonly CellCode[]
  /** By position: the entity that stood there last, for causes without an agent. */
  readonly entities: number[]
}

/** Which entity of the template, and which column (or, past the columns, which pair table and key). */
export interface CellCode {
  readonly slot: number
  readonly column: number
  /** Attribute rows only: the key. */
  readonly key: number
}

/** Templates by the text made from their codes. */
export type TemplateIndex = Map<string, Template & { readonly number: number }>

/** A text that is equal for equal templates. */
export function templateKey(kind: number, codes: readonly number[]): string {
  let text = String.fromCharCode(kind & 0xffff, kind >>> 16)
  for (let i = 0; i < codes.length; i++) text += String.fromCharCode(codes[i]! & 0xffff, codes[i]! >>> 16)
  return text
}

export function writeTemplate(w: ByteWriter, kind: number, codes: readonly number[]): void {
  writeVarint(w, kind)
  writeVarint(w, codes.length / 3)
  for (const code of codes) writeVarint(w, code)
}

/** @param columns how many columns and tables there are; a key belongs to column `keyed` only */
export function readTemplate(r: ByteReader, columns: number, keyed: number): Template {
  const kind = readVarint(r)
  const cells: CellCode[] = []
  let slots = 0
  for (let left = readCount(r); left > 0; left--) {
    const slot = readVarint(r)
    const column = readVarint(r)
    const key = readVarint(r)
    if (slot > slots || column >= columns || (column !== keyed && key !== 0) || key > 0x7fffffff) {
      return refuse(r, `a template's cell ${slot}, ${column}, ${key}`)
    }
    if (slot === slots) slots += 1
    cells.push({ slot, column, key })
  }
  return { kind, cells, entities: new Array(slots).fill(0) }
}
