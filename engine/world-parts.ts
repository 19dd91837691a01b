import type { Json } from './docs.js'
import type { Components } from './fields.js'
import type { Entity, Rejection, Seat, World } from './world.js'

/** What an act of a protocol may do to the world, such as goods that an award moves. */
export interface EffectDefinition<C, P> {
  /** Says why it cannot be done: then the act is refused. It must not change anything. */
  // biome-ignore lint/suspicious/noConfusingVoidType: a function without a return statement is legal here
  check?(w: World<C, P>, data: Json): Rejection | undefined | void
  apply(w: World<C, P>, data: Json): void
}

/** What an agent sees as a list of numbers of one length, and which action ids are legal for it. */
export interface VectorView<C = Components, P = unknown> {
  /** How many numbers an observation has; the same for all agents of an episode. */
  length(params: P, agents: number): number
  /** Writes the observation into numbers that are all 0. */
  write(w: World<C, P>, me: Entity, seat: Seat, out: Float32Array): void
  /** Sets 1 for each legal action id, in numbers that are all 0; found by `check` when left out. */
  mask?(w: World<C, P>, me: Entity, seat: Seat, out: Uint8Array): void
}
