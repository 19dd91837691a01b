import {
  type Json,
  limits,
  type MessageManual,
  nearest,
  type ProtocolManual,
  type Say,
  type Turn,
} from '../../engine/index.js'
import { busLines, receiversOf, saysMax } from './bus.js'
import { isObject, own } from './json.js'
import { listed } from './view.js'
import { jsonLine, line, quoted } from './words.js'

/** What an agent can say, for a model. */
export interface Talking {
  /** How messages are sent; the same in every turn. */
  readonly told: string
  /** A JSON Schema of the list of messages. */
  readonly schema: Json
  /** What stands for messages in a sample of the answer. */
  readonly sample: string
  /** Reads a list of messages, or says why it cannot be that. */
  read(value: Json | undefined): { readonly say: readonly Say[] } | { readonly problem: string }
}

const STATE_CHARS_MAX = 2000
/** Names that are listed. */
const RECEIVERS_MAX = 66

/**
 * What an agent can say now: words to one or all, typed messages of its world, acts of protocols; undefined where it
 * reaches nobody.
 */
export function talkingOf(turn: Turn): Talking | undefined {
  const { manual } = turn
  const receivers = receiversOf(turn)
  if (receivers.length === 0) return undefined
  const most = saysMax(turn)
  const isTyped = manual.messages.length > 0 || manual.protocols.length > 0
  return {
    told: [
      `You may send up to ${most} messages a tick; they arrive in the next. "to" is ${listed(
        receivers.map((r) => `"${r}"`),
        RECEIVERS_MAX,
      )}.`,
      ...busLines(turn),
      'Words: { "to", "text" }.',
      ...(manual.messages.length === 0
        ? []
        : [
            'Typed messages: { "to", "type", "body" }. Types, with schemas of body:',
            ...typesOf(manual.messages),
          ]),
      ...manual.protocols.flatMap(protocolLines),
    ].join('\n'),
    schema: {
      type: 'array',
      items: {
        type: 'object',
        properties: {
          to: { type: 'string' },
          text: { type: 'string' },
          ...(isTyped ? { type: { type: 'string' }, body: { type: 'object' } } : {}),
          ...(manual.protocols.length > 0
            ? { protocol: { type: 'string' }, in: { type: 'string' } }
            : {}),
        },
        required: ['to'],
        additionalProperties: false,
      },
    },
    sample: `[{ "to": "${receivers[0]}", "text": "words" }]`,
    read(value) {
      if (value === undefined || value === null) return { say: [] }
      if (!Array.isArray(value)) return { problem: '"say" is a list of messages' }
      if (value.length > most) return { problem: `"say" has at most ${most} messages` }
      const say: Say[] = []
      for (const given of value as readonly Json[]) {
        const read = readSay(turn, receivers, given)
        if (typeof read === 'string') return { problem: read }
        say.push(read)
      }
      return { say }
    },
  }
}

const typesOf = (messages: readonly MessageManual[]): string[] =>
  messages.map(({ type, body }) => `- ${type}: ${jsonLine(body, STATE_CHARS_MAX)}`)

const protocolLines = ({ id, text, opens, messages }: ProtocolManual): string[] => [
  `Protocol "${id}"${text === undefined ? '' : `: ${text}`} A message of it is { "protocol": "${id}", "type", "body" }, with "in" (the id of the conversation) once it has begun; it begins with ${opens.join(' or ')}. Types, with schemas of body:`,
  ...typesOf(messages),
]

function readSay(turn: Turn, receivers: readonly string[], given: Json): Say | string {
  if (!isObject(given)) return 'a message is an object with "to"'
  const part = (key: string): Json | undefined => own(given, key) ?? undefined
  const [to, text, type, protocol] = ['to', 'text', 'type', 'protocol'].map(part)
  const body = part('body')
  if (typeof to !== 'string' || !receivers.includes(to)) {
    const near = typeof to === 'string' ? nearest(to, receivers) : undefined
    return `"to" is one of ${listed(receivers, RECEIVERS_MAX)}${near === undefined ? '' : `; did you mean ${near}?`}`
  }
  const bytes = bytesOf(text) + bytesOf(body)
  if (bytes > limits.MESSAGE_BYTES_MAX)
    return `a message has at most ${limits.MESSAGE_BYTES_MAX} bytes; this one has ${bytes}`
  if (type === undefined && protocol === undefined)
    return typeof text === 'string' && text.trim() !== ''
      ? turn.say.to(to, text)
      : 'a message has a "text" of words'
  if (typeof type !== 'string') return 'a typed message has a "type"'
  return protocol === undefined
    ? typed(turn, { to, type, body })
    : act(turn, { to, type, body, protocol, conversation: part('in'), text })
}

const utf8 = new TextEncoder()

/** UTF-8 bytes of a part of a message, as the bus counts them. */
const bytesOf = (part: Json | undefined): number =>
  part === undefined
    ? 0
    : utf8.encode(typeof part === 'string' ? part : JSON.stringify(part)).length

function typed({ manual }: Turn, { to, type, body = {} }: Parts): Say | string {
  const types = manual.messages.map((m) => m.type)
  if (types.includes(type)) return { to, type, body }
  const near = nearest(type, types)
  return `${quoted(type, 60)} is no type of message here; there are ${types.join(', ') || 'none: say it in words'}${near === undefined ? '' : `. Did you mean ${near}?`}`
}

interface Parts {
  readonly to: string
  readonly type: string
  readonly body: Json | undefined
}

interface ActParts extends Parts {
  readonly protocol: Json
  readonly conversation: Json | undefined
  readonly text: Json | undefined
}

function act(
  turn: Turn,
  { to, type, body = {}, protocol, conversation, text }: ActParts,
): Say | string {
  const { protocols } = turn.manual
  const ids = protocols.map((p) => p.id)
  const found = protocols.find((p) => p.id === protocol)
  if (found === undefined) return `"protocol" is one of ${ids.join(', ') || 'none: there are none'}`
  const talk = turn.talks.find((t) => t.id === conversation)
  if (conversation !== undefined && talk === undefined)
    return `"in" is the id of a conversation: ${turn.talks.map((t) => t.id).join(', ') || 'there is none now'}`
  const allowed = talk === undefined ? found.opens : talk.allowed
  if (!allowed.includes(type))
    return `${quoted(type, 60)} is not allowed now; allowed: ${allowed.join(', ') || 'nothing'}`
  return turn.say.act(found.id, type, body, {
    to,
    ...(talk === undefined ? {} : { in: talk.id }),
    ...(typeof text === 'string' ? { text } : {}),
  })
}

/** What was said, as one line. */
export const saidLine = ({ to, type, body, protocol }: Say): string => {
  const kind = type === 'text' && protocol === undefined ? '' : ` ${line(type, 64)}`
  return `to ${line(to, 80)}:${kind} ${typeof body === 'string' ? quoted(body, 200) : jsonLine(body, 200)}`
}

/** Conversations that an agent takes part in, as lines. */
export const talkLines = ({ talks }: Pick<Turn, 'talks'>): string[] =>
  talks.map(({ id, protocol, participants, ends, state, allowed, outcome }) => {
    const now =
      outcome === undefined
        ? `you may send now: ${allowed.join(', ') || 'nothing'}; it ends with tick ${ends}`
        : `it is over: ${jsonLine(outcome, STATE_CHARS_MAX)}`
    return `${line(id, 120)} (${protocol}) with ${participants.join(', ')}: ${jsonLine(state, STATE_CHARS_MAX)}; ${now}`
  })
