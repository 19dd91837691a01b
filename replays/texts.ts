import type { Diff } from '../engine/index.js'
import { writeJson } from './json.js'
import { docPatch } from './patches.js'
import { count, list, readJson, record, text } from './shape.js'
import { applyTexts, type StateTables } from './tables.js'
import {
  type ByteReader,
  type ByteWriter,
  byteWriter,
  readBytes,
  readVarint,
  refuse,
  writeByte,
  writeBytes,
  writeVarint,
  written,
} from './varint.js'

type Texts = Pick<Diff, 'strings' | 'docs'>

const texts = record({
  strings: list(text),
  docs: list(record({ doc: text, patches: list(docPatch), cause: count })),
})
const NO_TEXTS: Texts = { strings: [], docs: [] }

/** Writes what a frame interned and how documents changed: the length of the JSON, which is 0 for nothing, and the JSON. */
export function writeTexts(w: ByteWriter, { strings, docs }: Texts): void {
  if (strings.length === 0 && docs.length === 0) {
    writeByte(w, 0)
    return
  }
  json.length = 0
  writeJson(json, { strings, docs })
  writeVarint(w, json.length)
  writeBytes(w, written(json))
}

/** Room that all use, one after the other. */
const json = byteWriter()

/** @param causes how many the frame has */
export function readTexts(r: ByteReader, causes: number): Texts {
  const length = readVarint(r)
  if (length === 0) return NO_TEXTS
  return parseTexts(r, readBytes(r, length), causes)
}

function parseTexts(r: ByteReader, bytes: Uint8Array, causes: number): Texts {
  const read = readJson(bytes, r.where, texts)
  for (const { cause } of read.docs) if (cause >= causes) refuse(r, `cause ${cause}`)
  return read
}

/** How documents change in frames that were passed over: parsed once somebody asks for the documents. */
export interface LateDocs {
  /** Passes over the texts of a frame, but for the interned ones, which it adds to the tables. */
  pass(r: ByteReader, causes: number, tables: StateTables): void
  /** Notes what is known already. */
  note(docs: Texts['docs']): void
  /** Brings the documents forward. */
  settle(tables: StateTables): void
}

export function createLateDocs(): LateDocs {
  let late: (() => Texts['docs'])[] = []
  return {
    pass(r, causes, tables) {
      const length = readVarint(r)
      if (length === 0) return
      const bytes = readBytes(r, length)
      if (hasStrings(bytes)) {
        const { strings, docs } = parseTexts(r, bytes, causes)
        for (const text of strings) tables.strings.push(text)
        late.push(() => docs)
      } else late.push(() => parseTexts(r, bytes, causes).docs)
    },
    note(docs) {
      if (docs.length > 0) late.push(() => docs)
    },
    settle(tables) {
      const given = late
      late = []
      for (const docs of given) applyTexts(tables, { strings: [], docs: docs() })
    },
  }
}

/** How the JSON of a frame begins that interned nothing. */
const NO_STRINGS = new TextEncoder().encode('{"strings":[],')

function hasStrings(bytes: Uint8Array): boolean {
  for (let i = 0; i < NO_STRINGS.length; i++) if (bytes[i] !== NO_STRINGS[i]) return true
  return false
}

/** Passes over what {@link readTexts} reads. */
export function skipTexts(r: ByteReader): void {
  readBytes(r, readVarint(r))
}
