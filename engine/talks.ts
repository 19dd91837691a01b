import type { Hearer, Refused } from './bus-send.js'
import type { DocPatch, Json } from './docs.js'
import { CoactError } from './errors.js'
import type { GivenMessage } from './frame.js'
import { limits } from './limits.js'
import type { Conversation, Effect, EpisodeProtocol } from './protocol.js'
import { beginCause, type Run } from './run-state.js'
import type { Rejection, Seat } from './world.js'
import type { EffectDefinition } from './world-parts.js'

/** The document of all conversations, by id. */
const TALK_DOC = 'talk'

type Talks = Readonly<Record<string, Conversation>>

const talksOf = (run: Run): Talks => (run.docs.get(TALK_DOC) ?? {}) as unknown as Talks

/** Makes the document of conversations, in episodes that have protocols. */
export function openTalks(run: Run): void {
  if (run.scenario.protocols.length > 0) run.docs.put(TALK_DOC, {})
}

/** What lets conversations of a run hear; undefined in episodes without protocols. */
export const hearerOf = (
  protocols: readonly EpisodeProtocol[],
  run: () => Run,
): Hearer | undefined =>
  protocols.length === 0
    ? undefined
    : {
        address: (seat, given, id, tick) => address(run(), seat, given, id, tick),
        hear: (seat, given, id, tick) => hear(run(), seat, given, id, tick),
      }

function protocolNamed(run: Run, name: string): EpisodeProtocol | undefined {
  return run.scenario.protocols.find((p) => p.id === name || `${p.id}@${p.version}` === name)
}

/** Says to which conversation an act belongs and whom it reaches. */
function address(
  run: Run,
  seat: Seat,
  given: GivenMessage,
  id: string,
  tick: number,
): Refused | ReturnType<Hearer['address']> {
  const protocol = protocolNamed(run, given.protocol!)
  if (protocol === undefined) {
    const known = run.scenario.protocols.map((p) => p.id).join(', ')
    return { verdict: 'unknown-protocol', note: `Known: ${known}` }
  }
  const act = protocol.acts[given.type] ?? 'inform'
  if (given.conversation === undefined) {
    const opening = openingOf(run, seat, given, protocol)
    if ('verdict' in opening) return opening
    const conversation = beginning(protocol, seat, opening.participants, given, tick)
    const to = indices(run, protocol.audience(conversation, given.type, seat.name))
    return { conversation: id, act, to }
  }
  const conversation = talksOf(run)[given.conversation]
  if (conversation === undefined || !isOf(conversation, protocol)) {
    return { verdict: 'unknown-conversation', note: openOnes(run, seat, protocol) }
  }
  const to = indices(run, protocol.audience(conversation, given.type, seat.name))
  return { conversation: given.conversation, act, to }
}

const isOf = ({ protocol }: Conversation, { id, version }: EpisodeProtocol): boolean =>
  protocol === `${id}@${version}`

function indices({ seats }: Run, names: readonly string[]): readonly number[] {
  // Participants are in the order of their seats, and so is an audience.
  const out: number[] = []
  let i = 0
  for (const name of names) {
    while (i < seats.length && seats[i]!.name !== name) i += 1
    if (i < seats.length) out.push(i)
  }
  return out
}

/** Who takes part in a conversation that a message would open. */
function openingOf(
  run: Run,
  seat: Seat,
  { to, type }: GivenMessage,
  protocol: EpisodeProtocol,
): Refused | { readonly participants: readonly string[] } {
  if (!protocol.opens.includes(type)) {
    const note = `A conversation begins with: ${protocol.opens.join(', ')}`
    return { verdict: 'not-allowed-now', note }
  }
  const own = Object.values(talksOf(run)).filter((c) => c.opener === seat.name)
  if (Object.keys(talksOf(run)).length >= limits.CONVERSATIONS_MAX || own.length >= OPENED_MAX) {
    return { verdict: 'too-many-conversations', note: 'End one of those that you began' }
  }
  const names = to.split(',')
  const named = run.seats.filter(
    (s) => to === 'all' || (to === 'team' && s.team === seat.team) || names.includes(s.name),
  )
  const known = to === 'all' || to === 'team' || named.length === new Set(names).size
  if (!known) return { verdict: 'unknown-recipient' }
  const participants = run.seats.filter((s) => s === seat || named.includes(s)).map((s) => s.name)
  return { participants }
}

/** Conversations that one agent may have opened at a time. */
const OPENED_MAX = 64

const beginning = (
  protocol: EpisodeProtocol,
  { name: from }: Seat,
  participants: readonly string[],
  { deadline }: GivenMessage,
  tick: number,
): Conversation =>
  protocol.begin({ from, participants, tick, ...(deadline === undefined ? {} : { deadline }) })

function openOnes(run: Run, seat: Seat, protocol: EpisodeProtocol): string {
  const ids = Object.entries(talksOf(run))
    .filter(([, c]) => isOf(c, protocol) && c.participants.includes(seat.name))
    .map(([id]) => id)
  return ids.length === 0 ? `There is no ${protocol.id} with you now` : `Now: ${ids.join(', ')}`
}

/** Lets a conversation hear an act, and the world do what comes of it. */
function hear(run: Run, seat: Seat, given: GivenMessage, id: string, tick: number): Refused {
  const protocol = protocolNamed(run, given.protocol!)!
  const known = talksOf(run)[id]
  let conversation = known
  if (conversation === undefined) {
    if (given.conversation !== undefined) {
      return { verdict: 'unknown-conversation', note: openOnes(run, seat, protocol) }
    }
    const opening = openingOf(run, seat, given, protocol)
    if ('verdict' in opening) return opening
    conversation = beginning(protocol, seat, opening.participants, given, tick)
  }
  const { type, body, deadline } = given
  const heard = protocol.hear(conversation, {
    from: seat.name,
    type,
    body,
    tick,
    ...(deadline === undefined ? undefined : { deadline }),
  })
  const { verdict, note } = heard
  if (verdict !== 'ok') return { verdict, ...(note === undefined ? undefined : { note }) }
  beginCause(run, run.track ? `act:${seat.name}:${protocol.id}` : 'act', `act:${protocol.id}`)
  const effects = heard.effects.map((effect) => ready(run, effect))
  for (const { check } of effects) {
    const refusal = check()
    if (refusal !== undefined)
      return {
        verdict: refusal.reject,
        ...(refusal.text === undefined ? {} : { note: refusal.text }),
      }
  }
  put(run, id, heard.conversation, known === undefined ? undefined : heard.patches)
  for (const { apply } of effects) apply()
  tellEnd(run, id, heard.conversation, tick)
  return { verdict }
}

/** Writes a conversation down. @param patches what it changed by; undefined for a new one */
function put(
  run: Run,
  id: string,
  conversation: Conversation,
  patches: readonly DocPatch[] | undefined,
): void {
  if (patches?.length === 0) return
  const steps: readonly DocPatch[] = patches?.map((p) => ({ ...p, path: [id, ...p.path] })) ?? [
    { op: 'add', path: [id], value: conversation as unknown as Json },
  ]
  set(run, { ...talksOf(run), [id]: conversation }, steps)
}

const set = (run: Run, talks: Talks, patches: readonly DocPatch[]): void =>
  run.docs.set(TALK_DOC, Object.freeze(talks) as unknown as Json, patches)

/** An effect with the world's own code for it; the world need not know every effect. */
function ready(run: Run, { effect, data = null }: Effect) {
  const known: EffectDefinition<never, never> | undefined = run.world.effects?.[effect]
  return {
    check: (): Rejection | undefined => known?.check?.(run.w as never, data) ?? undefined,
    apply(): void {
      known?.apply(run.w as never, data)
      run.w.emit('effect', { effect, data })
    },
  }
}

function tellEnd(
  run: Run,
  id: string,
  { protocol, outcome, began }: Conversation,
  tick: number,
): void {
  if (outcome === undefined) return
  run.w.emit('conversation', { id, protocol, outcome, ticks: tick - began + 1 })
}

/** Takes away the conversations whose outcome everyone has seen. */
export function sweepTalks(run: Run): void {
  const talks = talksOf(run)
  const over: string[] = []
  for (const id in talks) if (talks[id]!.outcome !== undefined) over.push(id)
  if (over.length === 0) return
  beginCause(run, 'talk', 'talk')
  const left = Object.entries(talks).filter(([id]) => !over.includes(id))
  set(
    run,
    Object.fromEntries(left),
    over.map((id) => ({ op: 'remove', path: [id] })),
  )
}

/** Lets what is due after the words of a tick happen, in the order in which conversations began. */
export function expireTalks(run: Run): void {
  const talks = talksOf(run)
  const due: [string, Conversation][] = []
  for (const id in talks) {
    const c = talks[id]!
    if (c.outcome === undefined && (c.due <= run.tick || c.ends <= run.tick)) due.push([id, c])
  }
  due.sort(([a, x], [b, y]) => x.began - y.began || (a < b ? -1 : 1))
  for (const [id, conversation] of due) {
    const protocol = protocolNamed(run, conversation.protocol)
    if (protocol === undefined) throw unknownProtocol(run, conversation.protocol)
    const { effects, patches, conversation: after } = protocol.expire(conversation, run.tick)
    beginCause(run, `expire:${protocol.id}`, `act:${protocol.id}`)
    put(run, id, after, patches)
    for (const { check, apply } of effects.map((effect) => ready(run, effect))) {
      const refusal = check()
      if (refusal === undefined) apply()
      else run.w.emit('effect-refused', { conversation: id, code: refusal.reject })
    }
    tellEnd(run, id, after, run.tick)
  }
}

const unknownProtocol = (run: Run, protocol: string): CoactError =>
  new CoactError('episode/unknown-protocol', `The state has a conversation by ${protocol}`, {
    where: run.scenario.id,
    expected: run.scenario.protocols.map((p) => `${p.id}@${p.version}`).join(', ') || 'none',
    next: 'Give the scenario the protocol of the run that was saved.',
  })

/** A conversation as a participant sees it. */
export interface Talk {
  readonly id: string
  /** Id and version. */
  readonly protocol: string
  readonly opener: string
  readonly participants: readonly string[]
  readonly began: number
  /** The last tick in which anything can be said. */
  readonly ends: number
  /** The tick after whose messages it goes on by itself. */
  readonly due: number
  /** What this participant may know of its state. */
  readonly state: Json
  /** Types of messages that this participant may send now. */
  readonly allowed: readonly string[]
  /** What it came to; then it is seen for the last time. */
  readonly outcome?: Json
}

/** The conversations of an agent, as it sees them before the coming tick. */
export function talksWith(run: Run, agent: number): readonly Talk[] {
  const { name } = run.seats[agent]!
  const tick = run.tick + 1
  const out: Talk[] = []
  for (const [id, c] of Object.entries(talksOf(run))) {
    if (!c.participants.includes(name)) continue
    const protocol = protocolNamed(run, c.protocol)
    if (protocol === undefined) throw unknownProtocol(run, c.protocol)
    const { opener, participants, began, ends, due, outcome } = c
    out.push({
      id,
      protocol: c.protocol,
      opener,
      participants,
      began,
      ends,
      due,
      state: protocol.view(c, name, tick),
      allowed: protocol.allowed(c, name, tick),
      ...(outcome === undefined ? undefined : { outcome }),
    })
  }
  return out
}
