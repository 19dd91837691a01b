import type { ActionCall, Json, Manual, Say } from '../../engine/index.js'
import { isCoactError, limits, safeText } from '../../engine/index.js'
import type { OuterSeat } from './seat.js'

/** A tool, before any library knows of it. */
export interface SeatTool {
  readonly name: 'observe' | 'legal_actions' | 'act' | 'send' | 'wait'
  readonly description: string
  /** A JSON Schema of an object. */
  readonly input: Json
  readonly isReadOnly: boolean
  /** @throws CoactError `seat/…` */
  call(args: Readonly<Record<string, unknown>>, signal: AbortSignal): Promise<object>
}

/** Milliseconds that an action waits for the others; then `wait` tells what came of it. */
const ACT_MS = 10_000
const WAIT_SECONDS = 25
const WAIT_SECONDS_MAX = 300
const LISTED = 200

/** The tools with which a seat is played. */
export function seatTools(seat: OuterSeat): readonly SeatTool[] {
  const { manual } = seat
  return [
    {
      name: 'observe',
      description:
        'What the agent perceives now. status "act": a decision is waited for; "wait": others decide; "over": it has ended.',
      input: object({}),
      isReadOnly: true,
      call: async () => seat.view(),
    },
    {
      name: 'legal_actions',
      description:
        'Every action that is legal now, ready for act; and the same as commands in words, where the world has them. With many, filter by words.',
      input: object({
        filter: {
          type: 'string',
          maxLength: 200,
          description: 'Only those with all of these words',
        },
        limit: { type: 'integer', minimum: 1, maximum: 10_000, default: LISTED },
      }),
      isReadOnly: true,
      call: async (args) => legalOf(seat, args),
    },
    {
      name: 'act',
      description: `Decides this tick: ${manual.actionsPerTick === 1 ? 'one action' : `up to ${manual.actionsPerTick} actions`}, or none. Tells what came of it when the others have decided too.`,
      input: object(actShape(manual), ['do']),
      isReadOnly: false,
      call: (args, signal) => actWith(seat, args, signal),
    },
    {
      name: 'send',
      description: 'Says something to others. It goes out with the next act.',
      input: object(sendShape(manual), ['to']),
      isReadOnly: false,
      call: async (args) => ({ queued: seat.say(messageOf(args)) }),
    },
    {
      name: 'wait',
      description: `Waits until a decision is wanted again, or it is over, for at most so many seconds; then tells what observe tells.`,
      input: object({
        seconds: { type: 'number', minimum: 0, maximum: WAIT_SECONDS_MAX, default: WAIT_SECONDS },
      }),
      isReadOnly: true,
      async call({ seconds = WAIT_SECONDS }, signal) {
        await seat.asked(within(1000 * (seconds as number), signal))
        return seat.view()
      },
    },
  ]
}

/** What a tool's caller is told of something that went wrong: one that can be mended, in words. */
export const toldError = (e: unknown): string =>
  isCoactError(e) ? e.message : `It failed: ${safeText(e)}`

function object(
  properties: Readonly<Record<string, Json>>,
  required: readonly string[] = [],
): Json {
  return { type: 'object', properties, required, additionalProperties: false }
}

function actShape({ actions, actionsPerTick, takesCommands }: Manual): Record<string, Json> {
  const typed = actions.map(({ name, text, args }) => ({
    type: 'object',
    ...(text === undefined ? {} : { description: text }),
    properties: { action: { const: name }, args },
    required: hasRequired(args) ? ['action', 'args'] : ['action'],
    additionalProperties: false,
  }))
  const command = {
    type: 'object',
    description: 'A command in the words of the world',
    properties: { text: { type: 'string', maxLength: limits.ACTION_TEXT_CHARS_MAX } },
    required: ['text'],
    additionalProperties: false,
  }
  return {
    do: {
      type: 'array',
      maxItems: actionsPerTick,
      items: { anyOf: takesCommands ? [...typed, command] : typed },
      description: 'The actions, in order; an empty list does nothing.',
    },
    why: { type: 'string', maxLength: 4096, description: 'Your reason; it is kept in the replay.' },
  }
}

const hasRequired = (args: Json): boolean =>
  ((args as { readonly required?: readonly unknown[] }).required ?? []).length > 0

function sendShape({ messages, protocols }: Manual): Record<string, Json> {
  const types = ['text', 'data', ...messages.map((m) => m.type)]
  return {
    to: {
      type: 'string',
      maxLength: limits.RECIPIENTS_CHARS_MAX,
      description: '"all", "team", or names joined by commas',
    },
    text: { type: 'string', maxLength: limits.MESSAGE_BYTES_MAX, description: 'Plain words' },
    type: {
      type: 'string',
      maxLength: limits.AGENT_NAME_CHARS_MAX,
      description: `What kind of body it has: ${types.join(', ')}${protocols.length === 0 ? '' : '; or a type of a protocol'}`,
    },
    body: { description: 'The body of a message that is not plain words' },
    ...(protocols.length === 0
      ? {}
      : {
          protocol: { enum: protocols.map((p) => p.id) },
          conversation: { type: 'string', maxLength: limits.MESSAGE_ID_CHARS_MAX },
          replyTo: { type: 'string', maxLength: limits.MESSAGE_ID_CHARS_MAX },
          deadline: { type: 'integer', minimum: 1 },
        }),
  }
}

function messageOf({ to, text, type, body, ...rest }: Readonly<Record<string, unknown>>): Say {
  if (type === undefined && body === undefined)
    return { to: to as string, type: 'text', body: (text ?? '') as string }
  const words = text === undefined ? {} : { text }
  return { to, type: type ?? 'data', body: body ?? {}, ...words, ...rest } as Say
}

async function actWith(
  seat: OuterSeat,
  { do: acts, why }: Readonly<Record<string, unknown>>,
  signal: AbortSignal,
): Promise<object> {
  const given = (acts as readonly object[]).map((act) =>
    'action' in act && !('args' in act) ? { ...act, args: {} } : act,
  )
  const outcome = seat.decide({
    do: given as readonly ActionCall[],
    ...(why === undefined ? {} : { why: why as string }),
  })
  const impatient = within(ACT_MS, signal)
  const late = new Promise<undefined>((resolve) => {
    if (impatient.aborted) resolve(undefined)
    impatient.addEventListener('abort', () => resolve(undefined))
  })
  const came = await Promise.race([outcome, late])
  const { agent, status, tick, end } = seat.view()
  const now = { agent, status, tick, ...(end === undefined ? {} : { end }) }
  if (came !== undefined) return { came, now }
  outcome.catch(() => {})
  return {
    decided: true,
    next: 'Others still decide: call wait. Then observe tells what came of it.',
    now,
  }
}

function legalOf(
  seat: OuterSeat,
  { filter = '', limit = LISTED }: Readonly<Record<string, unknown>>,
) {
  const words = (filter as string).toLowerCase().split(/\s+/)
  const all = seat.legal().map((call) => ({ call, command: seat.manual.command(call) }))
  const found = all.filter((entry) => {
    const text = JSON.stringify(entry).toLowerCase()
    return words.every((word) => text.includes(word))
  })
  const shown = found.slice(0, limit as number)
  const commands = shown.flatMap(({ command }) => command ?? [])
  return {
    total: all.length,
    found: found.length,
    actions: shown.map(({ call }) => call),
    ...(commands.length === 0 ? {} : { commands }),
  }
}

const within = (ms: number, signal: AbortSignal): AbortSignal =>
  AbortSignal.any([signal, AbortSignal.timeout(ms)])
