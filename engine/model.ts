import type { Json } from './docs.js'
import type { ActionRecord } from './frame.js'
import type { ActionCall } from './world.js'

/** What a fact can say. */
export type FactValue = string | number | boolean

/**
 * What somebody believes: values of named facts about subjects, `get('cup_1', 'in') === 'pantry'`. A fact may have an
 * object: `get('ada', 'near', 'cup_1') === true`. What is not known is undefined.
 */
export interface Facts {
  get(subject: string, fact: string, object?: string): FactValue | undefined
  /** Subjects whose stored fact has this value, by name, ascending; not for derived facts. */
  where(fact: string, value: FactValue, object?: string): readonly string[]
}

/** A fact's new value; null: it is no longer known. */
export interface FactChange {
  readonly subject: string
  readonly fact: string
  readonly object?: string
  readonly to: FactValue | null
}

/** Something that is to be true before an action, or as an aim. */
export interface Condition {
  readonly subject: string
  readonly fact: string
  readonly object?: string
  readonly is: FactValue
  /** Which agent has to see to it; the one whose action needs it, when left out. */
  readonly by?: string
}

/** Something that has to be found out first. */
export interface Unknown {
  readonly unknown: string
  /** What is missing, in words. */
  readonly text: string
}

/** Why an action can never be done as things are. */
export interface Obstacle {
  readonly obstacle: string
}

export type Need = Condition | Unknown | Obstacle

type Args = Readonly<Record<string, Json>>

/** One kind of action as planners see it: when it can be done and what it changes, as far as one can tell beforehand. */
export interface Operator {
  /** Arguments with which the action would make a condition true, those most worth trying first. */
  ways(s: Facts, me: string, wanted: Condition): Iterable<Args>
  /** What must be true first, in the order in which it should be seen to. */
  needs(s: Facts, me: string, args: Args): Iterable<Need>
  effects(s: Facts, me: string, args: Args): readonly FactChange[]
  call(args: Args): ActionCall
  /** Everyone who has to do this in the same tick; alone when left out. */
  together?(args: Args): readonly string[]
  /** What doing it costs, in ticks (default 1). */
  cost?(s: Facts, me: string, args: Args): number
}

/** An aim that an agent was given. */
export interface Aim {
  readonly id: string
  readonly text: string
  /** Whether it is everybody's aim, not one team's alone. */
  readonly shared: boolean
  readonly all: readonly Condition[]
}

/** What an agent perceives in a tick. */
export interface Perception<O = unknown> {
  readonly agent: string
  readonly tick: number
  readonly obs: O
  readonly last: readonly ActionRecord[]
}

/**
 * A world's rules in a form in which an agent can plan: what its observations say as facts, what its actions need and
 * change, and how to find out more. A world exports it as `model`; planners know nothing else of the world.
 */
export interface ActionModel<O = unknown> {
  /** What an observation tells that differs from what was believed. */
  perceive(seen: Perception<O>, s: Facts): readonly FactChange[]
  /** What an agent is to bring about, as it was told. */
  aims(seen: Perception<O>): readonly Aim[]
  readonly operators: Readonly<Record<string, Operator>>
  /** Facts that follow from others. */
  readonly derived: Readonly<
    Record<string, (s: Facts, subject: string, object: string) => FactValue | undefined>
  >
  /** Conditions that would show an agent something new once it made them true, those closest at hand first. */
  unexplored(s: Facts, me: string): Iterable<Condition>
  /** A condition in a few words: `cup_1 is in pantry`. */
  say(c: Condition, s: Facts): string
  /** Whether whatever one agent perceives, all perceive. */
  readonly shared: boolean
  /** In an action of several agents: each must act, or one acts for all. */
  readonly consent: 'each' | 'one'
  /** Verdicts that say only that somebody else was first, or late: worth trying again at once. */
  readonly passing?: readonly string[]
  /** What an agent that cannot go on sees to, so as to be in nobody's way: such as putting down what it holds. */
  atRest?(s: Facts, me: string): Iterable<Condition>
  /** What may have changed where nobody was looking: beliefs to give up when nothing else is left to find out. */
  doubts?(s: Facts, me: string): readonly FactChange[]
  /** Says that nothing is left to do. */
  finish?(me: string): ActionCall
}
