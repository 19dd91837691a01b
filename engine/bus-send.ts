import type { Judged } from './bus-judge.js'
import type { Reach } from './bus-reach.js'
import type { BusRules } from './bus-rules.js'
import type { Envelope, GivenMessage, MessageRecord } from './frame.js'
import { limits } from './limits.js'
import type { Seat } from './world.js'

/** A message on its way. */
export interface Sent {
  /** The tick after which it can be read. */
  readonly at: number
  readonly envelope: Envelope
  /** Indices of those whom it reaches; everyone whom `to` names when absent. */
  readonly to?: readonly number[]
  /** Set while it waits to be heard by its conversation. */
  readonly given?: GivenMessage
}

/** What hears the acts of protocols. */
export interface Hearer {
  /** Says where an act belongs and whom it reaches, or why it is refused. */
  address(seat: Seat, given: GivenMessage, id: string, tick: number): Addressed | Refused
  /** Lets the conversation hear it. */
  hear(seat: Seat, given: GivenMessage, id: string, tick: number): Refused
}

/** A verdict that is not `ok`, or of something heard. */
export interface Refused {
  readonly verdict: string
  readonly note?: string
}

interface Addressed {
  readonly conversation: string
  readonly act: NonNullable<Envelope['act']>
  /** Indices of seats. */
  readonly to: readonly number[]
}

/** What sending came to. */
interface Out {
  readonly record: MessageRecord
  readonly receivers: number
}

/** Who and what a bus sends with. */
export interface Sending {
  readonly seats: readonly Seat[]
  readonly rules: BusRules
  readonly reach: Reach
  readonly hearer: Hearer | undefined
  /** Whom `to` names. */
  readonly reaches: (message: Pick<Envelope, 'from' | 'to'>, seat: Seat) => boolean
  readonly push: (sent: Sent) => void
}

type Made = { -readonly [K in keyof MessageRecord]: MessageRecord[K] }

/** The record of a message as it was judged. */
export function recordOf(
  seat: Seat,
  given: GivenMessage,
  { body, bytes, tokens, verdict, text, cut }: Judged,
  id: string,
  tick: number,
): MessageRecord {
  const to = start(given.to, given.to.includes(',') ? RECIPIENTS : NAME)
  const type = start(given.type, NAME)
  const made: Made = { id, tick, from: seat.name, to, type, body, bytes, tokens, verdict }
  const { protocol, conversation, replyTo, deadline } = given
  if (protocol !== undefined) made.protocol = start(protocol, NAME)
  if (conversation !== undefined) made.conversation = start(conversation, ID)
  if (replyTo !== undefined) made.replyTo = start(replyTo, ID)
  if (deadline !== undefined) made.deadline = deadline
  if (text !== undefined) made.text = text
  if (cut !== undefined) made.cut = cut
  return made
}

const RECIPIENTS = limits.RECIPIENTS_CHARS_MAX
const NAME = limits.AGENT_NAME_CHARS_MAX
const ID = limits.MESSAGE_ID_CHARS_MAX
const start = (text: string, max: number): string => (text.length > max ? text.slice(0, max) : text)

/** What reaches others of a message. Field by field: taking the others out costs several times as much. */
function envelopeOf(r: MessageRecord): Envelope {
  const { id, tick, from, to, type, body, bytes, tokens } = r
  const out: { -readonly [K in keyof Envelope]: Envelope[K] } = {
    id,
    tick,
    from,
    to,
    type,
    body,
    bytes,
    tokens,
  }
  if (r.protocol !== undefined) out.protocol = r.protocol
  if (r.act !== undefined) out.act = r.act
  if (r.conversation !== undefined) out.conversation = r.conversation
  if (r.replyTo !== undefined) out.replyTo = r.replyTo
  if (r.deadline !== undefined) out.deadline = r.deadline
  if (r.text !== undefined) out.text = r.text
  if (r.cut !== undefined) out.cut = r.cut
  return out
}

/** Sends a plain message on its way. */
export function sendPlain(s: Sending, seat: Seat, record: MessageRecord, tick: number): Out {
  const { rules, reach } = s
  if (rules.isPlain) {
    s.push({ at: tick, envelope: envelopeOf(record) })
    return { record, receivers: 0 }
  }
  const named = s.seats.filter((other) => s.reaches(record, other))
  const within = named.filter((other) => reach.connects(seat, other))
  if (within.length === 0 && (named.length > 0 || rules.topology === 'none'))
    return refuse(record, { verdict: rules.topology === 'none' ? 'muted' : 'out-of-reach' })
  const lost: string[] = []
  const waits = new Map<number, number[]>()
  for (const other of within) {
    const wait = reach.travel(seat, other)
    if (wait === undefined) lost.push(other.name)
    else waits.set(wait, [...(waits.get(wait) ?? []), other.index])
  }
  const envelope = envelopeOf(record)
  for (const [wait, to] of waits) s.push({ at: tick + wait, envelope, to })
  return { record: lost.length === 0 ? record : { ...record, lost }, receivers: within.length }
}

/** Gives an act to its conversation: now, or when the link has carried it there. */
export function sendAct(
  s: Sending,
  seat: Seat,
  given: GivenMessage,
  record: MessageRecord,
  tick: number,
): Out {
  if (s.hearer === undefined) {
    const note = 'This scenario has no protocols'
    return refuse(record, { verdict: 'unknown-protocol', note })
  }
  if (given.deadline !== undefined && given.deadline < tick)
    return refuse(record, { verdict: 'past-deadline' })
  const addressed = s.hearer.address(seat, given, record.id, tick)
  if (!('to' in addressed)) return refuse(record, addressed)
  const { conversation, act, to } = addressed
  const made: Made = record
  made.conversation = conversation
  made.act = act
  const receivers = to.length
  const wait = s.reach.carry(seat, to)
  if (typeof wait === 'string') return refuse(made, { verdict: wait })
  if (wait === undefined)
    return { record: { ...made, lost: to.map((i) => s.seats[i]!.name) }, receivers }
  if (wait > 0) {
    s.push({ at: tick + wait, envelope: envelopeOf(made), to, given })
    return { record: { ...made, arrives: tick + wait }, receivers }
  }
  const heard = s.hearer.hear(seat, given, conversation, tick)
  if (heard.verdict !== 'ok') return refuse(made, heard)
  s.push({ at: tick, envelope: envelopeOf(made), to })
  return { record: made, receivers }
}

const refuse = (record: MessageRecord, { verdict, note }: Refused): Out => ({
  record: { ...record, verdict, ...(note === undefined ? undefined : { note }) },
  receivers: 0,
})
