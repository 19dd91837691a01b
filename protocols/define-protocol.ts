import {
  type ArgShape,
  type ArgsOf,
  CoactError,
  type Effect,
  type EpisodeProtocol,
  type Json,
  nearest,
  PERFORMATIVES,
  type Performative,
} from '../engine/index.js'
import { allowedBy, audienceBy, begin, expireBy, hearBy, viewBy } from './interpret.js'

/** What a protocol's functions know beside the state. */
export interface ConversationContext {
  /** Names of agents, in the order of their seats. */
  readonly participants: readonly string[]
  /** Who began the conversation. */
  readonly opener: string
  /** The tick of its first message. */
  readonly began: number
  /** The last tick in which anything can be said. */
  readonly ends: number
  /** The tick of the message, or the one that ends, or the one that is being decided. */
  readonly tick: number
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

type Types<M> = readonly Extract<keyof M, string>[]

/** What {@link defineProtocol} takes. */
export interface ProtocolSpec<
  Id extends string = string,
  M extends MessageShapes = MessageShapes,
  S = unknown,
> {
  readonly id: Id
  /** A whole number from 1 (default 1). */
  readonly version?: number
  /** One sentence for people and models. */
  readonly text?: string
  readonly messages: M
  /** Which act each type of message is; a type whose name is an act is that one, any other `inform`. */
  readonly acts?: { readonly [K in keyof M]?: Performative }
  /** Types of messages that begin a conversation; all when left out. */
  readonly opens?: Types<M>
  /** How many ticks a conversation lasts at most, the first included (default 64). */
  readonly ticksMax?: number
  /** The state at the beginning: plain JSON. */
  init(context: ConversationContext): S
  /** Who may speak now, whatever they say; everyone when left out. */
  speakers?(state: S, context: ConversationContext): readonly string[]
  /** Which types of messages somebody may send now; all of those who may speak when left out. */
  may?(state: S, who: string, context: ConversationContext): Types<M>
  /** By type of message: changes the state, which is a draft, and says what it comes to. */
  readonly on: {
    readonly [K in keyof M]: (
      state: S,
      from: string,
      body: ArgsOf<M[K]>,
      context: ConversationContext,
    ) => Reaction
  }
  /** The tick after whose messages `expire` is called; the conversation's last when left out or undefined. */
  due?(state: S, context: ConversationContext): number | undefined
  /** Time is up: changes the state, as `on` does. What does not end in the conversation's last tick is ended. */
  expire?(state: S, context: ConversationContext): Exclude<Reaction, Refusal>
  /** The outcome once the conversation is over, as JSON; undefined while it goes on. */
  close?(state: S, context: ConversationContext): Json | undefined
  /** What a participant may know of the state; all of it when left out. */
  view?(state: S, who: string, context: ConversationContext): Json
  /** Whom a message of a type reaches, besides its sender: all participants when left out. */
  readonly audience?: { readonly [K in keyof M]?: 'all' | 'opener' | 'nobody' }
}

/** A protocol's definition with all that has a default. */
export type Rules<
  Id extends string = string,
  M extends MessageShapes = MessageShapes,
  S = unknown,
> = ProtocolSpec<Id, M, S> & { readonly version: number; readonly ticksMax: number }

/** A protocol, made by {@link defineProtocol}. */
export interface Protocol<
  Id extends string = string,
  M extends MessageShapes = MessageShapes,
  S = unknown,
> extends Omit<EpisodeProtocol, 'id' | 'messages'> {
  readonly id: Id
  readonly messages: M
  readonly rules: Rules<Id, M, S>
}

/** Ticks that a conversation lasts when its protocol says nothing of that. */
const TICKS_MAX = 64
const ID = /^[a-z][a-z0-9]*(-[a-z0-9]+)*$/

/**
 * Defines a protocol: who may say what when, as a state machine over small plain state. A reducer sees nothing but the
 * state, the sender and the body, so that a conversation is its messages.
 *
 * @throws CoactError `protocol/id`, `protocol/message-name`, `protocol/handler`, `protocol/acts`
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
  const own = spec as unknown as ProtocolSpec
  checkNames(own)
  const { id, messages, version = 1, ticksMax = TICKS_MAX } = spec
  const rules: Rules = { ...own, version, ticksMax }
  return Object.freeze({
    kind: 'protocol',
    id,
    version,
    ...(spec.text === undefined ? {} : { text: spec.text }),
    messages,
    acts: actsOf(own),
    opens: spec.opens ?? Object.keys(messages),
    rules: rules as unknown as Rules<Id, M, S>,
    begin: (opening) => begin(rules, opening),
    hear: (conversation, utterance) => hearBy(rules, conversation, utterance),
    expire: (conversation, tick) => expireBy(rules, conversation, tick),
    allowed: (conversation, who, tick) => allowedBy(rules, conversation, who, tick),
    view: (conversation, who, tick) => viewBy(rules, conversation, who, tick),
    audience: (conversation, type, from) => audienceBy(rules, conversation, type, from),
  } satisfies Protocol<Id, M, S>)
}

function checkNames(spec: ProtocolSpec): void {
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
}

function actsOf({ id, messages, acts }: ProtocolSpec): Readonly<Record<string, Performative>> {
  const known: readonly string[] = PERFORMATIVES
  const named = Object.keys(messages).map((type) => {
    const act = acts?.[type] ?? (known.includes(type) ? type : 'inform')
    if (known.includes(act)) return [type, act as Performative] as const
    const near = nearest(act, known)
    throw new CoactError('protocol/acts', `"${act}" is no act`, {
      where: `${id}.acts.${type}`,
      expected: known.join(', '),
      ...(near === undefined ? {} : { nearest: near }),
    })
  })
  return Object.fromEntries(named)
}
