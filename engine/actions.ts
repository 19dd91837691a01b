import { z } from 'zod'
import { CoactError, nearest } from './errors.js'
import type { AgentInput, GivenAction } from './frame.js'
import { limits } from './limits.js'
import { wellFormed } from './plain.js'
import {
  type ActionCall,
  type ActionDefinition,
  type AnyWorld,
  type ArgShape,
  argsSchema,
  type Entity,
  type Rejection,
  type Seat,
  type World,
  zodProblems,
} from './world.js'

/** An action whose arguments have passed their schema. */
export interface ReadyAction {
  readonly action: string
  readonly args: Readonly<Record<string, unknown>>
  readonly command?: string
}

/** An action that could not be read, with the verdict it gets. */
export interface UnreadableAction extends ReadyAction {
  readonly rejection: Rejection
}

type AnyAction = ActionDefinition<never, never, ArgShape>

/** The actions of a world as data: names, schemas and integer ids. Made once per definition. */
export interface ActionCatalog {
  readonly names: readonly string[]
  /** Every enumerable action by its id: actions in declared order, arguments in declared order, the last varying fastest. */
  readonly ids: readonly ActionCall[]
  /** An input for each id. */
  readonly inputs: readonly AgentInput[]
  /** Labels of random streams by action. */
  readonly streams: ReadonlyMap<string, string>
  /** Whether all ways to do an action have ids. */
  isEnumerated(action: string): boolean
  /** The id of an enumerable action, or -1. */
  idOf(call: ActionCall): number
  /** Validates what an agent gave, without looking at the state. */
  read(given: GivenAction, w: World, seat: Seat): ReadyAction | UnreadableAction
  definition(name: string): AnyAction | undefined
}

/** How many whole numbers an argument may have when each must be tried to find the legal ones. */
const TRIED_MAX = 1024

const catalogs = new WeakMap<AnyWorld, ActionCatalog>()

/** The catalog of a world. */
export function actionCatalog(world: AnyWorld): ActionCatalog {
  let catalog = catalogs.get(world)
  if (catalog === undefined) {
    catalog = createCatalog(world)
    catalogs.set(world, catalog)
  }
  return catalog
}

function createCatalog(world: AnyWorld): ActionCatalog {
  const definitions = new Map(Object.entries(world.actions as Record<string, AnyAction>))
  const schemas = new Map([...definitions].map(([name, d]) => [name, argsSchema(d.args)]))
  const names = [...definitions.keys()]
  const ids: ActionCall[] = []
  const enumerated = new Set<string>()
  for (const [name, d] of definitions) {
    const combinations = enumerate(
      d.args,
      d.options === undefined ? TRIED_MAX : limits.ACTION_IDS_MAX,
    )
    if (combinations === undefined || ids.length + combinations.length > limits.ACTION_IDS_MAX)
      continue
    for (const args of combinations)
      ids.push(Object.freeze({ action: name, args: Object.freeze(args) }))
    enumerated.add(name)
  }
  const keys = new Map(ids.map((call, id) => [callKey(call), id]))
  const known = new Map(ids.map((call, id) => [call, id]))

  const unreadable = (
    action: string,
    reject: string,
    text: string,
    command?: string,
  ): UnreadableAction => ({
    action,
    args: {},
    rejection: { reject, text },
    ...(command === undefined ? {} : { command }),
  })
  const readTyped = (call: ActionCall): ReadyAction | UnreadableAction => {
    const name = call.action
    if (typeof name !== 'string' || name === '')
      return unreadable('', 'bad-action', 'An action needs a name')
    const schema = schemas.get(name)
    if (schema === undefined) {
      const near = nearest(name, names)
      return unreadable(
        wellFormed(name.slice(0, limits.AGENT_NAME_CHARS_MAX)),
        'unknown-action',
        `There is no such action${near === undefined ? '.' : `; did you mean ${near}?`} Known: ${names.join(', ')}`,
      )
    }
    const parsed = schema.safeParse(call.args ?? {})
    if (parsed.success) return { action: name, args: parsed.data }
    return unreadable(name, 'bad-arguments', zodProblems(parsed.error).join('; ').slice(0, 500))
  }
  return {
    names,
    ids,
    inputs: ids.map((_, id) => Object.freeze({ do: Object.freeze([Object.freeze({ id })]) })),
    streams: new Map(names.map((name) => [name, `action:${name}`])),
    isEnumerated: (action) => enumerated.has(action),
    idOf: (call) => known.get(call) ?? keys.get(callKey(call)) ?? -1,
    definition: (name) => definitions.get(name),
    read(given, w, seat) {
      if (given === null || typeof given !== 'object')
        return unreadable('', 'bad-action', 'An action is an object')
      const { id, text } = given as { readonly id?: number; readonly text?: string }
      if (text !== undefined) return readText(world, text, w, seat, definitions, unreadable)
      if (id !== undefined) {
        const call = Number.isInteger(id) ? ids[id] : undefined
        return call ?? unreadable('', 'unknown-action', `Action ids go from 0 to ${ids.length - 1}`)
      }
      return readTyped(given as ActionCall)
    },
  }
}

function readText(
  world: AnyWorld,
  text: string,
  w: World,
  seat: Seat,
  definitions: ReadonlyMap<string, AnyAction>,
  unreadable: (action: string, reject: string, text: string, command?: string) => UnreadableAction,
): ReadyAction | UnreadableAction {
  if (typeof text !== 'string') return unreadable('', 'bad-action', 'A command is a text')
  if (text.length > limits.ACTION_TEXT_CHARS_MAX) {
    const shown = wellFormed(text.slice(0, 200))
    return unreadable(
      '',
      'command-too-long',
      `At most ${limits.ACTION_TEXT_CHARS_MAX} characters`,
      shown,
    )
  }
  if (world.parse === undefined)
    return unreadable('', 'no-text-commands', 'This world takes typed actions only', text)
  const call = world.parse(w, text, seat)
  if ((call as Partial<Rejection>).reject !== undefined) {
    return { action: '', args: {}, command: text, rejection: call as Rejection }
  }
  const { action, args } = call as ActionCall
  if (!definitions.has(action))
    throw new CoactError('action/unknown', `There is no action "${action}"`)
  return { action, args, command: text }
}

const callKey = (call: ActionCall): string =>
  `${call.action} ${JSON.stringify(Object.entries(call.args).sort())}`

/**
 * All combinations of arguments, or undefined when some argument has no finite list of values.
 *
 * @param most how many whole numbers an argument may have
 */
function enumerate(shape: ArgShape, most: number): Record<string, unknown>[] | undefined {
  let combinations: Record<string, unknown>[] = [{}]
  for (const [name, schema] of Object.entries(shape)) {
    const values = finiteValues(schema, most)
    if (values === undefined) return undefined
    if (combinations.length * values.length > limits.ACTION_IDS_MAX) return undefined
    combinations = combinations.flatMap((c) => values.map((v) => ({ ...c, [name]: v })))
  }
  return combinations
}

interface FiniteSchema {
  readonly type?: string
  readonly const?: unknown
  readonly enum?: readonly unknown[]
  readonly minimum?: number
  readonly maximum?: number
  readonly exclusiveMinimum?: number
  readonly exclusiveMaximum?: number
}

function finiteValues(schema: z.ZodType, most: number): readonly unknown[] | undefined {
  let json: FiniteSchema
  try {
    json = z.toJSONSchema(schema) as FiniteSchema
  } catch {
    return undefined
  }
  // A schema may refuse more than its JSON form can tell.
  return valuesOf(json, most)?.filter((value) => schema.safeParse(value).success)
}

function valuesOf(json: FiniteSchema, most: number): readonly unknown[] | undefined {
  if (json.const !== undefined) return [json.const]
  if (json.enum !== undefined) return json.enum
  if (json.type === 'boolean') return [false, true]
  const from = json.minimum ?? (json.exclusiveMinimum ?? NaN) + 1
  const n = (json.maximum ?? (json.exclusiveMaximum ?? NaN) - 1) - from + 1
  return json.type === 'integer' && n <= most
    ? Array.from({ length: n }, (_, i) => from + i)
    : undefined
}

/** Says whether an action is legal now; undefined when it is. */
export function checkAction(
  catalog: ActionCatalog,
  w: World,
  me: Entity,
  call: ActionCall,
  seat: Seat,
): Rejection | undefined {
  const d = catalog.definition(call.action)
  if (d === undefined) throw new CoactError('action/unknown', `There is no action "${call.action}"`)
  return d.check?.(w as never, me, call.args as never, seat) ?? undefined
}

/** What is said against an action before it is tried: it cannot be read, or is not legal now; undefined when nothing is. */
export function refusalOf(
  world: AnyWorld,
  given: GivenAction,
  w: World,
  seat: Seat,
): Rejection | undefined {
  const catalog = actionCatalog(world)
  const ready = catalog.read(given, w, seat)
  return 'rejection' in ready ? ready.rejection : checkAction(catalog, w, seat.entity, ready, seat)
}

/**
 * Every legal action of an agent in this state, in a fixed order: enumerable actions as declared, then the others; by the
 * options that an action offers, else by its ids.
 */
export function legalActions(world: AnyWorld, w: World, seat: Seat): ActionCall[] {
  const catalog = actionCatalog(world)
  const out: ActionCall[] = []
  const me = seat.entity
  const add = (call: ActionCall): void => {
    if (checkAction(catalog, w, me, call, seat) === undefined) out.push(call)
  }
  const addOptions = (action: string): void => {
    const { options } = catalog.definition(action)!
    if (options === undefined) return
    for (const args of options(w as never, me, seat))
      add({ action, args: args as ActionCall['args'] })
  }
  let offered = ''
  for (const call of catalog.ids) {
    if (call.action === offered) continue
    if (catalog.definition(call.action)!.options === undefined) add(call)
    else {
      offered = call.action
      addOptions(call.action)
    }
  }
  for (const name of catalog.names) if (!catalog.isEnumerated(name)) addOptions(name)
  return out
}
