import type { CellsByCause } from './by-cause.js'
import { readRowValue, writeRowValue } from './cells.js'
import { findRow, KEY_MAX, type PairRows, rowId, rowKey } from './rows.js'
import {
  type ByteReader,
  type ByteWriter,
  readVarint,
  refuse,
  remaining,
  writeVarint,
} from './varint.js'

/**
 * What one cause changed of an entity's rows in a many-to-many relation: twice the number of rows that follow, plus 1 when
 * all of its other rows went; then the keys as gaps. Who walks into another room leaves everything behind at once.
 */
export function writeMembers(
  keys: ByteWriter,
  values: ByteWriter,
  cells: CellsByCause,
  from: number,
  to: number,
  rows: PairRows,
): void {
  const entity = cells.entities[from]!
  let gone = 0
  let renewed = 0
  for (let i = from; i < to; i++) {
    if (cells.tags[i] === 0) gone += 1
    else if (hasRow(rows, rowId(entity, cells.keys[i]!))) renewed += 1
  }
  const restGoes = gone > 0 && gone + renewed === endOf(rows, entity) - startOf(rows, entity)
  writeVarint(keys, restGoes ? (to - from - gone) * 2 + 1 : (to - from) * 2)
  let before = 0
  for (let i = from; i < to; i++) {
    if (restGoes && cells.tags[i] === 0) continue
    writeVarint(keys, cells.keys[i]! - before)
    before = cells.keys[i]!
    writeRowValue(values, cells.tags[i]!, cells.values[i]!)
  }
}

/** @param rows the table before the diff */
export function readMembers(
  keys: ByteReader,
  values: ByteReader,
  entity: number,
  rows: PairRows,
  take: (key: number, tag: number, value: number) => void,
): void {
  const head = readVarint(keys)
  const count = head >>> 1
  if (count > remaining(keys) || count > remaining(values)) refuse(keys, `${count} members`)
  const told = new Set<number>()
  let key = 0
  for (let i = 0; i < count; i++) {
    key += readVarint(keys)
    if (key > KEY_MAX) refuse(keys, `key ${key}`)
    told.add(key)
    const { tag, value } = readRowValue(values)
    take(key, tag, value)
  }
  if ((head & 1) === 0) return
  for (let i = startOf(rows, entity); i < endOf(rows, entity); i++) {
    const other = rowKey(rows.ids[i]!)
    if (!told.has(other)) take(other, 0, 0)
  }
}

const startOf = (rows: PairRows, entity: number): number => findRow(rows, rowId(entity, 0))
const endOf = (rows: PairRows, entity: number): number => findRow(rows, rowId(entity + 1, 0))

function hasRow(rows: PairRows, id: number): boolean {
  const at = findRow(rows, id)
  return at < rows.count && rows.ids[at] === id
}
