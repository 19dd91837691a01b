import { z } from 'zod'

const kind = z
  .string()
  .regex(/^[a-z][a-z0-9]*(_[a-z0-9]+)*$/)
  .max(40)
const name = z
  .string()
  .regex(/^[\p{L}\p{N}][\p{L}\p{N} '-]*$/u)
  .max(40)
const word = z
  .string()
  .regex(/^[\p{Ll}\p{N}]+(-[\p{Ll}\p{N}]+)*$/u)
  .max(30)
const verbs = z.array(z.string().max(100)).max(40).default([])
const weight = z.number().min(0.01).max(10_000)

/** The traits by which a thing of several of its kind can be told, in the order in which they are said. */
export const TRAITS = ['size', 'colour', 'material'] as const
export type Trait = (typeof TRAITS)[number]

const values = z.array(word).min(2).max(40).optional()

const looksSchema = z
  .strictObject({ colour: values, material: values, size: values })
  .describe('The values that the traits of a thing can have; each needs at least two.')

const roomKindSchema = z.strictObject({
  kind,
  name: name.optional().describe('As people say it; made from the kind when left out.'),
})

const doorKindSchema = z.strictObject({ kind, name: name.optional(), weight })

const thingKindSchema = z.strictObject({
  kind,
  name: name.optional().describe('As people say it; made from the kind when left out.'),
  rooms: z
    .array(kind)
    .max(200)
    .default([])
    .describe('The kinds of rooms in which it is found; all when left out.'),
  weight: z.tuple([weight, weight]).describe('Kilograms, from and to.'),
  container: z.boolean().default(false).describe('Things can be put in it.'),
  lid: z.boolean().default(false).describe('A container that opens and closes.'),
  lock: z.boolean().default(false).describe('Its lid can be locked.'),
  surface: z.boolean().default(false).describe('Things can be put on it.'),
  bears: z.boolean().default(false).describe('Heavy things can be put down on it.'),
  looks: z.string().max(60).optional().describe('Which of the "looks" it has.'),
  verbs: verbs.describe('Attribute actions that can be done to it.'),
  provides: verbs.describe('Attribute actions for which it is the tool.'),
})

/** A file of tables: what generated scenes are made of. Everything may be left out of a file that extends others. */
export const tablesSchema = z.strictObject({
  looks: z.record(z.string().max(60), looksSchema).default({}),
  rooms: z.array(roomKindSchema).max(1000).default([]),
  doors: z.array(doorKindSchema).max(100).default([]),
  furniture: z.array(thingKindSchema).max(5000).default([]),
  items: z.array(thingKindSchema).max(5000).default([]),
})

export type TablesInput = z.input<typeof tablesSchema>
export type Tables = z.output<typeof tablesSchema>
export type Looks = z.output<typeof looksSchema>
export type ThingKind = Tables['items'][number]
