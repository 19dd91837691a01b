import { type ArgShape, type ArgsOf, CoactError, type Json } from '../engine/index.js'

/** Who takes part in a conversation. */
export interface ConversationContext {
  /** Names of agents, in the order of their seats. */
  readonly participants: readonly string[]
}

/** What a message comes to outside of its conversation, such as goods that an award moves: it is for the world to do. */
export interface Effect {
  /** A name in kebab case. */
  readonly effect: string
  readonly data?: Json
}

/** The answer to a message that may not be sent now; whatever was changed before it is taken back. */
export interface Refusal {
  /** A stable code in kebab case. */
  readonly reject: string
  readonly text?: string
}

/** What hearing a message comes to; nothing stands for a message that was heard and has no effect outside. */
// biome-ignore lint/suspicious/noConfusingVoidType: a function without a return statement is legal here
export type Reaction = Refusal | Effect | readonly Effect[] | undefined | void

/** Bodies of messages by type: names with schemas, as those of actions. */
export type MessageShapes = Readonly<Record<string, ArgShape>>

/** What {@link defineProtocol} takes. */
export interface ProtocolSpec<
  Id extends string = string,
  M extends MessageShapes = MessageShapes,
  S = unknown,
> {
  readonly id: Id
  /** A whole number from 1 (default 1). */
  readonly version?: number
  readonly messages: M
  /** The state at the beginning: plain JSON. */
  init(context: ConversationContext): S
  /** Who may speak now; everyone when left out. */
  speakers?(state: S, context: ConversationContext): readonly string[]
  /** By type of message: changes the state, which is a draft, and says what it comes to. */
  readonly on: {
    readonly [K in keyof M]: (
      state: S,
      from: string,
      body: ArgsOf<M[K]>,
      context: ConversationContext,
    ) => Reaction
  }
  /** The outcome once the conversation is over, as JSON; undefined while it goes on. */
  close?(state: S, context: ConversationContext): Json | undefined
}

/** A protocol, made by {@link defineProtocol}. */
export interface Protocol<
  Id extends string = string,
  M extends MessageShapes = MessageShapes,
  S = unknown,
> extends ProtocolSpec<Id, M, S> {
  readonly kind: 'protocol'
  readonly version: number
}

/** Any protocol, for code that serves them all. */
export type AnyProtocol = Omit<Protocol, 'init' | 'speakers' | 'on' | 'close'> & {
  readonly [K in 'init' | 'speakers' | 'close']?: (...args: never[]) => unknown
} & { readonly on: Readonly<Record<string, (...args: never[]) => Reaction>> }

const ID = /^[a-z][a-z0-9]*(-[a-z0-9]+)*$/

/**
 * Defines a protocol: who may say what when, as a state machine over small plain state. A reducer sees nothing but the
 * state, the sender and the body, so that a conversation is its messages.
 *
 * @throws CoactError `protocol/id`, `protocol/message-name`, `protocol/handler`
 * @example
 * const poll = defineProtocol({
 *   id: 'poll',
 *   messages: { vote: { for: z.enum(['tea', 'coffee']) } },
 *   init: () => ({ votes: {} as Record<string, string> }),
 *   speakers: (s, { participants }) => participants.filter((p) => s.votes[p] === undefined),
 *   on: { vote(s, from, { for: choice }) { s.votes[from] = choice } },
 *   close: (s, { participants }) => (Object.keys(s.votes).length < participants.length ? undefined : s.votes),
 * })
 */
export function defineProtocol<const Id extends string, M extends MessageShapes, S>(
  spec: ProtocolSpec<Id, M, S>,
): Protocol<Id, M, S> {
  if (!ID.test(spec.id)) {
    throw new CoactError('protocol/id', `"${spec.id}" cannot be a protocol's id`, {
      expected: 'lower-case words joined by hyphens',
      next: 'Rename it.',
    })
  }
  for (const name of Object.keys(spec.messages)) {
    if (!ID.test(name)) {
      throw new CoactError('protocol/message-name', `"${name}" cannot name a message`, {
        where: spec.id,
        expected: 'lower-case words joined by hyphens',
        next: 'Rename it.',
      })
    }
    if (typeof spec.on[name] === 'function') continue
    throw new CoactError('protocol/handler', `Nothing hears the message "${name}"`, {
      where: `${spec.id}.on`,
      expected: 'a function for every type of message',
      next: `Add on.${name}.`,
    })
  }
  return Object.freeze({ version: 1, ...spec, kind: 'protocol' as const })
}
