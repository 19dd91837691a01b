import { z } from 'zod'
import { actionCatalog } from './actions.js'
import type { BusInput } from './bus-rules.js'
import type { Json } from './docs.js'
import type { Scenario } from './scenario.js'
import { type ActionCall, type AnyWorld, type ArgShape, argsSchema } from './world.js'

/** One kind of action as a player may read of it. */
export interface ActionManual {
  readonly name: string
  /** One sentence. */
  readonly text?: string
  /** A JSON Schema of its arguments, an object. */
  readonly args: Json
  /** Whether all ways to do it can be listed. */
  readonly isEnumerable: boolean
}

/** A typed message as a player may read of it. */
export interface MessageManual {
  readonly type: string
  /** A JSON Schema of its body, an object. */
  readonly body: Json
}

/** A protocol as a player may read of it. */
export interface ProtocolManual {
  readonly id: string
  /** One sentence. */
  readonly text?: string
  /** Types of messages that begin a conversation. */
  readonly opens: readonly string[]
  readonly messages: readonly MessageManual[]
}

/** What a player may read of an episode before it begins; it says nothing of the state. */
export interface Manual {
  /** Id of the world. */
  readonly world: string
  readonly title: string
  readonly profile: string
  /** How the world is played, where it says so apart from its descriptions. */
  readonly rules?: string
  /** Everyone who takes part, in the order of the seats. */
  readonly seats: readonly { readonly name: string; readonly team: string; readonly role: string }[]
  /** The last tick. */
  readonly horizon: number
  readonly actions: readonly ActionManual[]
  readonly actionsPerTick: number
  /** Typed messages of the world itself. */
  readonly messages: readonly MessageManual[]
  readonly protocols: readonly ProtocolManual[]
  /** How messages travel, and what they cost. */
  readonly bus: BusInput
  /** Whether observations can be read in words, as `turn.text`. */
  readonly hasWords: boolean
  /** Whether actions may be given as text commands. */
  readonly takesCommands: boolean
  /** An action as a text command; undefined where the world has none. */
  command(call: ActionCall): string | undefined
}

/**
 * Writes the manual of a scenario.
 *
 * @example
 * manualOf(scenario).actions.map((a) => a.name) // ['move', 'eat']
 */
export function manualOf({
  world,
  profile,
  params,
  agents,
  horizon,
  protocols,
  bus,
}: Pick<
  Scenario,
  'world' | 'profile' | 'params' | 'agents' | 'horizon' | 'protocols' | 'bus'
>): Manual {
  const rules = world.rules?.(params as never, profile)
  const { format } = world
  return Object.freeze({
    world: world.id,
    title: world.title ?? world.id,
    profile,
    ...(rules === undefined ? {} : { rules }),
    seats: Object.entries(agents).map(([name, { team, role }]) => ({ name, team, role })),
    horizon,
    actions: actionsOf(world),
    actionsPerTick: world.actionsPerTick ?? 1,
    messages: messagesOf(world.messages ?? {}),
    protocols: protocols.map(({ id, text, opens, messages }) => ({
      id,
      ...(text === undefined ? {} : { text }),
      opens,
      messages: messagesOf(messages),
    })),
    bus,
    hasWords: world.describe !== undefined,
    takesCommands: world.parse !== undefined,
    command: (call: ActionCall) => format?.(call.action, call.args),
  })
}

const messagesOf = (shapes: Readonly<Record<string, ArgShape>>): readonly MessageManual[] =>
  Object.entries(shapes).map(([type, shape]) => ({ type, body: jsonSchema(shape) }))

const known = new WeakMap<AnyWorld, readonly ActionManual[]>()

function actionsOf(world: AnyWorld): readonly ActionManual[] {
  let actions = known.get(world)
  if (actions === undefined) {
    const catalog = actionCatalog(world)
    actions = catalog.names.map((name) => {
      const { text, args } = catalog.definition(name)!
      return {
        name,
        ...(text === undefined ? {} : { text }),
        args: jsonSchema(args),
        isEnumerable: catalog.isEnumerated(name),
      }
    })
    known.set(world, actions)
  }
  return actions
}

/** What a schema cannot say as JSON Schema is left open: validation will tell. */
function jsonSchema(shape: ArgShape): Json {
  const { $schema: _, ...schema } = z.toJSONSchema(argsSchema(shape), {
    io: 'input',
    unrepresentable: 'any',
    // Every whole number has these bounds; they tell nothing.
    override({ jsonSchema }) {
      if (jsonSchema.minimum === Number.MIN_SAFE_INTEGER) delete jsonSchema.minimum
      if (jsonSchema.maximum === Number.MAX_SAFE_INTEGER) delete jsonSchema.maximum
    },
  }) as Readonly<Record<string, Json>>
  return schema
}
