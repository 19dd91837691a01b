import { z } from 'zod'
import { busSchema } from './bus-rules.js'
import { limits } from './limits.js'
import { type AnyWorld, type ArgShape, argsSchema } from './world.js'

/** A world of any kind, as far as the compiler can compare it with others. */
export type SomeWorld = Pick<AnyWorld, 'kind' | 'id' | 'version'>

/** The first field of every scenario file. */
export const SCENARIO_FORMAT = 'coact/scenario/1'

const ID = /^[A-Za-z0-9][A-Za-z0-9._-]*$/
/** Names that every object has cannot name an agent: what is noted by name would find them. */
const AGENT =
  /^(?!(?:all|team|constructor|prototype|toString|toLocaleString|valueOf|hasOwnProperty|isPrototypeOf|propertyIsEnumerable)$)(?!__)[A-Za-z_][A-Za-z0-9_.-]*$/
const WORLD = /^[a-z][a-z0-9-]*@[1-9][0-9]*$/
const label = z.string().min(1).max(limits.AGENT_NAME_CHARS_MAX)
const tick = z.int().min(1).max(limits.HORIZON_TICKS_MAX)

const policySchema = z
  .union([
    z.string().min(1).max(200),
    z.strictObject({ use: z.string().min(1).max(200), with: z.unknown() }),
  ])
  .describe('The name of a policy; or, for one that needs more, its name and what it needs.')

const agentSchema = z.strictObject({
  team: label
    .optional()
    .describe('Messages to "team" reach the agents of the same team (default "all").'),
  role: label.optional().describe('Default "agent".'),
  policy: policySchema.optional(),
})

const scriptSchema = z.strictObject({
  at: tick.describe('The tick before whose actions it happens; the first is 1.'),
  event: z.string().min(1).max(200).describe('An event that the world declares.'),
  args: z.record(z.string(), z.unknown()).optional(),
})

/** The shape of a scenario file, as far as it is the same for every world. */
export const scenarioFileSchema = z.strictObject({
  $schema: z.string().max(2000).optional(),
  format: z.literal(SCENARIO_FORMAT),
  id: z.string().regex(ID).max(200),
  title: z.string().min(1).max(4000).optional(),
  world: z
    .string()
    .regex(WORLD)
    .max(100)
    .describe('The world\'s id and version, such as "my-world@1".'),
  profile: z
    .string()
    .min(1)
    .max(100)
    .optional()
    .describe('A rule variant of the world; its first when left out.'),
  params: z.unknown().optional().describe("The world's parameters."),
  agents: z
    .record(z.string().regex(AGENT).max(limits.AGENT_NAME_CHARS_MAX), agentSchema)
    .describe('By name. Their order is that in which actions are applied.'),
  script: z.array(scriptSchema).max(100_000).optional().describe('What happens by itself.'),
  horizon: tick.optional().describe('The last tick (default 1000).'),
  order: z
    .enum(['agents', 'initiative'])
    .optional()
    .describe(
      "In which order actions of one tick are applied: as agents are listed, or shuffled by the seed; the world's own when left out.",
    ),
  bus: busSchema.optional().describe('How messages travel, and what they cost.'),
  protocols: z
    .array(z.string().min(1).max(200))
    .max(32)
    .optional()
    .describe('Names of the protocols that agents may use.'),
  meta: z
    .unknown()
    .optional()
    .describe('Whatever else is worth keeping; Coact does not look at it.'),
})

/** A scenario file whose fields have the right types; what they mean is not checked yet. */
export type ScenarioFile = z.output<typeof scenarioFileSchema>

/** Which policy a scenario file names for an agent. */
export type PolicyChoice = z.output<typeof policySchema>

/**
 * The JSON Schema of scenario files, for editors and for programs that write them.
 *
 * @param world makes it the schema of this world's scenarios, with its parameters, profiles and events
 */
export function scenarioJsonSchema(world?: SomeWorld): Readonly<Record<string, unknown>> {
  const schema = world === undefined ? scenarioFileSchema : worldFileSchema(world as AnyWorld)
  return z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' }) as Readonly<
    Record<string, unknown>
  >
}

function worldFileSchema(world: AnyWorld): z.ZodType {
  const events = Object.entries(world.events ?? {}).map(([name, event]) =>
    scriptSchema.extend({ event: z.literal(name), args: argsSchema(event.args as ArgShape) }),
  )
  const needsParams = !world.params.safeParse({}).success
  return scenarioFileSchema.extend({
    world: z.literal(`${world.id}@${world.version}`),
    profile: z.enum(world.profiles ?? ['default']).optional(),
    params: needsParams ? world.params : world.params.optional(),
    script:
      events.length === 0
        ? z.array(scriptSchema).max(0).optional()
        : z.array(z.union(events)).optional(),
  })
}
