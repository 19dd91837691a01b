import type { ActionRecord, Envelope, Json, MessageRecord, Turn } from '../../engine/index.js'
import { jsonLine, line, quoted } from './words.js'

/** What an agent remembers of a tick in which it was asked. */
interface Past {
  tick: number
  /** Lines of what it heard. */
  heard: string[]
  /** What it did, in words. */
  did: string[]
  /** Lines of what it said. */
  said: string[]
  /** What came of it; empty until it is known. */
  came: string[]
}

/** The memory of an agent that is played by a language model: plain and bounded. */
export interface LanguageMemory {
  past: Past[]
  /** What the model wanted to remember, and since when. */
  note: { tick: number; text: string }
}

export const emptyMemory = (): LanguageMemory => ({ past: [], note: { tick: 0, text: '' } })

const NOTE_CHARS_MAX = 800
const TOLD_CHARS_MAX = 500
const HEARD_MAX = 20
/** Of each message in the past. */
const REMEMBERED_CHARS_MAX = 200

/** A message in one line: who said it, to whom, and what. */
export function messageLine(message: Envelope, max: number): string {
  const { from, to, type, body, text, protocol, act, conversation } = message
  const kind =
    protocol === undefined ? type : `${protocol} ${type}${act === type ? '' : ` (${act})`}`
  const said = typeof body === 'string' ? quoted(body, max) : jsonLine(body, max)
  return [
    `${from} to ${line(to, 80)}: `,
    type === 'text' && protocol === undefined ? '' : `${line(kind, 120)} `,
    said,
    text === undefined ? '' : ` ${quoted(text, max)}`,
    conversation === undefined ? '' : ` (conversation ${line(conversation, 120)})`,
  ].join('')
}

/** The newest messages, and how many older ones are left out. */
export function heardLines(inbox: Turn['inbox'], max: number): string[] {
  const shown = inbox.slice(-HEARD_MAX).map((m) => messageLine(m, max))
  const more = inbox.length - shown.length
  return more === 0 ? shown : [`(${more} more messages before these)`, ...shown]
}

/** What came of actions and messages in words. */
const cameLines = ({ last, sent, reward }: Turn, did: readonly string[]): string[] => [
  ...(last.length === 0 ? did : last.map(recordLine)),
  ...sent.filter((m) => m.verdict !== 'ok').map(unsent),
  ...(reward === 0 ? [] : [`your reward: ${Number(reward.toPrecision(6))}`]),
]

function recordLine({
  action,
  args,
  command,
  verdict,
  stage,
  text,
  note,
  fallback,
}: ActionRecord): string {
  const what =
    command !== undefined
      ? line(command, 200)
      : `${line(action, 80)}${Object.keys(args).length === 0 ? '' : ` ${jsonLine(args as Json, 200)}`}`
  const who = fallback === true ? 'done for you: ' : ''
  const why = line(text ?? note ?? '', TOLD_CHARS_MAX)
  if (verdict === 'ok') return `${who}${what} → ok${why === '' ? '' : `: ${why}`}`
  const how = stage === 'effect' ? 'failed' : 'refused'
  return `${who}${what} → ${how} [${verdict}]${why === '' ? '' : `: ${why}`}`
}

function unsent({ to, type, verdict, note }: MessageRecord): string {
  const why = note === undefined ? '' : `: ${line(note, TOLD_CHARS_MAX)}`
  return `your message (${line(type, 64)}) to ${line(to, 80)} → refused [${verdict}]${why}`
}

/** Writes down what came of the tick before. */
export function recall(memory: LanguageMemory, turn: Turn): string[] {
  const before = memory.past.at(-1)
  const isLast = before !== undefined && before.tick === turn.tick - 1
  const came = cameLines(turn, isLast ? before.did : [])
  if (isLast) before.came = came
  return came
}

/** What is kept of a decision. */
export interface Kept {
  readonly did: readonly string[]
  readonly said: readonly string[]
  readonly note?: string
}

/** Writes down this tick, and forgets those that are too long ago. */
export function remember(
  memory: LanguageMemory,
  turn: Turn,
  { did, said, note }: Kept,
  ticks: number,
): void {
  if (note !== undefined) memory.note = { tick: turn.tick, text: line(note, NOTE_CHARS_MAX) }
  memory.past.push({
    tick: turn.tick,
    heard: heardLines(turn.inbox, REMEMBERED_CHARS_MAX),
    did: [...did],
    said: [...said],
    came: [],
  })
  while (memory.past.length > ticks) memory.past.shift()
}

/** Characters of the past that are told at most: the newest. */
const PAST_CHARS_MAX = 12_000

/** The past in words, the newest of it where it is long. */
export function pastText(memory: LanguageMemory, tick: number): string {
  const lines = pastLines(memory, tick)
  let from = lines.length
  for (let left = PAST_CHARS_MAX; from > 0; from--) {
    left -= lines[from - 1]!.length + 1
    if (left < 0) break
  }
  const shown = lines.slice(from)
  return (from === 0 ? shown : [`(${from} earlier lines are left out)`, ...shown]).join('\n')
}

/** The past as lines; what came of the last tick is told apart from them. */
const pastLines = ({ past }: LanguageMemory, tick: number): string[] =>
  past.flatMap((entry) => {
    const known = entry.tick === tick - 1 && entry.came.length > 0 ? [] : entry.came
    const done = entry.came.length === 0 ? entry.did : known
    return [
      ...entry.heard.map((heard) => `tick ${entry.tick}: you heard ${heard}`),
      ...done.map((what) => `tick ${entry.tick}: ${what}`),
      ...entry.said.map((said) => `tick ${entry.tick}: you said ${said}`),
    ]
  })
