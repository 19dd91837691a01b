import { type Cause, type ColumnDiff, type Diff, limits, type PairsDiff } from '../engine/index.js'
import { hasSubject, joinCause, type Vocabulary } from './causes.js'
import { type CellMemory, cellMemory, readCell, readRowValue } from './cells.js'
import { columnDiff, type Found, type FoundRow, pairsDiff } from './gather.js'
import type { Layout } from './layout.js'
import { docPatch } from './patches.js'
import { count, list, readJson, record, text } from './shape.js'
import { FIRST_VALUES, STREAM, unpackStreams } from './streams.js'
import { KEY_MAX, type StateTables } from './tables.js'
import { readTemplate, type Template } from './templates.js'
import {
  type ByteReader,
  readBytes,
  readCount,
  readSigned,
  readVarint,
  refuse,
  remaining,
} from './varint.js'

/** A frame's part of a group. */
export interface StateFrame {
  readonly causes: readonly Cause[]
  readonly diff: Diff
}

/** Reads the diffs of one group in turn. */
export interface DiffReader {
  /** @param tables the state before the diff @throws CoactError `replay/corrupt` */
  next(tables: StateTables): StateFrame
  /** True when nothing is left. */
  readonly isDone: boolean
}

interface Reading {
  readonly streams: readonly ByteReader[]
  readonly layout: Layout
  readonly agents: readonly string[]
  readonly kinds: readonly string[]
  readonly memory: CellMemory
  readonly templates: Template[]
  readonly owners: number[]
  readonly blocks: (Int32Array | undefined)[]
}

/** What one frame changed, in the order in which it was written. */
interface Changes {
  readonly columns: Map<number, Found>
  readonly rows: FoundRow[][]
}

export function createDiffReader(
  r: ByteReader,
  layout: Layout,
  vocabulary: Vocabulary,
  newKinds: readonly string[],
): DiffReader {
  const { agents } = vocabulary
  const streams = unpackStreams(r, layout.columns.length + layout.tables.length)
  const state: Reading = {
    streams,
    layout,
    agents,
    kinds: [...vocabulary.kinds.keys(), ...newKinds],
    memory: cellMemory(layout),
    templates: [],
    owners: agents.map(() => 0),
    blocks: [],
  }
  return {
    next(tables) {
      const changes: Changes = { columns: new Map(), rows: layout.tables.map(() => []) }
      const frames = streams[STREAM.frames]!
      const total = readVarint(frames)
      if (total > remaining(streams[STREAM.templates]!)) return refuse(frames, `${total} causes`)
      const causes: Cause[] = []
      let subject = 0
      for (let i = 0; i < total; i++) {
        const known = readByTemplate(state, i, subject, changes, tables)
        subject = known.subject > 0 ? known.subject : subject
        causes.push(joinCause(known.kind, agents[known.subject - 1]))
      }
      for (let left = readCount(frames); left > 0; left--) readColumnBlock(state, total, changes, tables)
      for (let left = readCount(frames); left > 0; left--) readRowBlock(state, total, changes)
      return { causes, diff: assemble(state, changes, total, tables) }
    },
    get isDone() {
      return streams.every((s) => remaining(s) === 0)
    },
  }
}

function readByTemplate(
  state: Reading,
  cause: number,
  subjectBefore: number,
  changes: Changes,
  tables: StateTables,
): { readonly kind: string; readonly subject: number } {
  const { streams, layout, agents, kinds, memory, templates, owners } = state
  const columns = layout.columns.length
  const numbers = streams[STREAM.templates]!
  const number = readVarint(numbers)
  if (number === templates.length) {
    const definitions = streams[STREAM.definitions]!
    templates.push(readTemplate(definitions, columns + layout.tables.length, columns))
  }
  const template = templates[number] ?? refuse(numbers, `template ${number}`)
  const kind = kinds[template.kind] ?? refuse(numbers, `cause ${template.kind}`)
  const subjects = streams[STREAM.subjects]!
  const subject = hasSubject(kind) ? readSigned(subjects) + subjectBefore + 1 : 0
  if (subject < 0 || subject > agents.length) return refuse(subjects, `agent ${subject - 1}`)
  const { entities } = template
  for (let slot = 0; slot < entities.length; slot++) {
    const isOwner = slot === 0
    const r = streams[isOwner ? STREAM.owners : STREAM.entities]!
    const before = subject === 0 ? entities[slot]! : isOwner ? owners[subject - 1]! : 0
    entities[slot] = checkEntity(r, readSigned(r) + before)
    if (isOwner && subject > 0) owners[subject - 1] = entities[slot]!
  }
  for (const cell of template.cells) {
    const entity = entities[cell.slot]!
    if (cell.column < columns) {
      const found = foundIn(changes, cell.column)
      found.ids.push(entity)
      found.values.push(readCell(streams, memory, cell.column, tables.columns[cell.column]![entity] ?? 0))
      found.causes.push(cause)
      continue
    }
    const key = cell.column > columns ? readVarint(streams[STREAM.entities]!) : cell.key
    const { tag, value } = readRowValue(streams[FIRST_VALUES + cell.column]!)
    if (key > KEY_MAX) return refuse(numbers, `key ${key}`)
    changes.rows[cell.column - columns]!.push({ entity, key, tag, value, cause })
  }
  return { kind, subject }
}

const checkEntity = (r: ByteReader, entity: number): number =>
  entity >= 0 && entity < limits.ENTITIES_MAX ? entity : refuse(r, `entity ${entity}`)

function foundIn({ columns }: Changes, column: number): Found {
  let found = columns.get(column)
  if (found === undefined) {
    found = { ids: [], values: [], causes: [] }
    columns.set(column, found)
  }
  return found
}

function readColumnBlock(state: Reading, causes: number, changes: Changes, tables: StateTables): void {
  const { streams, layout, memory, blocks } = state
  const frames = streams[STREAM.frames]!
  const column = readVarint(frames)
  const cause = readVarint(frames)
  const n = readVarint(frames)
  if (column >= layout.columns.length || cause >= causes) return refuse(frames, `a block of ${column}, ${cause}`)
  const ids = n === 0 ? blocks[column] : readIds(streams[STREAM.blocks]!, n)
  const values = streams[FIRST_VALUES + column]!
  if (ids === undefined || ids.length > remaining(values)) return refuse(values, 'too few values')
  blocks[column] = ids
  const cells = tables.columns[column]!
  const found = foundIn(changes, column)
  for (let i = 0; i < ids.length; i++) {
    const id = ids[i]!
    found.ids.push(id)
    found.values.push(readCell(streams, memory, column, id < cells.length ? cells[id]! : 0))
    found.causes.push(cause)
  }
}

function readIds(r: ByteReader, n: number): Int32Array {
  if (n > remaining(r)) return refuse(r, `${n} entities`)
  const ids = new Int32Array(n)
  for (let i = 0, id = 0; i < n; i++) {
    id = checkEntity(r, id + readVarint(r))
    ids[i] = id
  }
  return ids
}

function readRowBlock({ streams, layout }: Reading, causes: number, changes: Changes): void {
  const frames = streams[STREAM.frames]!
  const gaps = streams[STREAM.blocks]!
  const table = readVarint(frames)
  const cause = readVarint(frames)
  const n = readVarint(frames)
  if (table >= layout.tables.length || cause >= causes || n > remaining(gaps)) {
    return refuse(frames, `a block of ${n} rows in table ${table}`)
  }
  let entity = 0
  let key = 0
  for (let i = 0; i < n; i++) {
    const gap = readVarint(gaps)
    entity = checkEntity(gaps, entity + gap)
    key = readVarint(gaps) + (gap > 0 ? 0 : key)
    if (key > KEY_MAX) return refuse(gaps, `key ${key}`)
    const { tag, value } = readRowValue(streams[FIRST_VALUES + layout.columns.length + table]!)
    changes.rows[table]!.push({ entity, key, tag, value, cause })
  }
}

function assemble(state: Reading, changes: Changes, causes: number, tables: StateTables): Diff {
  const { streams, memory } = state
  const frames = streams[STREAM.frames]!
  const columns: ColumnDiff[] = []
  for (const column of [...changes.columns.keys()].sort((a, b) => a - b)) {
    columns.push(columnDiff(frames, column, changes.columns.get(column)!, memory.isFloat[column]!))
  }
  const pairs: (PairsDiff | undefined)[] = changes.rows.map((rows) => pairsDiff(frames, rows))
  const { strings, docs } = readTexts(streams[STREAM.texts]!, causes)
  return { columns, pairs, strings, stringsFrom: tables.strings.length, docs }
}

const textsShape = record({
  strings: list(text),
  docs: list(record({ doc: text, patches: list(docPatch), cause: count })),
})
const NO_TEXTS = { strings: [], docs: [] }

function readTexts(r: ByteReader, causes: number): Pick<Diff, 'strings' | 'docs'> {
  const length = readVarint(r)
  if (length === 0) return NO_TEXTS
  const texts = readJson(readBytes(r, length), r.where, textsShape)
  for (const { cause } of texts.docs) if (cause >= causes) return refuse(r, `cause ${cause}`)
  return texts
}
