import type { z } from 'zod'
import type { Call } from './calls.js'
import type { Json } from './docs.js'
import type { Episode } from './episode.js'
import type { ActionRecord, Envelope, GivenMessage, MessageRecord } from './frame.js'
import type { Game } from './game.js'
import type { Manual } from './manual.js'
import type { ActionModel } from './model.js'
import type { EpisodeProtocol } from './protocol.js'
import type { Rng } from './rng.js'
import type { Scenario } from './scenario.js'
import type { Talk } from './talks.js'
import type { ActionCall, ArgShape, Goal, Rejection } from './world.js'

/** A message to send, made by `say`. */
export type Say = GivenMessage

/** How an act of a protocol is sent. */
export interface ActOptions {
  /** Whom to open a conversation with (default `all`); within one the protocol says whom it reaches. */
  readonly to?: string | readonly string[]
  /** The conversation that it goes on with; it opens one when left out. */
  readonly in?: string
  readonly replyTo?: string
  /** The last tick of a conversation that it opens; else the last tick in which it is worth anything. */
  readonly deadline?: number
  /** Words beside the body. */
  readonly text?: string
}

type ArgsIn<A extends ArgShape> = {
  readonly [F in keyof A as undefined extends z.input<A[F]> ? never : F]: z.input<A[F]>
} & {
  readonly [F in keyof A as undefined extends z.input<A[F]> ? F : never]?: z.input<A[F]>
}

type Empty<A> = keyof A extends never ? true : false

/** Typed builders of actions: `act.move({ dir: 'e' })`. */
export type ActBuilder<A> = {
  readonly [K in keyof A]: A[K] extends ArgShape
    ? Empty<A[K]> extends true
      ? () => ActionCall
      : (args: ArgsIn<A[K]>) => ActionCall
    : never
}

type Body<M> =
  | string
  | { readonly type: 'data'; readonly [k: string]: Json }
  | {
      [K in keyof M]: M[K] extends ArgShape ? { readonly type: K } & ArgsIn<M[K]> : never
    }[keyof M]

/** Builders of messages. A string is plain text; an object names its type, which may always be `data` with any JSON. */
export interface SayBuilder<M> {
  all(body: Body<M>): Say
  team(body: Body<M>): Say
  to(agent: string | readonly string[], body: Body<M>): Say
  /** An act of a protocol. @example say.act('vote', 'ballot', { for: ['tea'] }, { in: talk.id }) */
  act(protocol: string, type: string, body: Json, options?: ActOptions): Say
}

/** What an agent is given when it is asked. */
export interface Turn<
  O = unknown,
  A = Readonly<Record<string, ArgShape>>,
  M = object,
  Mem = unknown,
> {
  readonly tick: number
  readonly agent: string
  readonly team: string
  readonly role: string
  readonly agents: readonly string[]
  /** What a player may read of the world and of who takes part; the same in every turn. */
  readonly manual: Manual
  /** The aims that are the agent's, or everyone's. */
  readonly goals: readonly Pick<Goal, 'id' | 'text'>[]
  /** What the agent perceives; made when first read. */
  readonly obs: O
  /** The observation in words. @throws CoactError `world/no-description` when the world has none */
  readonly text: string
  readonly act: ActBuilder<A>
  /** An action given as a text command. */
  command(text: string): { readonly text: string }
  readonly say: SayBuilder<M>
  /** Messages that arrived for this tick. */
  readonly inbox: readonly Envelope[]
  /** What became of the agent's own messages of the last tick; of a refused one also what is allowed instead. */
  readonly sent: readonly MessageRecord[]
  /** The agent's conversations; one that is over is there once more, with its outcome. */
  readonly talks: readonly Talk[]
  /** The protocols that may be used. */
  readonly protocols: readonly EpisodeProtocol[]
  /** The agent's own plain data: change it freely, the changes are kept with the episode. */
  readonly memory: Mem
  /** What came of the agent's actions in the last tick. */
  readonly last: readonly ActionRecord[]
  /** Reward of the last tick. */
  readonly reward: number
  /** The world's rules in a form in which one can plan; absent where the world exports none. */
  readonly model: ActionModel | undefined
  /** The world's rules as a game that can be solved; absent where the world is none. */
  readonly game: Game | undefined
  /** A copy of that game's state as it stands; absent where agents do not see the whole state. */
  readonly position: (() => Int32Array) | undefined
  /**
   * A copy of the episode to try actions in, standing where the episode stands; absent where agents do not see the whole
   * state. Each call gives the same copy, set back to now; its luck is not the luck that will come.
   */
  readonly simulation: (() => Episode) | undefined
  /** Asks a language model, through the runner's gateway, so that the call is recorded; absent where the runner has none. */
  readonly call: Call | undefined
  /** Every legal action now. */
  legal(): readonly ActionCall[]
  /** What would be said against an action before it is tried: it cannot be read, or is not legal now; else undefined. */
  refusal(act: Act): Rejection | undefined
  /** The agent's own random stream. */
  readonly rng: Rng
  /** Aborted when the decision is no longer wanted. */
  readonly signal: AbortSignal
  /** Aborted when the episode is over, with its `EndReason` as the reason; absent where the runner does not tell. */
  readonly over: AbortSignal | undefined
}

/** An action in a decision. */
export type Act = ActionCall | { readonly text: string }

/** What a policy may return: an action, several, nothing, or all parts. */
export type Decision =
  | Act
  | readonly Act[]
  | undefined
  | null
  | {
      readonly do?: Act | readonly Act[]
      readonly say?: Say | readonly Say[]
      /** Replaces the memory. */
      readonly memory?: unknown
      /** The agent's own words for why, kept in the replay. */
      readonly why?: string
    }

/** Decisions by agent; whoever is left out does nothing. */
export type Decisions = Readonly<Record<string, Decision>>

/** What decides for an agent. `Id` is the world it is for, or `*` for any. */
export interface Policy<Id extends string = string> {
  readonly kind: 'policy'
  readonly id: string
  readonly version: number
  readonly world: Id
  /** Whether it calls a language model, so that it cannot play where the runner has none. */
  readonly calls?: boolean
  /** Milliseconds that one of its decisions may take, whatever the run says of others; 0: for ever. */
  readonly timeoutMs?: number
  /** `many`: one mind commands all seats that it has in a team, by {@link Policy.decideMany}. */
  readonly seats?: 'many'
  memory?(): unknown
  /** Refuses a scenario that it cannot play, before the first tick. @throws CoactError */
  fits?(scenario: Pick<Scenario, 'world' | 'profile' | 'params' | 'agents'>): void
  /**
   * Decides. What it throws, or rejects with, is recorded as a failure: of the type `threw`, or, for a CoactError with the
   * code `turn/crashed`, `turn/timeout`, `turn/bad-decision` or `turn/absent`, of that type.
   */
  decide(turn: Turn): Decision | Promise<Decision>
  /** With `seats: 'many'`: decides for the seats of a team that are asked now, in their order. */
  decideMany?(turns: readonly Turn[]): Decisions | Promise<Decisions>
  /** Called when it is no longer needed: after the episode, or the last of several. */
  close?(): void | Promise<void>
}

/** What a policy's types are taken from. */
export interface WorldTypes<Id extends string, OS, A, M> {
  readonly id: Id
  readonly observation: OS
  readonly actions: { readonly [K in keyof A]: { readonly args: A[K] } }
  readonly messages?: M
}

/**
 * Defines a policy for one world; `obs`, `act` and `memory` get their types from it. Such a policy does not compile in
 * another world's scenario.
 *
 * @example
 * const eager = definePolicy(harvest, { id: 'eager', decide: ({ act }) => act.eat() })
 */
export function definePolicy<
  const Id extends string,
  OS extends z.ZodType,
  A extends Readonly<Record<string, ArgShape>>,
  M extends Readonly<Record<string, ArgShape>>,
  Mem = undefined,
>(
  world: WorldTypes<Id, OS, A, M>,
  policy: {
    readonly id: string
    readonly version?: number
    readonly memory?: () => Mem
    readonly fits?: (scenario: Pick<Scenario, 'world' | 'profile' | 'params' | 'agents'>) => void
    readonly decide: (turn: Turn<z.output<OS>, A, M, Mem>) => Decision | Promise<Decision>
    readonly close?: () => void | Promise<void>
  },
): Policy<Id> {
  return { kind: 'policy', version: 1, ...policy, world: world.id } as unknown as Policy<Id>
}

/**
 * Defines a policy that can play in any world.
 *
 * @example
 * const passer = defineUniversalPolicy({ id: 'passer', decide: () => undefined })
 */
export const defineUniversalPolicy = (policy: {
  readonly id: string
  readonly version?: number
  readonly calls?: boolean
  readonly timeoutMs?: number
  readonly memory?: () => unknown
  readonly fits?: (scenario: Pick<Scenario, 'world' | 'profile' | 'params' | 'agents'>) => void
  readonly decide: (turn: Turn) => Decision | Promise<Decision>
  readonly close?: () => void | Promise<void>
}): Policy<'*'> => ({ kind: 'policy', version: 1, ...policy, world: '*' })
