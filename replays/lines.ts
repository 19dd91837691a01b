import { corrupt } from './faults.js'
import { writeAscii, writeDigits } from './json.js'
import { readText } from './shape.js'
import { type ByteWriter, byteWriter, writeBytes, writeText, written } from './varint.js'

/**
 * The JSON message of one channel and group: `{"from":0,"to":63,"frames":[` and one line per frame that has something to
 * say, each beginning with its tick. Any JSON reader takes it whole; ours finds a single frame without parsing the rest.
 */
export interface Lines {
  /** Begins the line of a frame: its fields follow, without the comma before the first, and a closing brace. */
  begin(tick: number): ByteWriter
  /** Takes the line back that was begun for a tick, if there is one. */
  undo(tick: number): void
  /** Bytes so far. */
  readonly size: number
  /** The message and a new start; undefined when no frame had anything to say. */
  take(from: number, to: number): Uint8Array | undefined
}

export function createLines(): Lines {
  const body = byteWriter(1024)
  let lastTick = -1
  let lastStart = 0
  return {
    get size() {
      return body.length
    },
    begin(tick) {
      lastTick = tick
      lastStart = body.length
      writeAscii(body, body.length === 0 ? '\n{"tick":' : ',\n{"tick":')
      writeDigits(body, tick)
      writeAscii(body, ',')
      return body
    },
    undo(tick) {
      if (tick === lastTick) body.length = lastStart
    },
    take(from, to) {
      if (body.length === 0) return undefined
      const message = byteWriter(body.length + 64)
      writeText(message, `{"from":${from},"to":${to},"frames":[`)
      writeBytes(message, written(body))
      writeText(message, '\n]}')
      body.length = 0
      return written(message)
    },
  }
}

/** The lines of a message by tick; none is cut out before it is asked for. */
export interface FoundLines {
  get(tick: number): Uint8Array | undefined
  /** The ticks that have a line, ascending. */
  ticks(): readonly number[]
}

/** Finds the lines of a message; no line is parsed yet. @throws CoactError `replay/corrupt` */
export function findLines(message: Uint8Array, where: string): FoundLines {
  let count = 0
  let last = -1
  let start = message.indexOf(NEWLINE) + 1
  if (start === 0) throw corrupt(where, 'a message without lines')
  for (;;) {
    const end = message.indexOf(NEWLINE, start)
    if (end < 0) break
    const tick = tickAt(message, start, end)
    if (tick === undefined || tick <= last) throw corrupt(where, `the line at byte ${start}`)
    last = tick
    count += 1
    start = end + 1
  }
  if (readText(message.subarray(start), where) !== ']}')
    throw corrupt(where, 'a message without an end')
  const first = message.indexOf(NEWLINE) + 1
  return {
    ticks() {
      const ticks: number[] = []
      for (let i = 0, at = first; i < count; i++) {
        const end = message.indexOf(NEWLINE, at)
        ticks.push(tickAt(message, at, end)!)
        at = end + 1
      }
      return ticks
    },
    get(tick) {
      for (let i = 0, at = first; i < count; i++) {
        const end = message.indexOf(NEWLINE, at)
        if (tickAt(message, at, end) === tick)
          return message.subarray(at, message[end - 1] === COMMA ? end - 1 : end)
        at = end + 1
      }
      return undefined
    },
  }
}

const NEWLINE = 10
const COMMA = 44
const START = new TextEncoder().encode('{"tick":')

/** The tick of the line between two places. */
function tickAt(bytes: Uint8Array, from: number, to: number): number | undefined {
  for (let i = 0; i < START.length; i++) if (bytes[from + i] !== START[i]) return undefined
  const first = from + START.length
  const end = Math.min(to, first + 9)
  let tick = 0
  let i = first
  for (; i < end && bytes[i]! >= 48 && bytes[i]! <= 57; i++) tick = tick * 10 + bytes[i]! - 48
  return i === first ? undefined : tick
}
