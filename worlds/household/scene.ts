import { z } from 'zod'
import { THING_KINDS } from '../kernels/embodied/index.js'
import { attributeActions } from './attribute-actions.js'

const id = z
  .string()
  .regex(/^[\p{L}\p{N}_]+$/u)
  .max(200)
const name = z.string().min(1).max(300)
const scalar = z.union([z.boolean(), z.number(), z.string().max(4000)])
const properties = z.record(z.string().max(200), z.unknown()).default({})

/** Task categories: the first four are for one agent, the others for several. */
export const CATEGORIES = [
  'direct_command',
  'attribute_reasoning',
  'tool_use',
  'compound_reasoning',
  'explicit_collaboration',
  'implicit_collaboration',
  'compound_collaboration',
] as const

export const roomSchema = z.strictObject({
  id,
  name,
  links: z.array(id).max(1000).default([]),
  properties,
})

export const thingSchema = z.strictObject({
  id,
  name,
  kind: z.enum(THING_KINDS).default('item'),
  /** `in:` or `on:` and the id of a room or thing. */
  at: z
    .string()
    .regex(/^(in|on):[\p{L}\p{N}_]+$/u)
    .max(210),
  /** Kilograms. */
  weight: z.number().min(0).max(1e9).default(0.5),
  container: z.boolean().default(false),
  /** The two rooms that the thing joins: a door. It counts as being in both, and shut (`is_open: false`) lets nobody through. */
  door: z.tuple([id, id]).optional(),
  /** Names of actions for which the thing is a tool. */
  provides: z.array(z.string().max(100)).max(100).default([]),
  states: z.record(z.string().max(200), scalar).default({}),
  properties,
})

export const bodySchema = z.strictObject({
  /** Whom the agent is called in texts; the agent's own name when left out. */
  name: name.optional(),
  /** How many things fit in the hands. */
  grasp: z.number().min(0).max(1000).default(2),
  /** Kilograms that can be carried. */
  strength: z.number().min(0).max(1e9).default(10),
  /** Where the agent begins; the room with the smallest id when left out. */
  start: id.optional(),
  properties,
})

export const checkSchema = z.strictObject({
  thing: id,
  /** `in:x`, `on:x`, or `:x` for either. */
  place: z
    .string()
    .regex(/^(in|on)?:[\p{L}\p{N}_]+$/u)
    .optional(),
  states: z.record(z.string().max(200), z.boolean()).default({}),
  /** Its states count only when several agents changed them together; as the category says when left out. */
  together: z.boolean().optional(),
  /** The thing or place is known not to exist, so that the check can never hold. */
  absent: z.boolean().default(false),
})

export const taskSchema = z.strictObject({
  text: z.string().max(4000),
  category: z.enum(CATEGORIES).default('direct_command'),
  /** The team whose aim it is; everybody's when left out. */
  team: z.string().min(1).max(64).optional(),
  checks: z.array(checkSchema).min(1).max(100),
})

/** The parameters of the household world: a scene, bodies and tasks. */
export const sceneSchema = z.strictObject({
  description: z.string().max(20_000).default(''),
  background: z.string().max(20_000).default(''),
  rooms: z.array(roomSchema).min(1).max(1000),
  things: z.array(thingSchema).max(100_000).default([]),
  /** Attribute actions that can be used in this scene, besides the built-in ones. */
  actions: z.array(z.enum(attributeActions.map((a) => a.name))).default(['open', 'close']),
  /** By agent name; agents left out have the default body. */
  bodies: z.record(z.string(), bodySchema).default({}),
  tasks: z.array(taskSchema).max(100).default([]),
  /** Everything is found from the start. */
  allFound: z.boolean().default(false),
  /** Whether one can go from any room to any other, or only along links and through open doors (profile `strict`). */
  travel: z.enum(['anywhere', 'links']).default('anywhere'),
  /** What ends the episode before its horizon: every agent saying DONE, all tasks done, one team's tasks done, or nothing. */
  ends: z.enum(['done', 'tasks', 'first', 'horizon']).default('tasks'),
})

export type Scene = z.output<typeof sceneSchema>
export type SceneInput = z.input<typeof sceneSchema>
export type Task = z.output<typeof taskSchema>
