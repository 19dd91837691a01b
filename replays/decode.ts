import type { Cause, Diff } from '../engine/index.js'
import { readBlocks } from './blocks.js'
import { hasSubject, joinCause, type Vocabulary } from './causes.js'
import { type CellTaker, readCell, readRowValue } from './cells.js'
import { type Coding, newCoding, ownEntity } from './coding.js'
import { createGatherer } from './gather.js'
import type { Layout } from './layout.js'
import { readMembers } from './members.js'
import { FIRST_VALUES, STREAM, unpackStreams } from './streams.js'
import { applyDiff, createSetter, type Setter, type StateTables } from './tables.js'
import { readTemplate, type Template } from './templates.js'
import { createLateDocs, readTexts, skipTexts } from './texts.js'
import {
  type ByteReader,
  checkEntity,
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
  /** Reads a diff. @param tables the state before it, which is brought forward but for documents @throws CoactError `replay/corrupt` */
  next(tables: StateTables): StateFrame
  /** Brings the state forward, but for documents, by a diff that nobody wants to see. */
  skip(tables: StateTables): void
  /** Brings documents forward too. */
  settle(tables: StateTables): void
  /** Tells what a diff changes, and brings the state forward but for texts and documents. @returns its causes by number */
  watch(tables: StateTables, watcher: CellWatcher): (cause: number) => Cause
  /** True when nothing is left. */
  isDone(): boolean
}

/** Is told each change of a frame before it is made. */
export interface CellWatcher {
  cell(column: number, entity: number, value: number, cause: number, old: number): void
  row(table: number, entity: number, key: number, cause: number): void
}

const nobody = (): void => undefined

interface Reading extends Coding {
  readonly streams: readonly ByteReader[]
  readonly agents: number
  /** By kind: whether its causes belong to agents. */
  readonly ofAgents: readonly boolean[]
  readonly templates: Template[]
}

export function createDiffReader(
  r: ByteReader,
  layout: Layout,
  vocabulary: Vocabulary,
  newKinds: readonly string[],
): DiffReader {
  const { agents, kindList } = vocabulary
  const streams = unpackStreams(r, layout.columns.length + layout.tables.length)
  const kinds = newKinds.length === 0 ? kindList : kindList.concat(newKinds)
  const ofAgents =
    newKinds.length === 0
      ? vocabulary.ofAgents
      : vocabulary.ofAgents.concat(newKinds.map(hasSubject))
  const { memory, blocks, own } = newCoding(layout)
  // Written out: a spread that more fields follow takes microseconds, and leaves what only a full collection takes away.
  const state: Reading = {
    layout,
    memory,
    blocks,
    own,
    streams,
    agents: agents.length,
    ofAgents,
    templates: [],
  }
  const late = createLateDocs()
  let setter: Setter | undefined
  return {
    next(tables) {
      const gatherer = createGatherer(streams[STREAM.frames]!, layout)
      const causes: Cause[] = []
      const count = readFrame(state, tables, gatherer, (kind, subject) => {
        causes.push(joinCause(kinds[kind]!, agents[subject - 1]))
      })
      const { strings, docs } = readTexts(streams[STREAM.texts]!, count)
      const { columns, pairs } = gatherer.diff()
      const diff = { columns, pairs, strings, docs, stringsFrom: tables.strings.length }
      applyDiff(tables, { ...diff, docs: [] })
      late.note(diff.docs)
      return { causes, diff }
    },
    skip(tables) {
      if (setter?.tables !== tables) setter = createSetter(tables)
      const count = readFrame(state, tables, setter, nobody)
      setter.finish()
      late.pass(streams[STREAM.texts]!, count, tables)
    },
    settle: late.settle,
    watch(tables, watcher) {
      const setter = createSetter(tables)
      const told: (readonly [kind: number, subject: number])[] = []
      const taker: CellTaker = {
        cell(column, entity, value, cause) {
          watcher.cell(column, entity, value, cause, tables.columns[column]![entity] ?? 0)
          setter.cell(column, entity, value, cause)
        },
        row(table, entity, key, tag, value, cause) {
          watcher.row(table, entity, key, cause)
          setter.row(table, entity, key, tag, value, cause)
        },
      }
      readFrame(state, tables, taker, (kind, subject) => told.push([kind, subject]))
      setter.finish()
      skipTexts(streams[STREAM.texts]!)
      return (cause) => {
        const [kind, subject] = told[cause]!
        return joinCause(kinds[kind]!, agents[subject - 1])
      }
    },
    isDone() {
      return streams.every((s) => remaining(s) === 0)
    },
  }
}

/** @param tell is told each cause @returns how many causes the frame has */
function readFrame(
  state: Reading,
  tables: StateTables,
  taker: CellTaker,
  tell: (kind: number, subject: number) => void,
): number {
  const { streams } = state
  const frames = streams[STREAM.frames]!
  const causes = readVarint(frames)
  if (causes > remaining(streams[STREAM.templates]!)) refuse(frames, `${causes} causes`)
  let before = 0
  for (let i = 0; i < causes; i++) {
    const template = nextTemplate(state)
    const subject = state.ofAgents[template.kind] === true ? readSubject(state, before) : 0
    if (subject > 0) before = subject
    tell(template.kind, subject)
    readEntities(state, subject, template, tables)
    for (const cell of template.cells)
      readUnit(state, cell, template.entities[cell.slot]!, i, tables, taker)
  }
  readBlocks(streams, state, causes, tables, taker)
  return causes
}

function nextTemplate({ streams, layout, ofAgents, templates }: Reading): Template {
  const numbers = streams[STREAM.templates]!
  const number = readVarint(numbers)
  if (number === templates.length)
    templates.push(readTemplate(streams[STREAM.definitions]!, layout))
  const template = templates[number]
  if (template === undefined || template.kind >= ofAgents.length)
    return refuse(numbers, `template ${number}`)
  return template
}

function readSubject({ streams, agents }: Reading, before: number): number {
  const r = streams[STREAM.subjects]!
  const subject = readSigned(r) + before + 1
  return subject >= 1 && subject <= agents ? subject : refuse(r, `agent ${subject - 1}`)
}

function readEntities(
  state: Reading,
  subject: number,
  { entities }: Template,
  tables: StateTables,
): void {
  const own = subject > 0 ? ownEntity(state, subject, state.agents, tables) : 0
  for (let slot = 0; slot < entities.length; slot++) {
    const r = state.streams[slot === 0 ? STREAM.owners : STREAM.entities]!
    if (subject === 0) entities[slot] = checkEntity(r, readSigned(r) + entities[slot]!)
    else {
      const told = readVarint(r)
      entities[slot] = told === 0 ? own : checkEntity(r, told - 1)
    }
  }
}

function readUnit(
  { streams, layout, memory }: Reading,
  { column, key }: Template['cells'][number],
  entity: number,
  cause: number,
  tables: StateTables,
  taker: CellTaker,
): void {
  const table = column - layout.columns.length
  const values = streams[FIRST_VALUES + column]!
  if (table < 0) {
    const olds = tables.columns[column]!
    const old = entity < olds.length ? olds[entity]! : 0
    taker.cell(column, entity, readCell(streams, memory, column, old), cause)
  } else if (table === 0) {
    const { tag, value } = readRowValue(values)
    taker.row(table, entity, key, tag, value, cause)
  } else {
    readMembers(
      streams[STREAM.members]!,
      values,
      entity,
      tables.pairs[table]!,
      (member, tag, value) => taker.row(table, entity, member, tag, value, cause),
    )
  }
}
