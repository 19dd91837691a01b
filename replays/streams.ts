import {
  type ByteReader,
  type ByteWriter,
  byteWriter,
  readPart,
  readVarint,
  skipBytes,
  writeBytes,
  writeVarint,
  written,
} from './varint.js'

/**
 * The bytes of a group are sorted by what they tell, because deflate makes the most of neighbours of one kind: first these
 * streams, then one for the values of each column, then one for each pair table.
 */
export const STREAM = {
  /** Counts of causes and of blocks, blocks' heads. */
  frames: 0,
  /** Numbers of templates, one per cause. */
  templates: 1,
  /** Templates where they are first used. */
  definitions: 2,
  /** Which agent a cause belongs to. */
  subjects: 3,
  /** The first entity of each cause. */
  owners: 4,
  /** Further entities. */
  entities: 5,
  /** Members of many-to-many relations that came or went. */
  members: 6,
  /** Entities of blocks. */
  blocks: 7,
  /** New texts and changes of documents, as JSON. */
  texts: 8,
} as const

/** The stream of the first column. */
export const FIRST_VALUES = 9

export const streamWriters = (values: number): ByteWriter[] =>
  Array.from({ length: FIRST_VALUES + values }, () => byteWriter(64))

export function totalBytes(streams: readonly ByteWriter[]): number {
  let sum = 0
  for (let i = 0; i < streams.length; i++) sum += streams[i]!.length
  return sum
}

/** All lengths, then all bytes. */
export function packStreams(w: ByteWriter, streams: readonly ByteWriter[]): void {
  for (const s of streams) writeVarint(w, s.length)
  for (const s of streams) writeBytes(w, written(s))
}

/** The lengths of all streams, which stand before them. @throws CoactError `replay/corrupt` */
export function streamLengths(r: ByteReader, values: number): number[] {
  const lengths = new Array<number>(FIRST_VALUES + values).fill(0)
  for (let i = 0; i < lengths.length; i++) lengths[i] = readVarint(r)
  return lengths
}

/** @throws CoactError `replay/corrupt` */
export function unpackStreams(r: ByteReader, values: number): ByteReader[] {
  const lengths = streamLengths(r, values)
  // Most streams of a keyframe are empty.
  const empty = readPart(r, 0)
  return lengths.map((length, i) => (length === 0 ? empty : readPart(r, length, i)))
}

/** Passes over what {@link packStreams} wrote. @throws CoactError `replay/corrupt` */
export function skipStreams(r: ByteReader, values: number): void {
  let sum = 0
  for (let i = 0; i < FIRST_VALUES + values; i++) sum += readVarint(r)
  skipBytes(r, sum)
}
