import { type BoxState, createBoxes } from './bus-boxes.js'
import { createJudge, readMessage } from './bus-judge.js'
import { createMeters, type MeterState } from './bus-meters.js'
import { createReach } from './bus-reach.js'
import type { BusRules } from './bus-rules.js'
import { type Hearer, recordOf, type Sending, sendAct, sendPlain } from './bus-send.js'
import type { Envelope, GivenMessage, MessageRecord } from './frame.js'
import type { Streams } from './rng.js'
import type { AnyWorld, Seat, World } from './world.js'

/** The message bus of one episode: what is said in a tick can be read in the next, or later where a link takes longer. */
export interface Bus {
  /** Accepts or refuses a message; either way it is recorded. */
  send(seat: Seat, given: GivenMessage, tick: number): MessageRecord
  /** Lets conversations hear the acts that links carried until this tick. */
  hearLate(tick: number): void
  /** Makes what is due after a tick readable. */
  deliver(tick: number): void
  /** What reached an agent at the start of this tick. */
  inbox(agent: number): readonly Envelope[]
  /** What became of an agent's messages: those that it sent in the last tick, and those that were heard late in it. */
  sent(agent: number): readonly MessageRecord[]
  /** What was sent since the last call. */
  takeSent(): readonly MessageRecord[]
  /** What an agent's words of this tick cost in reward. */
  cost(agent: number): number
  /** Whether an agent's words keep it from acting in a tick. */
  isBusy(agent: number, tick: number): boolean
  save(): BusState
  restore(state: BusState): void
  /** Forgets everything. */
  clear(): void
}

export interface BusState extends BoxState, MeterState {}

const NONE: readonly MessageRecord[] = Object.freeze([])

/** @throws CoactError `bus/no-range` */
export function createBus(
  world: AnyWorld,
  seats: readonly Seat[],
  given: {
    readonly rules: BusRules
    readonly streams: Streams
    readonly w: World
    /** Undefined in episodes without protocols. */
    readonly hearer: Hearer | undefined
  },
): Bus {
  const { hearer, rules } = given
  const byName = new Map(seats.map((s) => [s.name, s]))
  const judge = createJudge(world, byName, rules)
  const reaches = reachesOf(byName)
  const boxes = createBoxes(seats, byName, reaches)
  const meters = createMeters(seats.length, rules)
  const reach = createReach(world, seats, rules, given)
  const sending: Sending = { seats, rules, reach, hearer, reaches, push: boxes.push }
  /** What was said in this tick, and what was heard late in it. */
  let said: MessageRecord[] = []
  let late: MessageRecord[] = []
  const restore = (state: BusState): void => {
    boxes.restore(state)
    meters.restore(state)
    said = []
    late = []
  }
  return {
    send(seat, message, tick) {
      const given = readMessage(message)
      const { index } = seat
      const used = meters.begin(index)
      const id = `${tick}:${seat.name}:${used.messages}`
      const judged = recordOf(seat, given, judge(given, used), id, tick)
      const { record, receivers } = send(sending, seat, given, judged, tick)
      if (record.verdict === 'ok') meters.charge(index, record, receivers, tick)
      said.push(record)
      return record
    },
    hearLate(tick) {
      for (const { envelope, to, given: act } of boxes.takeLate(tick)) {
        const seat = byName.get(envelope.from)!
        const heard = hearer!.hear(seat, act!, envelope.conversation!, tick)
        late.push({ ...envelope, ...heard })
        if (heard.verdict === 'ok') boxes.push({ at: tick, envelope, ...(to && { to }) })
      }
    },
    deliver(tick) {
      meters.refill()
      boxes.deliver(tick)
    },
    inbox: boxes.inbox,
    sent: boxes.told,
    takeSent() {
      boxes.tell(late.length === 0 ? said : [...late, ...said])
      late = []
      if (said.length === 0) return NONE
      const out = said
      said = []
      meters.startTick()
      return out
    },
    cost: meters.cost,
    isBusy: meters.isBusy,
    save: () => ({ ...boxes.save(), ...meters.save() }),
    restore,
    clear: () => restore({ pending: [], inboxes: seats.map(() => []) }),
  }
}

/** Sends what was judged to be fit. */
function send(
  sending: Sending,
  seat: Seat,
  given: GivenMessage,
  record: MessageRecord,
  tick: number,
): { readonly record: MessageRecord; readonly receivers: number } {
  if (record.verdict !== 'ok') return { record, receivers: 0 }
  return given.protocol === undefined
    ? sendPlain(sending, seat, record, tick)
    : sendAct(sending, seat, given, record, tick)
}

/** Whom a message names. */
const reachesOf =
  (byName: ReadonlyMap<string, Seat>): Sending['reaches'] =>
  ({ from, to }, seat) => {
    if (from === seat.name) return false
    if (to === 'all') return true
    if (to === 'team') return byName.get(from)?.team === seat.team
    return to === seat.name || (to.includes(',') && to.split(',').includes(seat.name))
  }
