import type { Cause, Diff } from '../engine/index.js'
import { type CauseParts, causeSplitter, type Vocabulary } from './causes.js'
import { type CellMemory, cellMemory, writeCell, writeRowValue } from './cells.js'
import type { Layout } from './layout.js'
import { FIRST_VALUES, packStreams, STREAM, streamWriters, totalBytes } from './streams.js'
import type { StateTables } from './tables.js'
import { type TemplateIndex, templateKey, writeTemplate } from './templates.js'
import { type ByteWriter, writeBytes, writeSigned, writeVarint } from './varint.js'

/** Causes that change more cells than this are written column by column, the others by template. */
const TEMPLATE_CELLS_MAX = 32
/** The table whose keys belong to the template: attributes, whose keys are names. */
export const KEYED_TABLE = 0

/** Writes the diffs of one group. */
export interface DiffWriter {
  /** Kinds of causes that no header foresaw. */
  readonly kinds: readonly string[]
  readonly bytes: number
  /** @param tables the state before the diff */
  add(causes: readonly Cause[], diff: Diff, tables: StateTables): void
  pack(w: ByteWriter): void
}

interface Writing {
  readonly streams: readonly ByteWriter[]
  readonly memory: CellMemory
  readonly layout: Layout
  readonly templates: TemplateIndex
  /** By agent: the entity that its last action changed first. */
  readonly owners: number[]
  /** By column: the entities of its last block. */
  readonly blocks: (Int32Array | undefined)[]
}

export function createDiffWriter(layout: Layout, { agents, kinds }: Vocabulary): DiffWriter {
  const streams = streamWriters(layout.columns.length + layout.tables.length)
  const state: Writing = {
    streams,
    memory: cellMemory(layout),
    layout,
    templates: new Map(),
    owners: agents.map(() => 0),
    blocks: [],
  }
  const numbers = new Map(kinds.map((kind, i) => [kind, i]))
  const split = causeSplitter(agents)
  return {
    get kinds() {
      return [...numbers.keys()].slice(kinds.length)
    },
    get bytes() {
      return totalBytes(streams)
    },
    add(causes, diff, tables) {
      const few = fewCells(causes.length, diff)
      writeVarint(streams[STREAM.frames]!, causes.length)
      let subject = 0
      causes.forEach((cause, i) => {
        const parts = split(cause)
        let kind = numbers.get(parts.kind)
        if (kind === undefined) numbers.set(parts.kind, (kind = numbers.size))
        if (few[i] === undefined) return writeByTemplate(state, parts, kind, subject, NO_CELLS, diff, tables)
        return 0
      })
    },
    pack: (w) => packStreams(w, streams),
  }
}
