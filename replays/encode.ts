import type { Cause, ColumnDiff, Diff, PairsDiff } from '../engine/index.js'
import { type CellsByCause, cellsByCause, sortByCause } from './by-cause.js'
import type { Vocabulary } from './causes.js'
import { type CellMemory, cellMemory, writeCell, writeRowValue } from './cells.js'
import type { Layout } from './layout.js'
import { FIRST_VALUES, packStreams, STREAM, streamWriters, totalBytes } from './streams.js'
import type { StateTables } from './tables.js'
import { type TemplateIndex, templateIndex, writeTemplate } from './templates.js'
import { type ByteWriter, writeByte, writeBytes, writeSigned, writeVarint } from './varint.js'

/** Writes the diffs of one group. */
export interface DiffWriter {
  /** Kinds of causes that the vocabulary lacked. */
  readonly kinds: readonly string[]
  readonly bytes: number
  /** @param tables the state before the diff */
  add(causes: readonly Cause[], diff: Diff, tables: StateTables): void
  pack(w: ByteWriter): void
}

interface Writing {
  readonly streams: readonly ByteWriter[]
  readonly layout: Layout
  readonly memory: CellMemory
  readonly templates: TemplateIndex
  readonly cells: CellsByCause
  /** By agent: the entity that came first in what it last caused. */
  readonly owners: Int32Array
  /** By column: the entities of its last block. */
  readonly blocks: (Int32Array | undefined)[]
}

export function createDiffWriter(layout: Layout, vocabulary: Vocabulary): DiffWriter {
  const { agents, kinds } = vocabulary
  const streams = streamWriters(layout.columns.length + layout.tables.length)
  const state: Writing = {
    streams,
    layout,
    memory: cellMemory(layout),
    templates: templateIndex(),
    cells: cellsByCause(),
    owners: new Int32Array(agents.length),
    blocks: [],
  }
  const numbers = new Map<string, number>()
  const kindNumber = (kind: string): number => {
    const known = kinds.get(kind) ?? numbers.get(kind)
    if (known !== undefined) return known
    numbers.set(kind, kinds.size + numbers.size)
    return kinds.size + numbers.size - 1
  }
  return {
    get kinds() {
      return [...numbers.keys()]
    },
    get bytes() {
      return totalBytes(streams)
    },
    add(causes, diff, tables) {
      const { cells } = state
      sortByCause(cells, causes.length, diff, layout.columns.length)
      writeVarint(streams[STREAM.frames]!, causes.length)
      let before = 0
      for (let i = 0; i < causes.length; i++) {
        const { kind, subject } = vocabulary.split(causes[i]!)
        if (subject > 0) writeSigned(streams[STREAM.subjects]!, subject - before - 1)
        writeByTemplate(
          state,
          kindNumber(kind),
          subject,
          cells.starts[i]!,
          cells.starts[i + 1]!,
          tables,
        )
        if (subject > 0) before = subject
      }
      writeBlocks(state, diff, tables)
      writeTexts(streams[STREAM.texts]!, diff)
    },
    pack: (w) => packStreams(w, streams),
  }
}

function writeByTemplate(
  { streams, layout, memory, templates, cells, owners }: Writing,
  kind: number,
  subject: number,
  from: number,
  to: number,
  tables: StateTables,
): void {
  const columns = layout.columns.length
  const known = templates.size
  const template = templates.find(kind, cells, from, to, columns)
  if (template.number === known) writeTemplate(streams[STREAM.definitions]!, template)
  writeVarint(streams[STREAM.templates]!, template.number)
  let slot = 0
  for (let i = from; i < to; i++) {
    if (template.cells[i - from]!.slot !== slot) continue
    const entity = cells.entities[i]!
    if (slot > 0) {
      writeSigned(streams[STREAM.entities]!, entity - (subject > 0 ? 0 : template.entities[slot]!))
    } else if (subject > 0) {
      writeSigned(streams[STREAM.owners]!, entity - owners[subject - 1]!)
      owners[subject - 1] = entity
    } else writeSigned(streams[STREAM.owners]!, entity - template.entities[0]!)
    template.entities[slot] = entity
    slot += 1
  }
  for (let i = from; i < to; i++) {
    const column = cells.columns[i]!
    if (column < columns) {
      const olds = tables.columns[column]!
      const entity = cells.entities[i]!
      writeCell(streams, memory, column, cells.values[i]!, entity < olds.length ? olds[entity]! : 0)
      continue
    }
    if (column > columns) writeVarint(streams[STREAM.entities]!, cells.keys[i]!)
    writeRowValue(streams[FIRST_VALUES + column]!, cells.tags[i]!, cells.values[i]!)
  }
}

/** Writes what causes with many cells changed, by column and cause. */
function writeBlocks(state: Writing, diff: Diff, tables: StateTables): void {
  const { isMany } = state.cells
  const frames = state.streams[STREAM.frames]!
  const columns = diff.columns.flatMap((change) =>
    manyCauses(change.causes, isMany).map((cause) => ({ change, cause })),
  )
  writeVarint(frames, columns.length)
  for (const { change, cause } of columns) writeColumnBlock(state, change, cause, tables)
  const rows = diff.pairs.flatMap((rows, table) =>
    rows === undefined
      ? []
      : manyCauses(rows.causes, isMany).map((cause) => ({ rows, table, cause })),
  )
  writeVarint(frames, rows.length)
  for (const { rows: changed, table, cause } of rows) writeRowBlock(state, changed, table, cause)
}

/** Those of the causes that are written as blocks, ascending. */
function manyCauses(causes: Int32Array, isMany: Uint8Array): number[] {
  const found: number[] = []
  for (const cause of causes) if (isMany[cause] === 1 && !found.includes(cause)) found.push(cause)
  return found.sort((a, b) => a - b)
}

function writeColumnBlock(
  state: Writing,
  change: ColumnDiff,
  cause: number,
  tables: StateTables,
): void {
  const { streams, memory, blocks } = state
  const { column, ids } = change
  const frames = streams[STREAM.frames]!
  const gaps = streams[STREAM.blocks]!
  const which = positions(change.causes, cause)
  const own = which.length === ids.length ? ids : Int32Array.from(which, (i) => ids[i]!)
  const isAsBefore = sameNumbers(own, blocks[column])
  writeVarint(frames, column)
  writeVarint(frames, cause)
  writeVarint(frames, isAsBefore ? 0 : own.length)
  if (!isAsBefore)
    for (let i = 0; i < own.length; i++) writeVarint(gaps, own[i]! - (i === 0 ? 0 : own[i - 1]!))
  blocks[column] = own
  const cells = tables.columns[column]!
  for (let i = 0; i < own.length; i++) {
    const id = own[i]!
    writeCell(
      streams,
      memory,
      column,
      change.values[which[i]!]!,
      id < cells.length ? cells[id]! : 0,
    )
  }
}

function writeRowBlock(
  { streams, layout }: Writing,
  rows: PairsDiff,
  table: number,
  cause: number,
): void {
  const frames = streams[STREAM.frames]!
  const gaps = streams[STREAM.blocks]!
  const which = positions(rows.causes, cause)
  writeVarint(frames, table)
  writeVarint(frames, cause)
  writeVarint(frames, which.length)
  let entity = 0
  let key = 0
  for (const i of which) {
    const isNext = rows.entities[i] !== entity
    writeVarint(gaps, rows.entities[i]! - entity)
    writeVarint(gaps, rows.keys[i]! - (isNext ? 0 : key))
    entity = rows.entities[i]!
    key = rows.keys[i]!
    writeRowValue(
      streams[FIRST_VALUES + layout.columns.length + table]!,
      rows.tags[i]!,
      rows.values[i]!,
    )
  }
}

function positions(causes: Int32Array, cause: number): Int32Array {
  const found = new Int32Array(causes.length)
  let n = 0
  for (let i = 0; i < causes.length; i++) if (causes[i] === cause) found[n++] = i
  return found.subarray(0, n)
}

function sameNumbers(a: Int32Array, b: Int32Array | undefined): boolean {
  if (a.length !== b?.length) return false
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return false
  return true
}

function writeTexts(w: ByteWriter, { strings, docs }: Diff): void {
  if (strings.length === 0 && docs.length === 0) {
    writeByte(w, 0)
    return
  }
  const bytes = new TextEncoder().encode(JSON.stringify({ strings, docs }))
  writeVarint(w, bytes.length)
  writeBytes(w, bytes)
}
