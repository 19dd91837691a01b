import { canonicalJson, type Json } from './docs.js'
import type { Envelope, GivenMessage, MessageRecord } from './frame.js'
import { limits } from './limits.js'
import { plainCopy, wellFormed } from './plain.js'
import { type AnyWorld, argsSchema, type Seat } from './world.js'

/** The message bus of one episode: first in, first out, delivered at the start of the next tick. */
export interface Bus {
  /** Accepts or refuses a message; either way it is recorded. */
  send(seat: Seat, given: GivenMessage, tick: number): MessageRecord
  /** Makes what was sent in the last tick readable. */
  deliver(): void
  /** What reached an agent at the start of this tick. */
  inbox(agent: number): readonly Envelope[]
  /** What was sent since the last call. */
  takeSent(): readonly MessageRecord[]
  save(): BusState
  restore(state: BusState): void
  /** Forgets everything. */
  clear(): void
}

export interface BusState {
  readonly pending: readonly Envelope[]
  readonly inboxes: readonly (readonly Envelope[])[]
}

/** Texts in the sense of the bus: UTF-8 bytes of the canonical JSON body, or of the text itself. */
const utf8Length = (text: string): number => {
  let n = 0
  for (let i = 0; i < text.length; i++) {
    const c = text.charCodeAt(i)
    if (c < 0x80) n += 1
    else if (c < 0x800) n += 2
    else if (c >= 0xd800 && c < 0xdc00) {
      n += 4
      i += 1
    } else n += 3
  }
  return n
}

const UNREADABLE: GivenMessage = { to: '', type: '', body: null }

/** The message as plain data of its own, whatever an agent gave. */
function readMessage(given: GivenMessage): GivenMessage {
  try {
    const { to, type, body } = given
    if (typeof to !== 'string' || typeof type !== 'string') return UNREADABLE
    const max = limits.GROUP_BYTES_MAX
    return {
      to,
      type,
      body: typeof body === 'string' ? wellFormed(body) : plainCopy(body, { chars: max }),
    }
  } catch {
    return UNREADABLE
  }
}

const NOBODY: readonly Envelope[] = Object.freeze([])
const NONE: readonly MessageRecord[] = Object.freeze([])

type Judge = (given: GivenMessage, count: number) => [verdict: string, body: Json, bytes: number]

/** Says what becomes of a message, the `count`th of its sender in this tick. */
function createJudge(world: AnyWorld, byName: ReadonlyMap<string, Seat>): Judge {
  const bodies = new Map(
    Object.entries(world.messages ?? {}).map(([type, shape]) => [type, argsSchema(shape)]),
  )
  return (given, count) => {
    if (given === UNREADABLE) return ['bad-message', null, 0]
    const { to, type, body } = given
    const text = typeof body === 'string' ? body : canonicalJson(body)
    const bytes = utf8Length(text)
    if (bytes > limits.MESSAGE_BYTES_MAX) {
      return ['message-too-long', wellFormed(text.slice(0, 200)), bytes]
    }
    if (count >= limits.MESSAGES_PER_AGENT_PER_TICK_MAX) return ['too-many-messages', body, bytes]
    if (to !== 'all' && to !== 'team' && !byName.has(to)) return ['unknown-recipient', body, bytes]
    if (type === 'text') return [typeof body === 'string' ? 'ok' : 'bad-body', body, bytes]
    if (type === 'data') {
      const isObject = typeof body === 'object' && body !== null && !Array.isArray(body)
      return [isObject ? 'ok' : 'bad-body', body, bytes]
    }
    const schema = bodies.get(type)
    if (schema === undefined) return ['unknown-message', body, bytes]
    const parsed = schema.safeParse(body)
    return parsed.success ? ['ok', parsed.data as Json, bytes] : ['bad-body', body, bytes]
  }
}

export function createBus(world: AnyWorld, seats: readonly Seat[]): Bus {
  const byName = new Map(seats.map((s) => [s.name, s]))
  const judge = createJudge(world, byName)
  let pending: Envelope[] = []
  let sent: MessageRecord[] = []
  /** Whether any inbox holds something. */
  let delivered = false
  let inboxes: (readonly Envelope[])[] = seats.map(() => NOBODY)
  const counts = new Int32Array(seats.length)

  const reaches = (message: Envelope, seat: Seat): boolean => {
    if (message.from === seat.name) return false
    if (message.to === 'all') return true
    if (message.to === 'team') return byName.get(message.from)?.team === seat.team
    return message.to === seat.name
  }
  return {
    send(seat, message, tick) {
      const given = readMessage(message)
      const seq = counts[seat.index]!
      counts[seat.index] = seq + 1
      const [verdict, body, bytes] = judge(given, seq)
      const record: MessageRecord = {
        id: `${tick}:${seat.name}:${seq}`,
        tick,
        from: seat.name,
        to: given.to.slice(0, limits.AGENT_NAME_CHARS_MAX),
        type: given.type.slice(0, limits.AGENT_NAME_CHARS_MAX),
        body,
        bytes,
        verdict,
      }
      sent.push(record)
      if (verdict === 'ok') {
        const { verdict: _, ...envelope } = record
        pending.push(envelope)
      }
      return record
    },
    deliver() {
      if (pending.length === 0) {
        if (delivered) for (let i = 0; i < inboxes.length; i++) inboxes[i] = NOBODY
        delivered = false
        return
      }
      delivered = true
      const mail = pending
      pending = []
      for (const seat of seats) {
        const mine = mail.filter((m) => reaches(m, seat))
        inboxes[seat.index] =
          mine.length > limits.INBOX_MESSAGES_MAX ? mine.slice(-limits.INBOX_MESSAGES_MAX) : mine
      }
    },
    inbox: (agent) => inboxes[agent] ?? NOBODY,
    takeSent() {
      if (sent.length === 0) return NONE
      const out = sent
      sent = []
      counts.fill(0)
      return out
    },
    save: () => ({ pending: pending.slice(), inboxes: inboxes.slice() }),
    restore(state) {
      pending = state.pending.slice()
      inboxes = state.inboxes.slice()
      delivered = true
      sent = []
      counts.fill(0)
    },
    clear() {
      this.restore({ pending: [], inboxes: seats.map(() => NOBODY) })
    },
  }
}
