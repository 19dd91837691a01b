import type { Sent } from './bus-send.js'
import type { Envelope, MessageRecord } from './frame.js'
import { limits } from './limits.js'
import type { Seat } from './world.js'

/** Messages on their way, inboxes, and what senders are told. */
export interface Boxes {
  push(sent: Sent): void
  /** Takes out what is to be heard in a tick. */
  takeLate(tick: number): readonly Sent[]
  /** Fills the inboxes with what is due after a tick. */
  deliver(tick: number): void
  inbox(agent: number): readonly Envelope[]
  /** What became of an agent's messages in the last tick. */
  told(agent: number): readonly MessageRecord[]
  /** Tells senders what became of their messages, and forgets what they were told before. */
  tell(records: readonly MessageRecord[]): void
  save(): BoxState
  restore(state: BoxState): void
}

export interface BoxState {
  readonly pending: readonly (Sent | Envelope)[]
  readonly inboxes: readonly (readonly Envelope[])[]
  /** Absent when nobody was told anything. */
  readonly sent?: readonly (readonly MessageRecord[])[]
}

const NOBODY: readonly Envelope[] = Object.freeze([])
const NONE: readonly MessageRecord[] = Object.freeze([])

/** @param reaches whether a message that names nobody by index reaches somebody */
export function createBoxes(
  seats: readonly Seat[],
  byName: ReadonlyMap<string, Seat>,
  reaches: (envelope: Envelope, seat: Seat) => boolean,
): Boxes {
  let pending: Sent[] = []
  let inboxes: (readonly Envelope[])[] = seats.map(() => NOBODY)
  let told: (readonly MessageRecord[])[] = seats.map(() => NONE)
  let isDelivered = false
  let isTold = false
  return {
    push(sent) {
      pending.push(sent)
    },
    takeLate(tick) {
      const late = pending.filter((p) => p.given !== undefined && p.at === tick)
      if (late.length > 0) pending = pending.filter((p) => !late.includes(p))
      return late
    },
    deliver(tick) {
      const due = pending.length === 0 ? pending : pending.filter((p) => p.at <= tick)
      if (due.length === 0) {
        if (isDelivered) inboxes = seats.map(() => NOBODY)
        isDelivered = false
        return
      }
      isDelivered = true
      pending = due.length === pending.length ? [] : pending.filter((p) => p.at > tick)
      inboxes = seats.map((seat) => mailOf(due, seat, reaches))
    },
    inbox: (agent) => inboxes[agent] ?? NOBODY,
    told: (agent) => told[agent] ?? NONE,
    tell(records) {
      if (isTold) told = seats.map(() => NONE)
      isTold = records.length > 0
      for (let i = 0; i < records.length; i++) {
        const record = records[i]!
        const { index } = byName.get(record.from)!
        const mine = record.lost === undefined ? record : untold(record)
        if (told[index] === NONE) told[index] = [mine]
        else (told[index] as MessageRecord[]).push(mine)
      }
    },
    save: () => ({
      pending: pending.slice(),
      inboxes: inboxes.slice(),
      ...(isTold ? { sent: told.slice() } : undefined),
    }),
    restore(state) {
      pending = state.pending.map((p) => ('envelope' in p ? p : { at: 0, envelope: p }))
      inboxes = state.inboxes.slice()
      told = state.sent?.slice() ?? seats.map(() => NONE)
      isDelivered = true
      isTold = state.sent !== undefined
    },
  }
}

/** A record without what its sender does not learn. */
function untold({ lost: _, ...record }: MessageRecord): MessageRecord {
  return record
}

/** What reaches somebody; of too much, the last. */
function mailOf(
  due: readonly Sent[],
  seat: Seat,
  reaches: (envelope: Envelope, seat: Seat) => boolean,
): readonly Envelope[] {
  const mine: Envelope[] = []
  for (let i = 0; i < due.length; i++) {
    const { envelope, to } = due[i]!
    if (to === undefined ? reaches(envelope, seat) : to.includes(seat.index)) mine.push(envelope)
  }
  if (mine.length === 0) return NOBODY
  return mine.length > limits.INBOX_MESSAGES_MAX ? mine.slice(-limits.INBOX_MESSAGES_MAX) : mine
}
