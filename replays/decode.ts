import { type Cause, type Diff, limits } from '../engine/index.js'
import { hasSubject, joinCause, type Vocabulary } from './causes.js'
import { type CellMemory, type CellTaker, cellMemory, readCell, readCells, readRowValue } from './cells.js'
import { createGatherer } from './gather.js'
import type { Layout } from './layout.js'
import { docPatch } from './patches.js'
import { KEY_MAX } from './rows.js'
import { count, list, readJson, record, text } from './shape.js'
import { FIRST_VALUES, STREAM, unpackStreams } from './streams.js'
import { applyDiff, applyTexts, cellSetter, type StateTables } from './tables.js'
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
  /** Reads a diff. @param tables the state before it, which is brought forward @throws CoactError `replay/corrupt` */
  next(tables: StateTables): StateFrame
  /** Brings the state forward by a diff that nobody wants to see. */
  skip(tables: StateTables): void
  /** True when nothing is left. */
  readonly isDone: boolean
}

interface Reading {
  readonly streams: readonly ByteReader[]
  readonly layout: Layout
  readonly agents: readonly string[]
  readonly kinds: readonly string[]
  /** By kind: whether its causes belong to agents. */
  readonly ofAgents: readonly boolean[]
  readonly memory: CellMemory
  readonly templates: Template[]
  readonly owners: number[]
  readonly blocks: (Int32Array | undefined)[]
}

export function createDiffReader(
  r: ByteReader,
  layout: Layout,
  vocabulary: Vocabulary,
  newKinds: readonly string[],
): DiffReader {
  const { agents } = vocabulary
  const streams = unpackStreams(r, layout.columns.length + layout.tables.length)
  const kinds = [...vocabulary.kinds.keys(), ...newKinds]
  const state: Reading = {
    streams,
    layout,
    agents,
    kinds,
    ofAgents: kinds.map(hasSubject),
    memory: cellMemory(layout),
    templates: [],
    owners: agents.map(() => 0),
    blocks: [],
  }
  return {
    next(tables) {
      const gathered = createGatherer(streams[STREAM.frames]!, layout)
      const causes: Cause[] = []
      const count = readFrame(state, tables, {
        ...gathered,
        cause: (kind, subject) => causes.push(joinCause(kinds[kind]!, agents[subject - 1])),
      })
      const texts = readTexts(streams[STREAM.texts]!, count)
      const diff = { ...gathered.diff(), ...texts, stringsFrom: tables.strings.length }
      applyDiff(tables, diff)
      return { causes, diff }
    },
    skip(tables) {
      const count = readFrame(state, tables, cellSetter(tables))
      applyTexts(tables, readTexts(streams[STREAM.texts]!, count))
    },
    get isDone() {
      return streams.every((s) => remaining(s) === 0)
    },
  }
}

/** @returns how many causes the frame has */
function readFrame(state: Reading, tables: StateTables, taker: CellTaker): number {
  const { streams } = state
  const frames = streams[STREAM.frames]!
  const causes = readVarint(frames)
  if (causes > remaining(streams[STREAM.templates]!)) return refuse(frames, `${causes} causes`)
  let subject = 0
  for (let i = 0; i < causes; i++) subject = readByTemplate(state, i, subject, tables, taker)
  for (let left = readCount(frames); left > 0; left--) readColumnBlock(state, causes, tables, taker)
  for (let left = readCount(frames); left > 0; left--) readRowBlock(state, causes, taker)
  return causes
}

/** @returns the agent of the last cause that had one */
function readByTemplate(
  { streams, layout, agents, kinds, ofAgents, memory, templates, owners }: Reading,
  cause: number,
  subjectBefore: number,
  tables: StateTables,
  taker: CellTaker,
): number {
  const columns = layout.columns.length
  const numbers = streams[STREAM.templates]!
  const number = readVarint(numbers)
  if (number === templates.length) {
    const made = readTemplate(streams[STREAM.definitions]!, columns + layout.tables.length, columns)
    if (made.kind >= kinds.length) return refuse(numbers, `cause ${made.kind}`)
    templates.push(made)
  }
  const { kind, entities, cells } = templates[number] ?? refuse(numbers, `template ${number}`)
  const isAgents = ofAgents[kind]!
  const subjects = streams[STREAM.subjects]!
  const subject = isAgents ? readSigned(subjects) + subjectBefore + 1 : 0
  if (isAgents && (subject < 1 || subject > agents.length))
    return refuse(subjects, `agent ${subject - 1}`)
  taker.cause(kind, subject)
  for (let slot = 0; slot < entities.length; slot++) {
    const r = streams[slot === 0 ? STREAM.owners : STREAM.entities]!
    const before = !isAgents ? entities[slot]! : slot === 0 ? owners[subject - 1]! : 0
    entities[slot] = checkEntity(r, readSigned(r) + before)
    if (slot === 0 && isAgents) owners[subject - 1] = entities[slot]!
  }
  for (const cell of cells) {
    const entity = entities[cell.slot]!
    if (cell.column < columns) {
      const olds = tables.columns[cell.column]!
      const old = entity < olds.length ? olds[entity]! : 0
      taker.cell(cell.column, entity, readCell(streams, memory, cell.column, old), cause)
      continue
    }
    const key = cell.column > columns ? readVarint(streams[STREAM.entities]!) : cell.key
    readRow(streams[FIRST_VALUES + cell.column]!, cell.column - columns, entity, key, cause, taker)
  }
  return isAgents ? subject : subjectBefore
}

function readRow(
  r: ByteReader,
  table: number,
  entity: number,
  key: number,
  cause: number,
  taker: CellTaker,
): void {
  if (key > KEY_MAX) refuse(r, `key ${key}`)
  const { tag, value } = readRowValue(r)
  taker.row(table, entity, key, tag, value, cause)
}

const checkEntity = (r: ByteReader, entity: number): number =>
  entity >= 0 && entity < limits.ENTITIES_MAX ? entity : refuse(r, `entity ${entity}`)

function readColumnBlock(
  { streams, layout, memory, blocks }: Reading,
  causes: number,
  tables: StateTables,
  taker: CellTaker,
): void {
  const frames = streams[STREAM.frames]!
  const column = readVarint(frames)
  const cause = readVarint(frames)
  const n = readVarint(frames)
  if (column >= layout.columns.length || cause >= causes) {
    refuse(frames, `a block of column ${column} by cause ${cause}`)
  }
  const ids = n === 0 ? blocks[column] : readIds(streams[STREAM.blocks]!, n)
  const values = streams[FIRST_VALUES + column]!
  if (ids === undefined || ids.length > remaining(values)) refuse(values, 'too few values')
  blocks[column] = ids
  const read = readCells(streams, memory, column, ids, tables.columns[column]!)
  for (let i = 0; i < ids.length; i++) taker.cell(column, ids[i]!, read[i]!, cause)
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

function readRowBlock({ streams, layout }: Reading, causes: number, taker: CellTaker): void {
  const frames = streams[STREAM.frames]!
  const gaps = streams[STREAM.blocks]!
  const table = readVarint(frames)
  const cause = readVarint(frames)
  const n = readVarint(frames)
  if (table >= layout.tables.length || cause >= causes || n > remaining(gaps)) {
    refuse(frames, `a block of ${n} rows in table ${table}`)
  }
  const values = streams[FIRST_VALUES + layout.columns.length + table]!
  let entity = 0
  let key = 0
  for (let i = 0; i < n; i++) {
    const gap = readVarint(gaps)
    entity = checkEntity(gaps, entity + gap)
    key = readVarint(gaps) + (gap > 0 ? 0 : key)
    readRow(values, table, entity, key, cause, taker)
  }
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
