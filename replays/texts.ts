import type { Diff } from '../engine/index.js'
import { writeJson } from './json.js'
import { docPatch } from './patches.js'
import { count, list, readJson, record, text } from './shape.js'
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
  const read = readJson(readBytes(r, length), r.where, texts)
  for (const { cause } of read.docs) if (cause >= causes) refuse(r, `cause ${cause}`)
  return read
}

/** Passes over what {@link readTexts} reads. */
export function skipTexts(r: ByteReader): void {
  readBytes(r, readVarint(r))
}
