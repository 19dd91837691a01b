import type { Cause, Diff } from '../engine/index.js'
import { type CellsByCause, cellsByCause, sortByCause } from './by-cause.js'
import type { Vocabulary } from './causes.js'
import { type CellMemory, cellMemory, writeCell, writeCells, writeRowValue } from './cells.js'
import type { Layout } from './layout.js'
import { FIRST_VALUES, packStreams, STREAM, streamWriters, totalBytes } from './streams.js'
import type { StateTables } from './tables.js'
import { TEMPLATE_CELLS_MAX, type TemplateIndex, templateIndex, writeTemplate } from './templates.js'
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
        const from = cells.starts[i]!
        const to = cells.starts[i + 1]!
        // What is too much for a template follows in blocks.
        const end = to - from > TEMPLATE_CELLS_MAX ? from : to
        writeByTemplate(state, kindNumber(kind), subject, from, end, tables)
        if (subject > 0) before = subject
      }
      writeBlocks(state, causes.length, tables)
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

/** Writes what causes with many cells changed, a block for each column or table of each. */
function writeBlocks(state: Writing, causes: number, tables: StateTables): void {
  const columns = state.layout.columns.length
  const frames = state.streams[STREAM.frames]!
  const runs = runsOf(state.cells, causes)
  const ofColumns = runs.filter((run) => run.column < columns)
  writeVarint(frames, ofColumns.length)
  for (const run of ofColumns) writeColumnBlock(state, run, tables)
  writeVarint(frames, runs.length - ofColumns.length)
  for (const run of runs) if (run.column >= columns) writeRowBlock(state, run)
}

/** Cells of one cause and column that stand together. */
interface CellRun {
  readonly cause: number
  readonly column: number
  readonly from: number
  readonly to: number
}

function runsOf({ starts, columns }: CellsByCause, causes: number): CellRun[] {
  const runs: CellRun[] = []
  for (let cause = 0; cause < causes; cause++) {
    const end = starts[cause + 1]!
    if (end - starts[cause]! <= TEMPLATE_CELLS_MAX) continue
    for (let from = starts[cause]!; from < end; ) {
      const column = columns[from]!
      let to = from + 1
      while (to < end && columns[to] === column) to += 1
      runs.push({ cause, column, from, to })
      from = to
    }
  }
  return runs
}

function writeColumnBlock(state: Writing, { cause, column, from, to }: CellRun, tables: StateTables): void {
  const { streams, memory, cells, blocks } = state
  const frames = streams[STREAM.frames]!
  const ids = cells.entities.slice(from, to)
  const isAsBefore = sameNumbers(ids, blocks[column])
  writeVarint(frames, column)
  writeVarint(frames, cause)
  writeVarint(frames, isAsBefore ? 0 : ids.length)
  if (!isAsBefore) writeGaps(streams[STREAM.blocks]!, ids)
  blocks[column] = ids
  writeCells(streams, memory, column, ids, tables.columns[column]!, cells.values, from)
}

function writeGaps(w: ByteWriter, ids: Int32Array): void {
  let before = 0
  for (let i = 0; i < ids.length; i++) {
    writeVarint(w, ids[i]! - before)
    before = ids[i]!
  }
}

function writeRowBlock({ streams, layout, cells }: Writing, { cause, column, from, to }: CellRun): void {
  const frames = streams[STREAM.frames]!
  const gaps = streams[STREAM.blocks]!
  writeVarint(frames, column - layout.columns.length)
  writeVarint(frames, cause)
  writeVarint(frames, to - from)
  let entity = 0
  let key = 0
  for (let i = from; i < to; i++) {
    const isNext = cells.entities[i] !== entity
    writeVarint(gaps, cells.entities[i]! - entity)
    writeVarint(gaps, cells.keys[i]! - (isNext ? 0 : key))
    entity = cells.entities[i]!
    key = cells.keys[i]!
    writeRowValue(streams[FIRST_VALUES + column]!, cells.tags[i]!, cells.values[i]!)
  }
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
