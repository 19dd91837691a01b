import { createDraft, type Draft, enablePatches, finishDraft, type Patch } from 'immer'
import {
  argsSchema,
  type Conversation,
  type DocPatch,
  type Effect,
  type Hearing,
  type Json,
  limits,
  type Opening,
  plainCopy,
  safeText,
  type Utterance,
  zodProblems,
} from '../engine/index.js'
import type { ConversationContext, Reaction, Refusal, Rules } from './define-protocol.js'
import { guarded, plain, unfit } from './guard.js'

enablePatches()

/** Messages that one conversation hears at most. */
const HEARD_MAX = 10_000

/** The conversation before its first message. */
export function begin(rules: Rules, opening: Opening): Conversation {
  const { from: opener, participants, tick: began, deadline } = opening
  const last = began + rules.ticksMax - 1
  const ends = deadline === undefined ? last : Math.max(began, Math.min(last, deadline))
  const context = { participants, opener, began, ends, tick: began }
  const state = plain<unknown>(
    rules,
    guarded(rules, 'init', () => rules.init(context)),
  )
  if (typeof state !== 'object' || state === null)
    throw unfit(rules, `init() gave ${JSON.stringify(state)}`)
  const outcome = outcomeOf(rules, state, context)
  return {
    protocol: `${rules.id}@${rules.version}`,
    participants,
    opener,
    began,
    ends,
    state,
    heard: 0,
    due: dueOf(rules, state, context),
    ...(outcome === undefined ? {} : { outcome }),
  }
}

/** What comes of a message. */
export function hearBy(rules: Rules, conversation: Conversation, utterance: Utterance): Hearing {
  const read = readUtterance(rules, conversation, utterance)
  if ('reject' in read) return refused(conversation, read)
  const { from, type, tick } = utterance
  const context = contextOf(conversation, tick)
  return change(rules, conversation, context, true, (state) =>
    guarded(rules, `on.${type}`, () => rules.on[type]!(state, from, read.body, context)),
  )
}

/** What comes of a tick's end: the protocol's own reaction when it is due, the end when it is the conversation's last. */
export function expireBy(rules: Rules, conversation: Conversation, tick: number): Hearing {
  const { outcome, due, ends } = conversation
  if (outcome !== undefined || (tick < due && tick < ends)) {
    return { verdict: 'ok', effects: [], conversation, patches: [] }
  }
  const context = contextOf(conversation, tick)
  return change(rules, conversation, context, false, (state) =>
    guarded(rules, 'expire', () => rules.expire?.(state, context)),
  )
}

/** Lets code change a draft of the state, and works out how far the conversation is then. */
function change(
  rules: Rules,
  conversation: Conversation,
  context: ConversationContext,
  isHeard: boolean,
  code: (state: unknown) => Reaction,
): Hearing {
  const draft = createDraft(conversation) as Draft<Mutable>
  const reaction = code(draft.state)
  if (isHeard && reaction !== undefined && 'reject' in reaction)
    return refused(conversation, reaction)
  if (isHeard) draft.heard += 1
  const outcome =
    outcomeOf(rules, draft.state, context) ??
    (!isHeard && context.tick >= conversation.ends ? EXPIRED : undefined)
  if (outcome !== undefined) draft.outcome = outcome as never
  const due = outcome === undefined ? dueOf(rules, draft.state, context) : conversation.due
  // What is still due when it has just been dealt with comes up again after the next tick.
  draft.due = isHeard ? due : Math.max(due, Math.min(context.tick + 1, conversation.ends))
  // An effect may hold parts of the state, which can be read as long as the draft is open.
  const effects = effectsOf(rules, reaction)
  let patches: readonly Patch[] = []
  const changed = finishDraft(draft, (steps) => {
    patches = steps
  }) as Conversation
  return {
    verdict: 'ok',
    effects,
    conversation: changed,
    patches: patches.map((step) => plainStep(rules, step)),
  }
}

type Mutable = { -readonly [K in keyof Conversation]: Conversation[K] }

const EXPIRED: Json = { result: 'expired' }

function plainStep(rules: Rules, { op, path, value }: Patch): DocPatch {
  return op === 'remove'
    ? { op, path: path as (string | number)[] }
    : { op, path: path as (string | number)[], value: plain<Json>(rules, value ?? null) }
}

/** The message's body, or why it is not heard. */
function readUtterance(
  rules: Rules,
  conversation: Conversation,
  { from, type, body, tick }: Utterance,
): Refusal | { readonly body: never } {
  const { participants, outcome, ends, heard } = conversation
  if (!participants.includes(from)) {
    return { reject: 'unknown-speaker', text: `Participants: ${participants.join(', ')}` }
  }
  if (outcome !== undefined || tick > ends || heard >= HEARD_MAX) {
    return { reject: 'closed', text: 'The conversation is over' }
  }
  if (typeof type !== 'string' || !Object.hasOwn(rules.messages, type)) {
    return { reject: 'unknown-message', text: allowedText(rules, conversation, from, tick) }
  }
  if (!allowedBy(rules, conversation, from, tick).includes(type)) {
    return { reject: 'not-allowed-now', text: allowedText(rules, conversation, from, tick) }
  }
  try {
    const copy = plainCopy(body ?? {}, { chars: limits.MESSAGE_BYTES_MAX, name: 'body' })
    const parsed = schemaOf(rules, type).safeParse(copy)
    if (parsed.success) return { body: parsed.data as never }
    return { reject: 'bad-body', text: zodProblems(parsed.error).join('; ').slice(0, 500) }
  } catch (e) {
    return { reject: 'bad-body', text: safeText(e).slice(0, 500) }
  }
}

/** Schemas of bodies, made once: the first use of each compiles it. */
const schemas = new WeakMap<object, ReturnType<typeof argsSchema>>()

function schemaOf({ messages }: Pick<Rules, 'messages'>, type: string) {
  const shape = messages[type]!
  let schema = schemas.get(shape)
  if (schema === undefined) {
    schema = argsSchema(shape)
    schemas.set(shape, schema)
  }
  return schema
}

const refused = (conversation: Conversation, { reject, text }: Refusal): Hearing => ({
  verdict: reject,
  ...(text === undefined ? {} : { note: text }),
  effects: [],
  conversation,
  patches: [],
})

/** What may be said now, in words. */
function allowedText(rules: Rules, conversation: Conversation, who: string, tick: number): string {
  const own = allowedBy(rules, conversation, who, tick)
  if (own.length > 0) return `Allowed now: ${own.join(', ')}`
  const others = conversation.participants.filter(
    (p) => allowedBy(rules, conversation, p, tick).length > 0,
  )
  return others.length === 0 ? 'Nobody may speak now' : `It is for ${others.join(', ')} to speak`
}

/** Types of messages that a participant may send now. */
export function allowedBy(
  rules: Rules,
  conversation: Conversation,
  who: string,
  tick: number,
): readonly string[] {
  const { participants, outcome, state } = conversation
  if (outcome !== undefined || !participants.includes(who)) return []
  const context = contextOf(conversation, tick)
  if (rules.may !== undefined) return guarded(rules, 'may', () => rules.may!(state, who, context))
  const speakers = guarded(
    rules,
    'speakers',
    () => rules.speakers?.(state, context) ?? participants,
  )
  return speakers.includes(who) ? Object.keys(rules.messages) : []
}

/** What a participant may know of the state. */
export function viewBy(rules: Rules, conversation: Conversation, who: string, tick: number): Json {
  const { state } = conversation
  if (rules.view === undefined) return state as Json
  const context = contextOf(conversation, tick)
  return plain<Json>(
    rules,
    guarded(rules, 'view', () => rules.view!(state, who, context)),
  )
}

/** Whom a message reaches. */
export function audienceBy(
  rules: Rules,
  { participants, opener }: Conversation,
  type: string,
  from: string,
): readonly string[] {
  const reach = rules.audience?.[type] ?? 'all'
  if (reach === 'nobody') return []
  return (reach === 'opener' ? [opener] : participants).filter((name) => name !== from)
}

const contextOf = (
  { participants, opener, began, ends }: Conversation,
  tick: number,
): ConversationContext => ({ participants, opener, began, ends, tick })

function outcomeOf(rules: Rules, state: unknown, context: ConversationContext): Json | undefined {
  const outcome = guarded(rules, 'close', () => rules.close?.(state, context))
  return outcome === undefined ? undefined : plain<Json>(rules, outcome)
}

function dueOf(rules: Rules, state: unknown, context: ConversationContext): number {
  const due = guarded(rules, 'due', () => rules.due?.(state, context))
  return Math.max(context.tick, Math.min(due ?? context.ends, context.ends))
}

function effectsOf(rules: Rules, reaction: Reaction): readonly Effect[] {
  if (reaction === undefined || 'reject' in reaction) return []
  const list = Array.isArray(reaction) ? reaction : [reaction as Effect]
  return plain<readonly Effect[]>(rules, list)
}
