import type { DocPatch, Json } from './docs.js'
import { CoactError, isCoactError } from './errors.js'
import type { AgentInput, FailureType, GivenAction, GivenMessage } from './frame.js'
import { limits } from './limits.js'
import { plainCopy, safeText, wellFormed } from './plain.js'

const NOTHING: AgentInput = Object.freeze({})
const PARTS: ReadonlySet<string> = new Set(['do', 'say', 'memory', 'why'])
const ACTION_PARTS: ReadonlySet<string> = new Set(['action', 'args', 'text', 'id'])
const EXPECTED = 'an action, a list of actions, a text command, or { do, say, memory, why }'

/**
 * Turns what a policy returned into what enters the tick: plain JSON within the limits, sharing nothing with the policy's
 * own objects. It never throws. What cannot be a decision becomes a failure of the type `bad-decision`; an action that
 * merely makes no sense goes in as it is and gets its verdict.
 *
 * @example
 * readDecision('go north') // { do: [{ text: 'go north' }] }
 * readDecision(42)         // { failure: { type: 'bad-decision', message: … } }
 */
export function readDecision(decision: unknown): AgentInput {
  try {
    return decision === undefined || decision === null ? NOTHING : read(decision)
  } catch (e) {
    return failed('bad-decision', refusalText(e))
  }
}

/** The input of an agent that gave no decision. `why` may be anything that was thrown. */
export const failed = (type: FailureType, why: unknown): AgentInput => ({
  failure: {
    type,
    message: wellFormed(
      (typeof why === 'string' ? why : safeText(why)).slice(0, limits.FAILURE_MESSAGE_CHARS_MAX),
    ),
  },
})

const TOLD = /^turn\/(crashed|timeout|bad-decision|absent)$/

/**
 * The input of an agent whose policy threw, or rejected with, something. A CoactError with the code `turn/crashed` and the
 * like says itself what kind of failure it is.
 *
 * @example
 * failureOf(new CoactError('turn/crashed', 'It exited')) // { failure: { type: 'crashed', message: 'It exited' } }
 */
export function failureOf(thrown: unknown): AgentInput {
  const type = isCoactError(thrown) ? TOLD.exec(thrown.code)?.[1] : undefined
  if (type === undefined) return failed('threw', thrown)
  const { message } = thrown as CoactError
  return failed(type as FailureType, message.slice(0, message.lastIndexOf(` [turn/${type}]`)))
}

/** The patches that replace a whole memory. @throws CoactError `plain/unfit` */
export const replaceMemory = (memory: unknown): readonly DocPatch[] => [
  {
    op: 'replace',
    path: [],
    value: plainCopy(memory, { chars: limits.MEMORY_JSON_CHARS_MAX, name: 'memory' }),
  },
]

function read(decision: unknown): AgentInput {
  if (typeof decision === 'string' || Array.isArray(decision)) return { do: readActions(decision) }
  if (typeof decision !== 'object' || decision === null)
    throw refusal(`A decision is ${EXPECTED}; this is a ${typeof decision}`)
  if (isAction(decision)) return { do: readActions(decision) }
  const given = decision as Record<string, unknown>
  const stray = Object.keys(given).find((key) => !PARTS.has(key))
  if (stray !== undefined)
    throw refusal(`A decision is ${EXPECTED}; this has "${stray.slice(0, 64)}"`)
  const [acts, say, memory, why] = [given['do'], given['say'], given['memory'], given['why']]
  return {
    ...(acts === undefined || acts === null ? undefined : { do: readActions(acts) }),
    ...(say === undefined || say === null ? undefined : { say: readMessages(say) }),
    ...(memory === undefined ? undefined : { memory: replaceMemory(memory) }),
    ...(why === undefined || why === null ? undefined : { why: readWhy(why) }),
  }
}

const isAction = (value: object): boolean => 'action' in value || 'text' in value || 'id' in value

function readActions(given: unknown): readonly GivenAction[] {
  const list = Array.isArray(given) ? given : [given]
  const max = limits.ACTIONS_PER_AGENT_PER_TICK_MAX
  if (list.length > max) throw refusal(`${list.length} actions in one decision; at most ${max}`)
  return readEach(list, readAction)
}

function readAction(given: unknown): GivenAction {
  if (typeof given === 'string') return { text: commandText(given) }
  if (typeof given !== 'object' || given === null || !isAction(given)) {
    throw refusal('An action is { action, args }, { text }, { id } or a text command')
  }
  for (const key of Object.keys(given)) {
    if (ACTION_PARTS.has(key)) continue
    throw refusal(
      `An action has no "${key.slice(0, 64)}"; words and reasons go beside it, as { do, say, why }`,
    )
  }
  const { action, args, text, id } = given as Record<string, unknown>
  if (typeof action === 'string')
    return { action: wellFormed(action.slice(0, 200)), args: readArgs(args) }
  if (typeof text === 'string') return { text: commandText(text) }
  if (Number.isInteger(id)) return { id: id as number }
  throw refusal("An action's name and a command are texts, an id is a whole number")
}

/** By position, because a list may bring an iterator of its own. */
function readEach<T>(list: readonly unknown[], read: (item: unknown) => T): readonly T[] {
  const out: T[] = []
  for (let i = 0; i < list.length; i++) out.push(read(list[i]))
  return out
}

/** A command that is too long keeps enough to be refused as such. */
const commandText = (text: string): string =>
  wellFormed(text.slice(0, limits.ACTION_TEXT_CHARS_MAX + 1))

/** Any JSON: what is not an object gets its verdict from the action's schema. */
const readArgs = (args: unknown): Readonly<Record<string, unknown>> =>
  plainCopy(args ?? {}, { chars: limits.ACTION_ARGS_JSON_CHARS_MAX, name: 'args' }) as Readonly<
    Record<string, unknown>
  >

function readMessages(given: unknown): readonly GivenMessage[] {
  const list = Array.isArray(given) ? given : [given]
  // A few too many get their verdicts from the bus; a flood is not worth recording.
  const max = 4 * limits.MESSAGES_PER_AGENT_PER_TICK_MAX
  if (list.length > max)
    throw refusal(
      `${list.length} messages in one decision; at most ${limits.MESSAGES_PER_AGENT_PER_TICK_MAX}`,
    )
  return readEach(list, readMessage)
}

function readMessage(given: unknown): GivenMessage {
  if (typeof given !== 'object' || given === null)
    throw refusal('A message is { to, type, body }, as made by say')
  const { to, type, body, ...rest } = given as Record<string, unknown>
  if (typeof to !== 'string' || typeof type !== 'string' || body === undefined) {
    throw refusal('A message is { to, type, body }, as made by say')
  }
  const plain = {
    to: cut(to, to.includes(',') ? limits.RECIPIENTS_CHARS_MAX : limits.AGENT_NAME_CHARS_MAX),
    type: cut(type, limits.AGENT_NAME_CHARS_MAX),
    body: readBody(body),
  }
  return Object.keys(rest).length === 0 ? plain : { ...plain, ...readParts(rest) }
}

/** One character more than is allowed is enough to be refused. */
const cut = (text: string, max: number): string => wellFormed(text.slice(0, max + 1))

/** What a message may have besides. What has no meaning here falls away: an agent may answer with a message that it got. */
function readParts(given: Readonly<Record<string, unknown>>): Partial<GivenMessage> {
  const { protocol, conversation, replyTo, deadline, text } = given
  const name = (part: unknown): part is string => typeof part === 'string'
  return {
    ...(name(protocol) ? { protocol: cut(protocol, limits.AGENT_NAME_CHARS_MAX) } : undefined),
    ...(name(conversation)
      ? { conversation: cut(conversation, limits.MESSAGE_ID_CHARS_MAX) }
      : undefined),
    ...(name(replyTo) ? { replyTo: cut(replyTo, limits.MESSAGE_ID_CHARS_MAX) } : undefined),
    ...(Number.isInteger(deadline) ? { deadline: deadline as number } : undefined),
    ...(name(text) ? { text: cut(text, limits.MESSAGE_BYTES_MAX) } : undefined),
  }
}

/** A body that is too long keeps enough to be refused as such. */
function readBody(body: unknown): Json {
  const max = limits.MESSAGE_BYTES_MAX
  if (typeof body === 'string') return wellFormed(body.slice(0, max + 1))
  const copy = plainCopy(body, { chars: 16 * max, name: 'body' })
  const text = JSON.stringify(copy)
  return text.length > max ? text.slice(0, max + 1) : copy
}

function readWhy(why: unknown): string {
  if (typeof why !== 'string') throw refusal('The reason of a decision ("why") is a text')
  const max = limits.ACTION_TEXT_CHARS_MAX
  return wellFormed(why.length > max ? `${why.slice(0, max - 1)}…` : why)
}

const refusal = (got: string): CoactError =>
  new CoactError('decision/unfit', 'This is no decision', { got })

const refusalText = (e: unknown): string =>
  isCoactError(e) ? [e.detail.where, e.detail.got].filter(Boolean).join(' ') : safeText(e)
