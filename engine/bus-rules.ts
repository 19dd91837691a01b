import { z } from 'zod'
import { CoactError } from './errors.js'
import { limits } from './limits.js'
import { schemaProblems } from './problems.js'

const name = z.string().min(1).max(limits.AGENT_NAME_CHARS_MAX)
const ticks = z.int().min(0).max(1000)
const latency = z
  .union([ticks, z.strictObject({ from: ticks, to: ticks })])
  .describe(
    'Ticks that a message takes beyond the one that every message takes; a span is drawn from.',
  )
const loss = z.number().min(0).max(1).describe('Probability that a message gets lost.')

/** The shape of a scenario's `bus`. */
export const busSchema = z.strictObject({
  topology: z
    .union([
      z.enum(['all', 'team', 'range', 'none']),
      z.record(name, z.array(name).max(limits.AGENTS_MAX)),
    ])
    .optional()
    .describe(
      'Whom agents can reach: all (default), their team, who the world says hears them, nobody; or by name of the sender.',
    ),
  latency: latency.optional(),
  loss: loss.optional(),
  links: z
    .array(
      z.strictObject({ from: name, to: name, latency: latency.optional(), loss: loss.optional() }),
    )
    .max(4096)
    .optional()
    .describe(
      'Links that differ from the others, by sender and receiver; "*" is everyone. The last that fits counts.',
    ),
  budget: z
    .strictObject({
      tokens: z.int().min(0).optional().describe('Tokens a tick.'),
      burst: z
        .int()
        .min(0)
        .optional()
        .describe('Tokens that can be saved up (default: those of one tick).'),
      bytes: z.int().min(0).optional().describe('Bytes a tick.'),
      messages: z
        .int()
        .min(0)
        .max(limits.MESSAGES_PER_AGENT_PER_TICK_MAX)
        .optional()
        .describe('Messages a tick.'),
      over: z
        .enum(['refuse', 'truncate'])
        .optional()
        .describe('What becomes of a text that has too many tokens; anything else is refused.'),
    })
    .optional(),
  cost: z
    .strictObject({
      message: z.number().optional().describe('Reward that a message costs.'),
      token: z.number().optional().describe('Reward that a token costs, for each receiver.'),
      ticks: z
        .int()
        .min(0)
        .max(1000)
        .optional()
        .describe('Ticks, that of the message first, in which its sender cannot act.'),
    })
    .optional(),
})

/** How messages travel and what they cost; everything is optional. */
export type BusInput = z.input<typeof busSchema>

/** A span of ticks, both ends included. */
interface Span {
  readonly from: number
  readonly to: number
}

export interface Link {
  readonly latency: Span
  readonly loss: number
}

/** How messages of an episode travel. */
export interface BusRules {
  /** Whether anything differs from a bus that reaches all, next tick, for nothing. */
  readonly isPlain: boolean
  readonly topology: NonNullable<BusInput['topology']>
  /** The link between two agents, by name. */
  link(from: string, to: string): Link
  readonly budget: {
    readonly tokens: number
    readonly burst: number
    readonly bytes: number
    readonly messages: number
    readonly truncates: boolean
  }
  readonly cost: { readonly message: number; readonly token: number; readonly ticks: number }
}

/** Reads what a scenario says of its bus. @throws CoactError `bus/invalid`, with all problems */
export function parseBus(given: BusInput | undefined): BusInput {
  const parsed = busSchema.safeParse(given ?? {})
  if (parsed.success) return parsed.data
  throw new CoactError('bus/invalid', 'The bus cannot be like that', {
    where: 'bus',
    got: schemaProblems(busSchema, parsed.error, given, ['bus'])
      .map((p) => `${p.path}: ${p.message}`)
      .join('; '),
    next: 'Correct these fields.',
  })
}

const spanOf = (given: BusInput['latency']): Span => {
  if (typeof given === 'object') return { from: given.from, to: Math.max(given.from, given.to) }
  return { from: given ?? 0, to: given ?? 0 }
}

/** What a bus does by its rules. */
export function busRules(input: BusInput): BusRules {
  const { topology = 'all', links = [], budget = {}, cost = {} } = input
  const usual: Link = { latency: spanOf(input.latency), loss: input.loss ?? 0 }
  const others = links.map((l) => ({
    from: l.from,
    to: l.to,
    link: {
      latency: l.latency === undefined ? usual.latency : spanOf(l.latency),
      loss: l.loss ?? usual.loss,
    },
  }))
  const { tokens = Infinity, bytes = Infinity } = budget
  return {
    isPlain: Object.keys(input).length === 0,
    topology,
    link: (from, to) =>
      others.findLast((l) => (l.from === '*' || l.from === from) && (l.to === '*' || l.to === to))
        ?.link ?? usual,
    budget: {
      tokens,
      burst: Math.max(budget.burst ?? tokens, tokens),
      bytes,
      messages: budget.messages ?? limits.MESSAGES_PER_AGENT_PER_TICK_MAX,
      truncates: budget.over === 'truncate',
    },
    cost: { message: cost.message ?? 0, token: cost.token ?? 0, ticks: cost.ticks ?? 0 },
  }
}
