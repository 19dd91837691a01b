import type { Cause, Diff } from '../engine/index.js'
import { writeBlocks } from './blocks.js'
import { type CellsByCause, cellsByCause, sortByCause } from './by-cause.js'
import type { Vocabulary } from './causes.js'
import { forgetCells, writeCell, writeRowValue } from './cells.js'
import { type Coding, newCoding, ownEntity } from './coding.js'
import type { Layout } from './layout.js'
import { writeMembers } from './members.js'
import { FIRST_VALUES, packStreams, STREAM, streamWriters, totalBytes } from './streams.js'
import type { StateTables } from './tables.js'
import {
  findUnits,
  type TemplateIndex,
  templateIndex,
  type Units,
  unitList,
  writeTemplate,
} from './templates.js'
import { writeTexts } from './texts.js'
import { type ByteWriter, writeSigned, writeVarint } from './varint.js'

/** Writes the diffs of one group. */
export interface DiffWriter {
  /** Kinds of causes that the vocabulary lacked. */
  readonly kinds: readonly string[]
  readonly bytes: number
  /** @param tables the state before the diff */
  add(causes: readonly Cause[], diff: Diff, tables: StateTables): void
  pack(w: ByteWriter): void
  /** Begins a new group. */
  clear(): void
}

interface Writing extends Coding {
  readonly agents: number
  readonly streams: readonly ByteWriter[]
  readonly templates: TemplateIndex
  readonly cells: CellsByCause
  readonly units: Units
  /** Causes of the frame that are written as blocks. */
  readonly many: number[]
}

export function createDiffWriter(layout: Layout, vocabulary: Vocabulary): DiffWriter {
  const { agents, kinds } = vocabulary
  const streams = streamWriters(layout.columns.length + layout.tables.length)
  const state: Writing = {
    ...newCoding(layout),
    agents: agents.length,
    streams,
    templates: templateIndex(layout),
    cells: cellsByCause(),
    units: unitList(),
    many: [],
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
      const { cells, units } = state
      sortByCause(cells, causes.length, diff, layout.columns.length)
      writeVarint(streams[STREAM.frames]!, causes.length)
      const { many } = state
      many.length = 0
      let before = 0
      for (let i = 0; i < causes.length; i++) {
        const { kind, subject } = vocabulary.split(causes[i]!)
        if (subject > 0) {
          writeSigned(streams[STREAM.subjects]!, subject - before - 1)
          before = subject
        }
        // What is too much for a template follows in blocks.
        if (!findUnits(units, cells, i, layout)) many.push(i)
        writeByTemplate(state, kindNumber(kind), subject, tables)
      }
      writeBlocks(streams, state, cells, many, tables)
      writeTexts(streams[STREAM.texts]!, diff)
    },
    pack: (w) => packStreams(w, streams),
    clear() {
      for (const w of streams) w.length = 0
      state.templates.clear()
      forgetCells(state.memory)
      state.blocks.length = 0
      state.own = undefined
      numbers.clear()
    },
  }
}

/** Writes what the units hold, as one cause's doing. */
function writeByTemplate(state: Writing, kind: number, subject: number, tables: StateTables): void {
  const { streams, layout, memory, templates, cells, units } = state
  const columns = layout.columns.length
  const known = templates.size
  const template = templates.find(kind, cells, units)
  if (template.number === known) writeTemplate(streams[STREAM.definitions]!, template)
  writeVarint(streams[STREAM.templates]!, template.number)
  writeEntities(state, subject, template, tables)
  for (let u = 0; u < units.count; u++) {
    const at = units.starts[u]!
    const column = cells.columns[at]!
    const values = streams[FIRST_VALUES + column]!
    if (column < columns) {
      const olds = tables.columns[column]!
      const entity = cells.entities[at]!
      writeCell(
        streams,
        memory,
        column,
        cells.values[at]!,
        entity < olds.length ? olds[entity]! : 0,
      )
    } else if (column === columns) {
      writeRowValue(values, cells.tags[at]!, cells.values[at]!)
    } else {
      const rows = tables.pairs[column - columns]!
      writeMembers(streams[STREAM.members]!, values, cells, at, units.starts[u + 1]!, rows)
    }
  }
}

/** Of an agent's cause: 0 for its own entity, others plus 1. Of other causes: the step from what stood there last. */
function writeEntities(
  state: Writing,
  subject: number,
  { cells: slots, entities: before }: ReturnType<TemplateIndex['find']>,
  tables: StateTables,
): void {
  const { streams, cells, units } = state
  const own = subject > 0 ? ownEntity(state, subject, state.agents, tables) : 0
  let slot = 0
  for (let u = 0; u < units.count; u++) {
    if (slots[u]!.slot !== slot) continue
    const w = streams[slot === 0 ? STREAM.owners : STREAM.entities]!
    const entity = cells.entities[units.starts[u]!]!
    if (subject > 0) writeVarint(w, entity === own ? 0 : entity + 1)
    else writeSigned(w, entity - before[slot]!)
    before[slot] = entity
    slot += 1
  }
}
