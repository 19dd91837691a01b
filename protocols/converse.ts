import {
  type Conversation,
  canonicalJson,
  type EpisodeProtocol,
  foldText,
  type Hearing,
  hash64,
  hex,
  type Json,
  type Opening,
  type Utterance,
} from '../engine/index.js'
import type { MessageShapes, Protocol } from './define-protocol.js'

/**
 * Begins a conversation outside of an episode, to try a protocol out.
 *
 * @param opening who begins it with whom; a list of names for one that the first of them begins in tick 1
 * @throws CoactError `protocol/threw` when the protocol's own code does, `protocol/state` when its state is not plain JSON
 */
export function beginConversation<M extends MessageShapes, S>(
  protocol: Protocol<string, M, S>,
  opening: Opening | readonly string[],
): Conversation<S> {
  const given = isNames(opening)
    ? { from: opening[0] ?? '', participants: opening, tick: 1 }
    : opening
  return protocol.begin(given) as Conversation<S>
}

const isNames = (opening: Opening | readonly string[]): opening is readonly string[] =>
  Array.isArray(opening)

/**
 * Gives a conversation a message. Nothing that a participant sends throws: it is heard, or refused with a verdict.
 *
 * @param utterance in the conversation's first tick when it names none
 * @throws CoactError `protocol/threw`, `protocol/state` for defects of the protocol
 * @example
 * const { conversation, verdict, effects } = hear(poll, before, { from: 'ada', type: 'vote', body: { for: 'tea' } })
 */
export const hear = <M extends MessageShapes, S>(
  protocol: Protocol<string, M, S>,
  conversation: Conversation<S>,
  utterance: Omit<Utterance, 'tick'> & { readonly tick?: number },
): Hearing<S> =>
  protocol.hear(conversation, { tick: conversation.began, ...utterance }) as Hearing<S>

/**
 * Gives a conversation all messages of one tick, by the seats of their senders, and lets what is due then happen: in whatever
 * order messages of different senders come, the same comes of them.
 *
 * @returns what came of each message, in the order in which they were heard, and last of the tick's end
 */
export function hearTick<S>(
  protocol: EpisodeProtocol,
  conversation: Conversation<S>,
  tick: number,
  utterances: readonly Omit<Utterance, 'tick'>[],
): readonly Hearing<S>[] {
  const seat = ({ from }: { readonly from: string }): number =>
    conversation.participants.indexOf(from)
  const sorted = utterances
    .map((u, i) => ({ u, i }))
    .sort((a, b) => seat(a.u) - seat(b.u) || a.i - b.i)
  const out: Hearing<S>[] = []
  let now: Conversation = conversation
  for (const { u } of sorted) {
    const heard = protocol.hear(now, { ...u, tick })
    out.push(heard as Hearing<S>)
    now = heard.conversation
  }
  out.push(protocol.expire(now, tick) as Hearing<S>)
  return out
}

/** A hash of all that a conversation is; equal for conversations that go on equally. */
export function conversationHash(conversation: Conversation): string {
  const h = hash64()
  foldText(h, canonicalJson(conversation as unknown as Json))
  return hex(h)
}
