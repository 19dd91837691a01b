import {
  type AgentInput,
  type CallRecord,
  CoactError,
  type EndReason,
  errorText,
  type Json,
} from '../engine/index.js'
import { callsIn } from './call-reader.js'
import { inputShape, lineShapes } from './channels.js'
import { crc32 } from './crc.js'
import { decoding } from './faults.js'
import { headerShape, type ReplayHeader } from './header.js'
import { writeAscii, writeDigits, writeJson } from './json.js'
import { setU32, writeU32 } from './mcap.js'
import {
  anything,
  count,
  list,
  maybe,
  nullable,
  oneOf,
  readText,
  record,
  type Shape,
  text,
} from './shape.js'
import { type ByteWriter, writeText } from './varint.js'

/** What a journal is called that this version writes. */
export const JOURNAL_FORMAT = 'coact/journal/1'

/** When a journal is made durable: before each step; with each group of ticks; or there is none. */
export type JournalMode = 'tick' | 'group' | 'off'

/** What a journal says of its run before the first tick: all that is needed to run it again. */
export interface JournalHeader {
  readonly format: string
  /** What the replay says: world, seed, agents, horizon, profile, tapes. */
  readonly replay: ReplayHeader
  /** The scenario's own file as data; absent for one that is defined in code. */
  readonly source?: Json
  /** How whoever started the run finds scenario and policies again. */
  readonly command?: Json
  readonly timeoutMs: number
  readonly mode: JournalMode
  /** The file that it was written to, so that a copy is known as one. */
  readonly origin: string
}

/** What entered a tick, as it was written down before the step. */
export interface JournalTick {
  readonly tick: number
  /** The chain hash of the tick before: whoever simulates again must come by it. */
  readonly chain: string
  /** What agents looked at: twice the agent's index, plus 1 for the observation in words. */
  readonly seen: readonly number[]
  /** By agent index. */
  readonly inputs: readonly (AgentInput | null)[]
}

/** How far a journal could be read. */
export interface Journal {
  readonly header: JournalHeader
  /** From tick 1 on, without gaps. */
  readonly ticks: readonly JournalTick[]
  /** Calls of language models in the order in which they ended; those of the tick that comes next may be among them. */
  readonly calls: readonly CallRecord[]
  /** How the run had ended, when only its file was left to finish. */
  readonly end?: EndReason
  /** Where the next record goes. */
  readonly length: number
  /** Bytes after that: of a record that was being written when the run stopped. */
  readonly torn: number
}

/** A journal being written. While it is open no other process writes it, or its replay. */
export interface JournalWriter {
  readonly mode: JournalMode
  /** What was thrown; nothing more is written then. */
  readonly failure: unknown
  /** Writes down what is about to enter a step; where the mode is `tick` it is on the disk when this returns. @throws CoactError `journal/write` */
  add(tick: JournalTick): void
  /** Writes down a call of a language model when it is over, as `add` does. @throws CoactError `journal/write` */
  call(record: CallRecord): void
  /** Writes down that the run is over. @throws CoactError `journal/write` */
  end(end: EndReason, chain: string): void
  /** Makes everything so far durable. */
  sync(): Promise<void>
  close(): void
  /** Closes and deletes it: its replay is whole. */
  remove(): void
}

const headShape: Shape<JournalHeader> = record({
  format: text,
  replay: headerShape,
  source: maybe(anything),
  command: maybe(anything),
  timeoutMs: count,
  mode: oneOf('tick', 'group', 'off'),
  origin: text,
})
const tickShape: Shape<JournalTick> = record({
  tick: count,
  chain: text,
  seen: list(count),
  inputs: list(nullable(inputShape)),
})
const endShape = record({ end: oneOf('done', 'horizon', 'aborted'), chain: text })

/** Before each record: its length, the CRC-32 of these four bytes, and that of the record. */
const HEAD = 12
/** A record that claims more is damaged. */
const RECORD_BYTES_MAX = 1 << 28

/** Writes the head of a record that {@link endJournalRecord} ends. @returns where it stands */
export function beginJournalRecord(w: ByteWriter): number {
  const start = w.length
  for (let i = 0; i < HEAD; i += 4) writeU32(w, 0)
  return start
}

export function endJournalRecord(w: ByteWriter, start: number): void {
  setU32(w, start, w.length - start - HEAD)
  setU32(w, start + 4, crc32(w.bytes, start, start + 4))
  setU32(w, start + 8, crc32(w.bytes, start + HEAD, w.length))
}

export function writeJournalHeader(w: ByteWriter, header: JournalHeader): void {
  const start = beginJournalRecord(w)
  writeJson(w, header)
  endJournalRecord(w, start)
}

export function writeJournalTick(w: ByteWriter, { tick, chain, seen, inputs }: JournalTick): void {
  const start = beginJournalRecord(w)
  writeAscii(w, '{"tick":')
  writeDigits(w, tick)
  writeAscii(w, ',"chain":"')
  writeAscii(w, chain)
  writeAscii(w, '","seen":')
  writeJson(w, seen)
  writeAscii(w, ',"inputs":')
  writeJson(w, inputs)
  writeAscii(w, '}')
  endJournalRecord(w, start)
}

/** @param packed the call as the channel of calls has it: its fields, and a closing brace */
export function writeJournalCall(w: ByteWriter, tick: number, packed: string): void {
  const start = beginJournalRecord(w)
  writeText(w, `{"tick":${tick},${packed}`)
  endJournalRecord(w, start)
}

export function writeJournalEnd(w: ByteWriter, end: EndReason, chain: string): void {
  const start = beginJournalRecord(w)
  writeJson(w, { end, chain })
  endJournalRecord(w, start)
}

/**
 * Reads a journal. What a run that was killed left half written at the end is dropped; anything else that is not as it was
 * written is refused.
 *
 * @param path for errors
 * @throws CoactError `journal/empty` when not even its head is there, `journal/corrupt`, `journal/other-format`
 */
export function readJournal(bytes: Uint8Array, path: string): Journal {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const ticks: JournalTick[] = []
  const calls: CallRecord[] = []
  const contents = new Map<string, Json>()
  let header: JournalHeader | undefined
  let end: EndReason | undefined
  let at = 0
  for (;;) {
    const record = nextRecord(view, at, `${path}, byte ${at}`, ticks.length)
    if (record === undefined) break
    const where = `${path}, byte ${at}`
    if (end !== undefined) throw damaged(where, 'a record after the last one', ticks.length)
    const value = orDamaged(where, ticks.length, () =>
      JSON.parse(readText(bytes.subarray(at + HEAD, at + HEAD + record), where)),
    ) as { readonly end?: unknown; readonly format?: unknown; readonly calls?: unknown }
    if (header === undefined) {
      checkFormat(value.format, path)
      header = orDamaged(where, 0, () => headShape.read(value))
    } else if (value.end !== undefined) {
      end = orDamaged(where, ticks.length, () => endShape.read(value)).end
    } else if (value.calls !== undefined) {
      const line = orDamaged(where, ticks.length, () => lineShapes['/calls'].read(value))
      for (const [name, content] of Object.entries(line.contents)) contents.set(name, content)
      calls.push(
        ...orDamaged(where, ticks.length, () => callsIn(line, (r) => contents.get(r.content))),
      )
    } else {
      const tick = orDamaged(where, ticks.length, () => tickShape.read(value))
      if (tick.tick !== ticks.length + 1)
        throw damaged(where, `tick ${tick.tick} after tick ${ticks.length}`, ticks.length)
      ticks.push(tick)
    }
    at += HEAD + record
  }
  if (header === undefined) throw emptyJournal(path)
  return {
    header,
    ticks,
    calls,
    ...(end === undefined ? {} : { end }),
    length: at,
    torn: bytes.length - at,
  }
}

/** The length of the record at a place; undefined where the journal ends, or was cut. */
function nextRecord(view: DataView, at: number, where: string, ticks: number): number | undefined {
  const left = view.byteLength - at
  if (left < HEAD) return undefined
  const length = view.getUint32(at, true)
  const bytes = new Uint8Array(view.buffer, view.byteOffset + at, left)
  if (view.getUint32(at + 4, true) !== crc32(bytes, 0, 4) || length > RECORD_BYTES_MAX) {
    // After a power failure a file may be longer than what was written to it.
    if (bytes.every((byte) => byte === 0)) return undefined
    throw damaged(where, 'a wrong checksum of a length', ticks)
  }
  if (left < HEAD + length) return undefined
  if (view.getUint32(at + 8, true) === crc32(bytes, HEAD, HEAD + length)) return length
  // The last record may have been on its way to the disk.
  if (left === HEAD + length) return undefined
  throw damaged(where, 'a wrong checksum', ticks)
}

function checkFormat(format: unknown, path: string): void {
  if (format === JOURNAL_FORMAT) return
  throw new CoactError('journal/other-format', 'This journal is of another version', {
    where: path,
    expected: JOURNAL_FORMAT,
    got: String(format).slice(0, 80),
    next: 'Resume the run with the version of Coact that began it.',
  })
}

function orDamaged<T>(where: string, ticks: number, read: () => T): T {
  try {
    return decoding(where, read)
  } catch (e) {
    throw damaged(where, errorText(e).split('\n')[0]!, ticks)
  }
}

const damaged = (where: string, got: string, ticks: number): CoactError =>
  new CoactError('journal/corrupt', 'This journal is damaged', {
    where,
    got: `${got}; the inputs of ${ticks === 0 ? 'no tick' : `the ticks 1 to ${ticks}`} come before`,
    next: 'What was flushed into the replay is not touched by this: coact recover FILE.',
    data: { ticks },
  })

const emptyJournal = (path: string): CoactError =>
  new CoactError('journal/empty', 'The run was stopped before its journal began', {
    where: path,
    next: 'Nothing had happened: run it again.',
  })
