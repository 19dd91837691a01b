import type { Rng } from '../../../engine/index.js'
import type { Body, Plan } from './plan.js'
import { actionOf, type Room, type Site, type Thing } from './site.js'
import type { Target } from './target.js'
import type { Call } from './words.js'

export interface Check {
  readonly thing: string
  readonly place?: string
  readonly states?: Readonly<Record<string, boolean>>
  readonly together?: boolean
}

/** One part of a task: what it asks for, how it is said, and how it can be done. */
export interface Job {
  readonly targets: readonly Target[]
  readonly checks: readonly Check[]
  /** What it asks for in words, without a capital or a full stop. */
  say(call: Call, rng: Rng): string
  solve(plan: Plan): void
}

/** What a job is made with. */
export interface Making {
  readonly site: Site
  readonly rng: Rng
  /** How many things it may add. */
  readonly spend: number
  readonly bodies: readonly Body[]
  /** States need co-operation unless a check says otherwise. */
  readonly isJoint: boolean
}

/** Makes a job; none when what is there does not allow it. */
export type Maker = (making: Making) => Job | undefined

/** How a target is called: by the words that tell it, else by its name. */
export const called = ({ thing, phrase }: Target, call: Call): string => phrase ?? call(thing)

export const placeCheck = (thing: Thing, prep: 'in' | 'on', node: Room | Thing): Check => ({
  thing: thing.id,
  place: `${prep}:${node.id}`,
})

/** A check of a state that one agent alone may bring about. */
export const stateCheck = (
  thing: Thing,
  states: Readonly<Record<string, boolean>>,
  isJoint: boolean,
): Check => ({ thing: thing.id, states, ...(isJoint ? { together: false } : {}) })

/** The state that a verb brings about. */
export const after = (verb: string): Readonly<Record<string, boolean>> => {
  const { attribute, when } = actionOf(verb)
  return { [attribute]: !when }
}
