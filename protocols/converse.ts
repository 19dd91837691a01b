import { createDraft, type Draft, finishDraft } from 'immer'
import {
  argsSchema,
  CoactError,
  canonicalJson,
  foldText,
  hash64,
  hex,
  isCoactError,
  type Json,
  limits,
  plainCopy,
  safeText,
  zodProblems,
} from '../engine/index.js'
import type {
  AnyProtocol,
  ConversationContext,
  Effect,
  MessageShapes,
  Protocol,
  Reaction,
  Refusal,
} from './define-protocol.js'

/** How far a conversation is: plain JSON that can be saved, compared and gone on from. */
export interface Conversation<S = unknown> {
  /** Id and version. */
  readonly protocol: string
  readonly participants: readonly string[]
  readonly state: S
  /** Messages that were heard so far, without those that were refused. */
  readonly heard: number
  /** Who may speak now; nobody once it is over. */
  readonly speakers: readonly string[]
  /** What it came to; absent while it goes on. */
  readonly outcome?: Json
}

/** A message to a conversation. */
export interface Utterance {
  readonly from: string
  readonly type: string
  readonly body: unknown
}

/** What came of a message. */
export interface Hearing<S = unknown> {
  /**
   * `ok`; `closed`, `unknown-speaker`, `unknown-message`, `bad-body`, `not-your-turn`; or the protocol's own code.
   */
  readonly verdict: string
  readonly text?: string
  /** What the world is to do, in order. */
  readonly effects: readonly Effect[]
  /** How far the conversation is now; the same as before when the message was refused. */
  readonly conversation: Conversation<S>
}

type Known<S> = Pick<Protocol<string, MessageShapes, S>, 'init' | 'speakers' | 'on' | 'close'> &
  AnyProtocol

/**
 * Begins a conversation.
 *
 * @throws CoactError `protocol/threw` when the protocol's own code does, `protocol/state` when its state is not plain JSON
 */
export function beginConversation<M extends MessageShapes, S>(
  protocol: Protocol<string, M, S>,
  participants: readonly string[],
): Conversation<S> {
  const known = protocol as unknown as Known<S>
  const context = { participants }
  const state = plain<S>(
    known,
    guarded(known, 'init', () => known.init(context)),
  )
  if (typeof state !== 'object' || state === null)
    throw unfit(known, `init() gave ${JSON.stringify(state)}`)
  return settle(known, context, state, 0)
}

/**
 * Gives a conversation a message. Nothing that a participant sends throws: it is heard, or refused with a verdict.
 *
 * @throws CoactError `protocol/threw`, `protocol/state` for defects of the protocol
 * @example
 * const { conversation, verdict, effects } = hear(poll, before, { from: 'ada', type: 'vote', body: { for: 'tea' } })
 */
export function hear<M extends MessageShapes, S>(
  protocol: Protocol<string, M, S>,
  conversation: Conversation<S>,
  utterance: Utterance,
): Hearing<S> {
  const known = protocol as unknown as Known<S>
  const read = readUtterance(known, conversation, utterance)
  if ('reject' in read) return refused(conversation, read)
  const { participants, heard } = conversation
  const context = { participants }
  const draft = createDraft(conversation.state as object) as Draft<object>
  const reaction = guarded(known, `on.${utterance.type}`, () =>
    known.on[utterance.type]!(draft as S, utterance.from, read.body, context),
  )
  if (reaction !== undefined && 'reject' in reaction) return refused(conversation, reaction)
  const state = plain<S>(known, finishDraft(draft))
  return {
    verdict: 'ok',
    effects: effectsOf(known, reaction),
    conversation: settle(known, context, state, heard + 1),
  }
}

/** The message's body, or why it is not heard. */
function readUtterance<S>(
  protocol: Known<S>,
  conversation: Conversation<S>,
  { from, type, body }: Utterance,
): Refusal | { readonly body: never } {
  const { participants, speakers, outcome } = conversation
  if (!participants.includes(from))
    return { reject: 'unknown-speaker', text: 'Only participants are heard' }
  if (outcome !== undefined) return { reject: 'closed', text: 'The conversation is over' }
  if (typeof type !== 'string' || !Object.hasOwn(protocol.messages, type)) {
    const known = Object.keys(protocol.messages).join(', ')
    return { reject: 'unknown-message', text: `Known: ${known}` }
  }
  if (!speakers.includes(from)) {
    const who = speakers.length === 0 ? 'Nobody' : speakers.join(', ')
    return { reject: 'not-your-turn', text: `${who} may speak now` }
  }
  try {
    const copy = plainCopy(body ?? {}, { chars: limits.MESSAGE_BYTES_MAX, name: 'body' })
    const parsed = argsSchema(protocol.messages[type]!).safeParse(copy)
    if (parsed.success) return { body: parsed.data as never }
    return { reject: 'bad-body', text: zodProblems(parsed.error).join('; ').slice(0, 500) }
  } catch (e) {
    return { reject: 'bad-body', text: safeText(e).slice(0, 500) }
  }
}

const refused = <S>(conversation: Conversation<S>, { reject, text }: Refusal): Hearing<S> => ({
  verdict: reject,
  ...(text === undefined ? {} : { text }),
  effects: [],
  conversation,
})

/** The conversation with a new state: who may speak, and whether it is over. */
function settle<S>(
  protocol: Known<S>,
  context: ConversationContext,
  state: S,
  heard: number,
): Conversation<S> {
  const { participants } = context
  const outcome = guarded(protocol, 'close', () => protocol.close?.(state, context))
  const speakers =
    outcome !== undefined
      ? []
      : guarded(protocol, 'speakers', () => protocol.speakers?.(state, context) ?? participants)
  return {
    protocol: `${protocol.id}@${protocol.version}`,
    participants,
    state,
    heard,
    speakers: [...speakers],
    ...(outcome === undefined ? {} : { outcome: plain<Json>(protocol, outcome) }),
  }
}

function effectsOf(protocol: Pick<AnyProtocol, 'id'>, reaction: Reaction): readonly Effect[] {
  if (reaction === undefined || reaction === null) return []
  const list = Array.isArray(reaction) ? reaction : [reaction as Effect]
  return plain<readonly Effect[]>(protocol, list)
}

/** Plain JSON of its own. */
function plain<T>(protocol: Pick<AnyProtocol, 'id'>, value: unknown): T {
  try {
    return plainCopy(value, { chars: limits.MEMORY_JSON_CHARS_MAX, name: 'state' }) as T
  } catch (e) {
    throw unfit(
      protocol,
      isCoactError(e) ? [e.detail.where, e.detail.got].filter(Boolean).join(' ') : safeText(e),
    )
  }
}

const unfit = (protocol: Pick<AnyProtocol, 'id'>, got: string): CoactError =>
  new CoactError('protocol/state', 'The state of a protocol is not plain JSON', {
    where: protocol.id,
    expected: 'an object or a list, of objects, lists, texts, numbers and booleans only',
    got,
  })

function guarded<T>(protocol: Pick<AnyProtocol, 'id'>, where: string, code: () => T): T {
  try {
    return code()
  } catch (e) {
    throw new CoactError('protocol/threw', `The protocol ${protocol.id} failed`, {
      where: `${protocol.id}.${where}`,
      got: safeText(e),
      data: e,
    })
  }
}

/** A hash of all that a conversation is; equal for conversations that go on equally. */
export function conversationHash(conversation: Conversation): string {
  const h = hash64()
  foldText(h, canonicalJson(conversation as unknown as Json))
  return hex(h)
}
