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
  skipBytes,
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

/** Texts that were passed over: where they stand. */
interface Passed {
  readonly r: ByteReader
  readonly at: number
  readonly end: number
  readonly causes: number
}

export function createLateDocs(): LateDocs {
  let late: (Texts['docs'] | Passed)[] = []
  return {
    pass(r, causes, tables) {
      const length = readVarint(r)
      if (length === 0) return
      const at = skipBytes(r, length)
      if (hasStrings(r.bytes, at, r.at)) {
        const { strings, docs } = parseTexts(r, r.bytes.subarray(at, r.at), causes)
        for (const text of strings) tables.strings.push(text)
        late.push(docs)
      } else late.push({ r, at, end: r.at, causes })
    },
    note(docs) {
      if (docs.length > 0) late.push(docs)
    },
    settle(tables) {
      const given = late
      late = []
      for (const one of given) {
        const docs =
          'r' in one
            ? parseTexts(one.r, one.r.bytes.subarray(one.at, one.end), one.causes).docs
            : one
        applyTexts(tables, { strings: [], docs })
      }
    },
  }
}

/** How the JSON of a frame begins that interned nothing. */
const NO_STRINGS = new TextEncoder().encode('{"strings":[],')

function hasStrings(bytes: Uint8Array, at: number, end: number): boolean {
  if (end - at < NO_STRINGS.length) return true
  for (let i = 0; i < NO_STRINGS.length; i++) if (bytes[at + i] !== NO_STRINGS[i]) return true
  return false
}

/** Passes over what {@link readTexts} reads. */
export function skipTexts(r: ByteReader): void {
  readBytes(r, readVarint(r))
}
