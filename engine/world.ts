import { z } from 'zod'
import type { BusInput } from './bus-rules.js'
import type { Column } from './column.js'
import type { Json } from './docs.js'
import { CoactError } from './errors.js'
import { type ComponentShapes, type Components, parts } from './fields.js'
import type { Game } from './game.js'
import type { ActionModel } from './model.js'
import type { Pairs } from './pairs.js'
import type { Relation } from './relation.js'
import type { Rng } from './rng.js'
import type { EffectDefinition, VectorView } from './world-parts.js'

/** An entity's number; 0 is none. */
export type Entity = number

/** An agent's place in an episode. */
export interface Seat {
  readonly index: number
  readonly name: string
  readonly team: string
  readonly role: string
  /** The agent's entity with the lowest number, or 0 when it owns none. */
  readonly entity: Entity
  /** All entities that belong to the agent, ascending. */
  readonly entities: readonly Entity[]
}

type Names<C> = Extract<keyof C, string>
type ShapeOf<C> = Omit<C, typeof parts>
type PartsOf<C> = C extends { readonly [parts]: infer T } ? T : object
type RelationsOf<C> = PartsOf<C> extends { readonly relations: infer R } ? R : object
type SetsOf<C> =
  PartsOf<C> extends { readonly sets: infer N extends readonly string[] } ? N[number] : never
type StateOf<C> =
  PartsOf<C> extends { readonly state: infer Z extends z.ZodType } ? z.output<Z> : undefined

/** Values to give to components when spawning or adding; fields left out are 0. */
export type ComponentValues<C> = {
  readonly [K in Names<C>]?: { readonly [F in Extract<keyof C[K], string>]?: number }
}

/** Values of open-ended attributes. */
export type AttributeValue =
  | boolean
  | number
  | string
  | readonly Json[]
  | { readonly [k: string]: Json }

/** The open-ended attributes of entities: any name, any JSON value except null. */
export interface Attributes {
  get(entity: Entity, name: string): AttributeValue | undefined
  set(entity: Entity, name: string, value: AttributeValue): void
  delete(entity: Entity, name: string): void
  has(entity: Entity, name: string): boolean
  /** Names in the order in which they were first used anywhere in the episode. */
  names(entity: Entity): string[]
  entries(entity: Entity): [string, AttributeValue][]
}

/** A many-to-many relation. */
export interface EntitySet {
  has(entity: Entity, member: Entity): boolean
  add(entity: Entity, member: Entity): void
  delete(entity: Entity, member: Entity): void
  clear(entity: Entity): void
  /** Members, ascending. */
  members(entity: Entity): Entity[]
}

/**
 * One episode's state as world code sees it. Its functions need no `this`. Everything that changes the state goes through
 * it, so that each change is recorded with its cause.
 */
export interface World<C = Components, P = unknown> {
  /** The columns: `w.c.Body.x.get(e)`, `w.c.Body.x.set(e, 3)`. */
  readonly c: {
    readonly [K in Names<ShapeOf<C>>]: { readonly [F in Extract<keyof C[K], string>]: Column }
  }
  readonly params: P
  /** The rule variant that was chosen; the world's first when none was. */
  readonly profile: string
  readonly agents: readonly Seat[]
  readonly tick: number
  /** Indices of the agents who are asked for this tick, ascending; the same all through the tick. */
  readonly asked: readonly number[]
  /** The random stream of whatever is running now: setup, an action, a system, an event. */
  readonly rng: Rng
  /** A stream of its own, such as the deck of a card game. */
  stream(label: string): Rng
  /** Makes an entity. `owner` names it or gives it to an agent. */
  spawn(values: ComponentValues<C>, owner?: Seat | string): Entity
  remove(entity: Entity): void
  add<K extends Names<C>>(entity: Entity, component: K, values?: ComponentValues<C>[K]): void
  drop(entity: Entity, component: Names<C>): void
  has(entity: Entity, component: Names<C>): boolean
  isAlive(entity: Entity): boolean
  /** Living entities that have all the components, ascending. The array is shared: do not change it. */
  each(...components: readonly Names<C>[]): Int32Array
  count(component: Names<C>): number
  /** The entity of a name, or 0. */
  entity(name: string): Entity
  nameOf(entity: Entity): string
  /** Names an entity that has no name yet. */
  name(entity: Entity, name: string): void
  /** The agent that an entity belongs to. */
  seatOf(entity: Entity): Seat | undefined
  /** The number of a text, for `str` columns. */
  intern(text: string): number
  text(id: number): string
  readonly rel: { readonly [K in Extract<keyof RelationsOf<C>, string>]: Relation }
  readonly sets: { readonly [K in SetsOf<C>]: EntitySet }
  readonly attributes: Attributes
  /** The attribute rows themselves, for code that cannot afford names and JSON. */
  readonly rows: Pairs
  /** The world's JSON document. */
  readonly state: StateOf<C>
  /** Changes the JSON document through a draft. */
  update(recipe: (draft: StateOf<C>) => void): void
  /** Adds something that happened to the frame; untracked episodes have no events. */
  emit(type: string, data?: Json): void
  /** Notes what the running action looked at. */
  reads(...entities: readonly Entity[]): void
  /** Who took a contested thing earlier in this tick. */
  takenBy(entity: Entity): Seat | undefined
  /** What an agent attempts in this tick, as far as it could be read; undefined between ticks, when one only looks. */
  attempts(agent: Seat): readonly ActionCall[] | undefined
  /** What came of an agent's actions so far in this tick: whether one was accepted; undefined before any, and between ticks. */
  acted(agent: Seat): boolean | undefined
  /** What `index` of the definition made for this episode. */
  readonly index: unknown
}

/** The shape of an action's arguments: names with schemas. */
export type ArgShape = Readonly<Record<string, z.ZodType>>
export type ArgsOf<A extends ArgShape> = {
  readonly [K in keyof A as undefined extends z.output<A[K]> ? never : K]: z.output<A[K]>
} & {
  readonly [K in keyof A as undefined extends z.output<A[K]> ? K : never]?: z.output<A[K]>
}

/** The answer to an action that may not be, or could not be, done. Nothing may have been changed by then. */
export interface Rejection {
  /** A stable code in kebab case. */
  readonly reject: string
  /** Refused before trying (default), or failed while trying. */
  readonly stage?: 'check' | 'effect'
  readonly text?: string
  readonly data?: Json
  /** The thing that stood in the way: if somebody else took it in this tick, the verdict becomes `conflict`. */
  readonly over?: Entity
}

/** What an accepted action reports. */
export interface Applied {
  /** What was done, as a code in kebab case. */
  readonly note?: string
  readonly text?: string
  readonly data?: Json
  /** The contested thing that the action took. */
  readonly took?: Entity
}

/** One kind of action of a world. */
export interface ActionDefinition<C, P, A extends ArgShape> {
  /** Schemas of the arguments, by name. */
  readonly args: A
  /** One sentence for people and models. */
  readonly text?: string
  /** Arguments worth trying now: for actions whose arguments are not all enumerable, or of which few are legal. */
  options?(w: World<C, P>, me: Entity, seat: Seat): Iterable<ArgsOf<A>>
  /** Says why the action is not legal now, or nothing. It must not change anything. */
  // biome-ignore lint/suspicious/noConfusingVoidType: a function without a return statement is legal here
  check?(w: World<C, P>, me: Entity, args: ArgsOf<A>, seat: Seat): Rejection | undefined | void
  /** Does it. */
  apply(w: World<C, P>, me: Entity, args: ArgsOf<A>, seat: Seat): Outcome
}

/** What doing an action comes to; nothing stands for an applied action without a report. */
// biome-ignore lint/suspicious/noConfusingVoidType: a function without a return statement is legal here
export type Outcome = Rejection | Applied | undefined | void

/** A rule that runs each tick after the actions. The plain function's stream is named by its position, the other's by its id. */
export type System<C, P> =
  | ((w: World<C, P>) => void)
  | { readonly id: string; readonly run: (w: World<C, P>) => void }

/** Something that a scenario's script can make happen by name. */
export interface EventDefinition<C, P, A extends ArgShape> {
  readonly args: A
  apply(w: World<C, P>, args: ArgsOf<A>): void
}

/** The same value, not to be changed. */
export type DeepReadonly<T> = T extends (...args: never[]) => unknown
  ? T
  : T extends object
    ? { readonly [K in keyof T]: DeepReadonly<T[K]> }
    : T

/** How far one aim of the scenario is reached. */
export interface Goal {
  readonly id: string
  readonly text: string
  /** 0 to 1. */
  readonly progress: number
  readonly done: boolean
  /** Whose aim it is, where teams play against each other; everyone's when left out. */
  readonly team?: string
}

/** Who is asked each tick: all, one after the other, or what a function of the state says (agent indices, ascending). */
export type Turns<C, P> = 'simultaneous' | 'sequential' | ((w: World<C, P>) => readonly number[])

/**
 * How the actions of one tick meet. `in-order`: each is judged on what the one before it left. `at-once`: each is judged on
 * the state with which the tick began, then once more when its turn comes; what only somebody else's action of the same
 * tick made impossible is a `conflict` with that agent.
 */
export type Resolution = 'in-order' | 'at-once'

/** What {@link defineWorld} takes. */
export interface WorldSpec<
  Id extends string = string,
  PS extends z.ZodType = z.ZodType,
  C = Components,
  OS extends z.ZodType = z.ZodType,
  A extends Readonly<Record<string, ArgShape>> = Readonly<Record<string, ArgShape>>,
  M extends Readonly<Record<string, ArgShape>> = Readonly<Record<string, ArgShape>>,
  E extends Readonly<Record<string, ArgShape>> = Readonly<Record<string, ArgShape>>,
> {
  readonly id: Id
  readonly version: number
  readonly title?: string
  /** How it is played by a profile (the first when left out), in a few sentences for those who never saw it. */
  rules?(params: z.output<PS>, profile?: string): string
  readonly params: PS
  /** Named rule variants; the first is the default. */
  readonly profiles?: readonly string[]
  /** Finds what a schema cannot see in parameters that fit it: every problem, not just the first. */
  validate?(params: z.output<PS>): readonly Problem[]
  readonly components: C
  readonly observation: OS
  readonly actions: { readonly [K in keyof A]: ActionDefinition<C, z.output<PS>, A[K]> }
  /** Bodies of typed messages by name; `text` and `data` (any JSON object) are always possible. */
  readonly messages?: M
  /** How messages travel where a scenario does not say otherwise. */
  bus?(params: z.output<PS>): BusInput
  /** Whether one agent hears another now, for scenarios whose messages reach who hears. */
  hears?(w: World<C, z.output<PS>>, listener: Seat, speaker: Seat): boolean
  /** What acts of protocols do here, by the effect's name; others only happen. */
  readonly effects?: Readonly<Record<string, EffectDefinition<C, z.output<PS>>>>
  readonly events?: { readonly [K in keyof E]: EventDefinition<C, z.output<PS>, E[K]> }
  readonly turns?: Turns<C, z.output<PS>>
  /** In which order the actions of one tick are applied: by agent (default), or shuffled by the stream `initiative`. */
  readonly order?: 'agents' | 'initiative'
  /** One for all profiles, or by profile; `in-order` when left out. */
  readonly resolution?: Resolution | Readonly<Record<string, Resolution>>
  readonly actionsPerTick?: number
  setup(w: World<C, z.output<PS>>, params: z.output<PS>): void
  /** Makes what is derived from the state and never saved; runs after setup and after each restore. */
  index?(w: World<C, z.output<PS>>): unknown
  readonly systems?: readonly System<C, z.output<PS>>[]
  observe(w: World<C, z.output<PS>>, me: Entity, seat: Seat): DeepReadonly<z.output<OS>>
  /** The observation in words, for language models and people. */
  describe?(w: World<C, z.output<PS>>, me: Entity, seat: Seat): string
  /** Reads a text command. The arguments it gives must fit the action's schemas: they are not checked again. */
  parse?(w: World<C, z.output<PS>>, text: string, seat: Seat): ActionCall | Rejection
  /** Writes an action as a text command. */
  format?(action: string, args: Readonly<Record<string, unknown>>): string
  /** What is done for an agent that was asked and gave no usable action. */
  fallback?(w: World<C, z.output<PS>>, me: Entity, seat: Seat): ActionCall | undefined
  /** The rules of a profile in a form in which agents can plan. */
  model?(profile: string): ActionModel
  /** The rules as a game that solvers can walk, for worlds that are one. */
  game?(params: z.output<PS>): Game
  /** That game's state as it stands: a view, not to be written or kept. */
  position?(w: World<C, z.output<PS>>): Int32Array
  /**
   * Whether every agent sees the whole state; `imperfect` when left out. With `perfect` information a policy may try out
   * what would come of its actions.
   */
  information?(params: z.output<PS>): 'perfect' | 'imperfect'
  /** Observations as numbers, for those who train. */
  readonly vector?: VectorView<C, z.output<PS>>
  reward?(w: World<C, z.output<PS>>, me: Entity, seat: Seat): number
  goals?(w: World<C, z.output<PS>>): readonly Goal[]
  done?(w: World<C, z.output<PS>>): boolean
}

/** A world, made by {@link defineWorld}. */
export interface WorldDefinition<
  Id extends string = string,
  PS extends z.ZodType = z.ZodType,
  C = Components,
  OS extends z.ZodType = z.ZodType,
  A extends Readonly<Record<string, ArgShape>> = Readonly<Record<string, ArgShape>>,
  M extends Readonly<Record<string, ArgShape>> = Readonly<Record<string, ArgShape>>,
  E extends Readonly<Record<string, ArgShape>> = Readonly<Record<string, ArgShape>>,
> extends WorldSpec<Id, PS, C, OS, A, M, E> {
  readonly kind: 'world'
}

/** One thing wrong in a scenario. */
export interface Problem {
  /** Where, such as `params.objects.3.location`. */
  readonly path: string
  readonly message: string
  readonly expected?: string
  readonly got?: string
}

/** An action by name. */
export interface ActionCall {
  readonly action: string
  readonly args: Readonly<Record<string, unknown>>
}

/** Any world, for code that serves them all. */
export type AnyWorld = WorldDefinition

const ID = /^[a-z][a-z0-9]*(-[a-z0-9]+)*$/
const RESERVED = new Set(['command', 'pass'])

/**
 * Defines a world: one object from which columns, types, validation, model tools and reference pages are made.
 * It holds no state; each episode gets its own.
 *
 * @throws CoactError `world/id`, `world/action-name`, `world/version`
 * @example
 * const C = components({ Body: { x: i16 } })
 * const line = defineWorld({
 *   id: 'line', version: 1, params: z.object({}), components: C,
 *   observation: z.object({ x: z.int() }),
 *   actions: { step: { args: { by: z.enum(['left', 'right']) }, apply(w, me, { by }) { w.c.Body.x.add(me, by === 'left' ? -1 : 1) } } },
 *   setup(w) { for (const agent of w.agents) w.spawn({ Body: {} }, agent) },
 *   observe: (w, me) => ({ x: w.c.Body.x.get(me) }),
 * })
 */
export function defineWorld<
  const Id extends string,
  PS extends z.ZodType,
  C extends ComponentShapes,
  OS extends z.ZodType,
  A extends Readonly<Record<string, ArgShape>>,
  M extends Readonly<Record<string, ArgShape>> = Record<never, ArgShape>,
  E extends Readonly<Record<string, ArgShape>> = Record<never, ArgShape>,
  const R extends DeepReadonly<z.output<OS>> = DeepReadonly<z.output<OS>>,
>(
  definition: Omit<WorldSpec<Id, PS, C, OS, A, M, E>, 'observe'> & {
    observe(w: World<C, z.output<PS>>, me: Entity, seat: Seat): R
  },
): WorldDefinition<Id, PS, C, OS, A, M, E> {
  if (!ID.test(definition.id)) {
    throw new CoactError('world/id', `"${definition.id}" cannot be a world's id`, {
      expected: 'lower-case words joined by hyphens',
      next: 'Rename it.',
    })
  }
  if (!Number.isInteger(definition.version) || definition.version < 1) {
    throw new CoactError('world/version', 'A version is a whole number from 1', {
      where: definition.id,
      got: String(definition.version),
      next: 'Raise it whenever the rules change.',
    })
  }
  for (const action of Object.keys(definition.actions)) {
    if (/^[a-z][A-Za-z0-9_]*$/.test(action) && !RESERVED.has(action)) continue
    throw new CoactError('world/action-name', `"${action}" cannot name an action`, {
      where: `${definition.id}.actions`,
      expected: `a lower-case letter, then letters, digits or underscores; not ${[...RESERVED].join(' or ')}`,
      next: 'Rename it.',
    })
  }
  return Object.freeze({ kind: 'world', ...definition })
}

/** A schema's complaints as lines of `path: message`. */
export const zodProblems = (error: z.ZodError, prefix = ''): string[] =>
  error.issues.map((i) => {
    const path = [...(prefix === '' ? [] : [prefix]), ...i.path.map(String)].join('.')
    return `${path === '' ? '(root)' : path}: ${i.message}`
  })

/** A world's arguments as one strict object schema. */
export const argsSchema = (shape: ArgShape): z.ZodType<Record<string, unknown>> =>
  z.strictObject(shape as Record<string, z.ZodType>) as z.ZodType<Record<string, unknown>>
