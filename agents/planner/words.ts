import { z } from 'zod'
import type { Condition, Envelope, FactChange, Json, Say } from '../../engine/index.js'

/** Names that plain data cannot have as keys. */
export const RESERVED: ReadonlySet<string> = new Set(['__proto__', 'constructor', 'prototype'])

const name = z
  .string()
  .max(300)
  .refine((n) => !RESERVED.has(n))
/** A blank of this kind parts a fact's name from its object where beliefs are kept. */
const factName = name.refine((n) => !n.includes('\t'))
const value = z.union([name, z.number(), z.boolean()])
const args = z.record(name, z.json())

const condition = z.strictObject({
  subject: name,
  fact: factName,
  object: name.optional(),
  is: value,
})

/** What one agent is to do in one tick of what several do together. */
const part = z.strictObject({ operator: name, args })

/**
 * What planners tell one another, beside a sentence for people: what they saw, where they look, who does what, when all
 * are ready, and what is done together from which tick on.
 */
const wordsSchema = z.strictObject({
  planner: z.literal(1),
  text: z.string().max(1000).optional(),
  /** The sender's team. */
  team: name.optional(),
  /** Subject, fact, object, value; null: no longer known. */
  facts: z
    .array(z.tuple([name, factName, name, value.nullable()]))
    .max(400)
    .optional(),
  /** What the sender looks into next. */
  looks: name.optional(),
  order: z
    .strictObject({
      agent: name,
      key: name,
      all: z.array(condition).max(100),
      why: z.string().max(1000),
    })
    .optional(),
  /** What the sender has taken upon itself, as it found out how. */
  takes: z.strictObject({ key: name, all: z.array(condition).max(100) }).optional(),
  /** The sender will be ready for what it was asked to do at this tick. */
  ready: z.strictObject({ key: name, at: z.int() }).optional(),
  failed: z.strictObject({ key: name, why: z.string().max(1000) }).optional(),
  /** By tick from `at` on, what each agent does. */
  together: z
    .strictObject({
      key: name,
      at: z.int(),
      ticks: z.array(z.record(name, part)).max(200),
      why: z.string().max(1000),
    })
    .optional(),
  /** The order is over. */
  over: name.optional(),
})

export type Words = z.output<typeof wordsSchema>

type Plain<T> = { -readonly [K in keyof T]?: T[K] | undefined }

/** A message to planners of the same team, or to one of them. */
export const tell = (to: string, words: Plain<Omit<Words, 'planner'>>): Say => ({
  to,
  type: 'data',
  body: JSON.parse(JSON.stringify({ planner: 1, ...words })) as Json,
})

/** What a planner said; undefined for anything else. */
export function hear(message: Envelope): Words | undefined {
  if (message.type !== 'data') return undefined
  const parsed = wordsSchema.safeParse(message.body)
  return parsed.success ? parsed.data : undefined
}

/** Bytes of facts in one message, within what the bus carries. */
const FACTS_BYTES_MAX = 3400
const MESSAGES_MAX = 12

/** Facts in as many messages as they need, the first with what else there is to say; what does not fit waits. */
export function tellFacts(
  to: string,
  facts: readonly FactChange[],
  first: Plain<Pick<Words, 'text' | 'team'>>,
): { readonly say: Say[]; readonly left: readonly FactChange[] } {
  const say: Say[] = []
  let rows: NonNullable<Words['facts']> = []
  let bytes = 0
  const flush = (): void => {
    if (rows.length > 0) say.push(tell(to, { facts: rows, ...(say.length === 0 ? first : {}) }))
    rows = []
    bytes = 0
  }
  for (const [i, { subject, fact, object = '', to }] of facts.entries()) {
    const row: (typeof rows)[number] = [subject, fact, object, to]
    const size = bytesOf(JSON.stringify(row)) + 1
    if (bytes + size > FACTS_BYTES_MAX || rows.length >= 400) flush()
    if (say.length >= MESSAGES_MAX) return { say, left: facts.slice(i) }
    rows.push(row)
    bytes += size
  }
  flush()
  return { say, left: [] }
}

/** UTF-8 bytes, at most: three for anything beyond ASCII. */
function bytesOf(text: string): number {
  let n = text.length
  for (let i = 0; i < text.length; i++) if (text.charCodeAt(i) > 127) n += 2
  return n
}

/** A condition as it is told to somebody else, who then is the one to see to it. */
export const asTold = ({ subject, fact, object, is }: z.output<typeof condition>): Condition =>
  object === undefined ? { subject, fact, is } : { subject, fact, object, is }
