import type { BusRules } from './bus-rules.js'
import { canonicalJson } from './canonical.js'
import type { Json } from './docs.js'
import type { GivenMessage } from './frame.js'
import { limits } from './limits.js'
import { plainCopy, wellFormed } from './plain.js'
import { countTokens, cutToTokens, utf8Length } from './tokens.js'
import { type AnyWorld, argsSchema, type Seat } from './world.js'

/** What becomes of a message before anybody is reached. */
export interface Judged {
  readonly verdict: string
  readonly body: Json
  readonly bytes: number
  readonly tokens: number
  readonly text?: string
  readonly cut?: number
}

/** What a sender has used in this tick so far, and what it has left. */
export interface Used {
  readonly messages: number
  readonly bytes: number
  /** Tokens that are left. */
  readonly tokens: number
}

export type Judge = (given: GivenMessage, used: Used) => Judged

const UNREADABLE: GivenMessage = { to: '', type: '', body: null }
const PARTS = ['protocol', 'conversation', 'replyTo', 'text'] as const

/** The message as plain data of its own, whatever an agent gave. */
export function readMessage(given: GivenMessage): GivenMessage {
  try {
    const { to, type, body } = given
    if (typeof to !== 'string' || typeof type !== 'string') return UNREADABLE
    const max = limits.GROUP_BYTES_MAX
    const message: { -readonly [K in keyof GivenMessage]: GivenMessage[K] } = {
      to,
      type,
      body: typeof body === 'string' ? wellFormed(body) : plainCopy(body, { chars: max }),
    }
    if (given.protocol === undefined && given.text === undefined && given.deadline === undefined)
      return message
    for (const part of PARTS) {
      const value = given[part]
      if (value === undefined) continue
      if (typeof value !== 'string') return UNREADABLE
      message[part] = wellFormed(value.slice(0, limits.MESSAGE_BYTES_MAX + 1))
    }
    if (Number.isInteger(given.deadline)) message.deadline = given.deadline!
    return message
  } catch {
    return UNREADABLE
  }
}

/** Says what becomes of messages by their form and by their senders' budgets. */
export function createJudge(
  world: AnyWorld,
  byName: ReadonlyMap<string, Seat>,
  { budget }: BusRules,
): Judge {
  const bodies = new Map(
    Object.entries(world.messages ?? {}).map(([type, shape]) => [type, argsSchema(shape)]),
  )
  const judgeForm = (given: GivenMessage, used: Used, bytes: number): [string, Json] => {
    const { to, type, body, protocol } = given
    if (used.messages >= limits.MESSAGES_PER_AGENT_PER_TICK_MAX) return ['too-many-messages', body]
    if (protocol !== undefined) return ['ok', body]
    if (!isKnown(to, byName)) return ['unknown-recipient', body]
    if (bytes > limits.MESSAGE_BYTES_MAX) return ['message-too-long', body]
    if (type === 'text') return [typeof body === 'string' ? 'ok' : 'bad-body', body]
    if (type === 'data') {
      const isObject = typeof body === 'object' && body !== null && !Array.isArray(body)
      return [isObject ? 'ok' : 'bad-body', body]
    }
    const schema = bodies.get(type)
    if (schema === undefined) return ['unknown-message', body]
    const parsed = schema.safeParse(body)
    return parsed.success ? ['ok', parsed.data as Json] : ['bad-body', body]
  }
  return (given, used) => {
    if (given === UNREADABLE) return { verdict: 'bad-message', body: null, bytes: 0, tokens: 0 }
    const { body, text = '' } = given
    const words = typeof body === 'string' ? body : canonicalJson(body)
    const bytes = utf8Length(words) + utf8Length(text)
    if (bytes > limits.MESSAGE_BYTES_MAX) {
      const start = wellFormed(words.slice(0, 200))
      return { verdict: 'message-too-long', body: start, bytes, tokens: 0 }
    }
    const tokens = countTokens(words) + countTokens(text)
    const [verdict, read] = judgeForm(given, used, bytes)
    const judged: Judged = {
      verdict,
      body: read,
      bytes,
      tokens,
      ...(text === '' ? undefined : { text }),
    }
    if (verdict !== 'ok') return judged
    if (used.messages >= budget.messages || used.bytes + bytes > budget.bytes)
      return { ...judged, verdict: 'over-budget' }
    return tokens > used.tokens ? cutOrRefused(judged, used.tokens, budget.truncates) : judged
  }
}

/** A message that has more tokens than its sender: its text is cut where that is the rule. */
function cutOrRefused(judged: Judged, left: number, truncates: boolean): Judged {
  const { body, text, tokens } = judged
  const start = typeof body === 'string' ? cutToTokens(body, left) : ''
  if (!truncates || text !== undefined || start === '') return { ...judged, verdict: 'over-budget' }
  return {
    ...judged,
    body: start,
    bytes: utf8Length(start),
    tokens: countTokens(start),
    cut: tokens,
  }
}

const isKnown = (to: string, byName: ReadonlyMap<string, Seat>): boolean =>
  to === 'all' ||
  to === 'team' ||
  byName.has(to) ||
  (to.includes(',') && to.split(',').every((name) => byName.has(name)))
