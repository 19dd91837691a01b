import type { Applied, Entity, Rejection, Seat } from '../../../engine/index.js'
import type { Household } from '../household.js'

/** When one kind of action may be done, and what it does. */
export interface Rule<A> {
  check(w: Household, me: Entity, args: A, seat: Seat): Rejection | undefined
  apply(w: Household, me: Entity, args: A, seat: Seat): Applied | Rejection
}

export interface JointArgs {
  readonly agents: readonly string[]
}

/** The rules of a profile: one for each action, and what an agent sees. */
export interface Rules {
  readonly goto: Rule<{ readonly to: string }>
  readonly explore: Rule<{ readonly room?: string | undefined }>
  readonly look: Rule<{ readonly at?: string | undefined }>
  readonly grab: Rule<{ readonly thing: string }>
  readonly place: Rule<{
    readonly thing: string
    readonly preposition?: string | undefined
    readonly target?: string | undefined
  }>
  readonly change: Rule<{ readonly verb: string; readonly thing: string }>
  readonly changeTogether: Rule<JointArgs & { readonly verb: string; readonly thing: string }>
  readonly carry: Rule<JointArgs & { readonly thing: string }>
  readonly carryTo: Rule<JointArgs & { readonly room: string }>
  readonly setDown: Rule<
    JointArgs & { readonly thing: string; readonly preposition: string; readonly target: string }
  >
  readonly letGo: Rule<object>
  /** Things that an agent can see now, each before what is in or on it, those that agents hold last. */
  sees(w: Household, me: Entity): Entity[]
  /** The things it may be worth trying something with. */
  atHand(w: Household, me: Entity): Entity[]
  /** Rooms and things within the agent's reach. */
  near(w: Household, me: Entity): Entity[]
  /** The room of another agent, as far as an agent knows; 0 when it does not. */
  whereabouts(w: Household, me: Entity, other: Entity): Entity
  /** Kilograms that an agent carries. */
  load(w: Household, agent: Entity): number
}
