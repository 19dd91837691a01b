import type { DocPatch, Json } from './docs.js'
import type { ArgShape } from './world.js'

/** What kind of act a message is, whatever it speaks of. */
export const PERFORMATIVES = [
  'inform',
  'query',
  'request',
  'agree',
  'refuse',
  'cfp',
  'propose',
  'counter',
  'accept',
  'reject',
  'done',
  'fail',
  'cancel',
  'subscribe',
  'not-understood',
] as const
export type Performative = (typeof PERFORMATIVES)[number]

/** How far a conversation is: plain JSON that can be saved, compared and gone on from. */
export interface Conversation<S = unknown> {
  /** Id and version. */
  readonly protocol: string
  /** Names of agents, in the order of their seats. */
  readonly participants: readonly string[]
  /** Who began it. */
  readonly opener: string
  /** The tick of its first message. */
  readonly began: number
  /** The last tick in which anything can be said: after it the conversation is over. */
  readonly ends: number
  readonly state: S
  /** Messages that were heard so far, without those that were refused. */
  readonly heard: number
  /** The tick after whose messages it goes on by itself. */
  readonly due: number
  /** What it came to; absent while it goes on. */
  readonly outcome?: Json
}

/** How a conversation begins. */
export interface Opening {
  readonly from: string
  /** Names of agents, in the order of their seats, the opener among them. */
  readonly participants: readonly string[]
  readonly tick: number
  /** The last tick in which it may go on, as the opener wishes. */
  readonly deadline?: number
}

/** A message to a conversation. */
export interface Utterance {
  readonly from: string
  readonly type: string
  readonly body: unknown
  readonly tick: number
  readonly deadline?: number
}

/** What a message comes to outside of its conversation, such as goods that an award moves: it is for the world to do. */
export interface Effect {
  /** A name in kebab case. */
  readonly effect: string
  readonly data?: Json
}

/** What came of a message, or of time that ran out. */
export interface Hearing<S = unknown> {
  /**
   * `ok`; `closed`, `unknown-speaker`, `unknown-message`, `bad-body`, `not-allowed-now`; or the protocol's own code.
   */
  readonly verdict: string
  /** Why it was refused, with what is allowed instead. */
  readonly note?: string
  /** What the world is to do, in order. */
  readonly effects: readonly Effect[]
  /** How far the conversation is now; the same as before when the message was refused. */
  readonly conversation: Conversation<S>
  /** The steps from the conversation as it was. */
  readonly patches: readonly DocPatch[]
}

/** A protocol as an episode uses it; `defineProtocol` makes them. */
export interface EpisodeProtocol {
  readonly kind: 'protocol'
  readonly id: string
  readonly version: number
  /** One sentence for people and models. */
  readonly text?: string
  /** Bodies by type of message. */
  readonly messages: Readonly<Record<string, ArgShape>>
  /** Which act each type of message is. */
  readonly acts: Readonly<Record<string, Performative>>
  /** Types of messages that begin a conversation. */
  readonly opens: readonly string[]
  /** The conversation before its first message. */
  begin(opening: Opening): Conversation
  /** What comes of a message; nothing that a participant sends throws. */
  hear(conversation: Conversation, utterance: Utterance): Hearing
  /** What comes of a tick's end that was due. */
  expire(conversation: Conversation, tick: number): Hearing
  /** Types of messages that a participant may send in a tick. */
  allowed(conversation: Conversation, who: string, tick: number): readonly string[]
  /** What a participant may know of the state. */
  view(conversation: Conversation, who: string, tick: number): Json
  /** The participants whom a message of this type reaches, the sender left out. */
  audience(conversation: Conversation, type: string, from: string): readonly string[]
}
