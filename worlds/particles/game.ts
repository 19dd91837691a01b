import type { z } from 'zod'
import type { Rng } from '../../engine/index.js'
import type { BodySpec } from '../kernels/particle/index.js'
import type { Pen } from './pen.js'
import type { Scene } from './scene.js'
import type { Start } from './start.js'

/** A body of a scenario: an agent's, or a landmark. */
export interface Part extends BodySpec {
  readonly role: string
  /** Whether the agent speaks. */
  readonly speaks: boolean
  /** The kind of treasure that a deposit takes. */
  readonly kind: number
}

/** The bodies of a scenario: agents, in their order, then landmarks. */
export interface Layout {
  readonly agents: readonly Part[]
  readonly landmarks: readonly Part[]
  /** How many numbers a message has: as many as there are words. */
  readonly words: number
}

/** One scenario of the particle world. `O` are its options, read from the parameters. */
export interface Game<Id extends string = string, S extends z.ZodRawShape = z.ZodRawShape> {
  readonly id: Id
  readonly title: string
  /** What it is about, by role: for language models and people. */
  readonly text: Readonly<Record<string, string>>
  /** Schemas of the options, each with its default. */
  readonly options: S
  layout(options: z.output<z.ZodObject<S>>): Layout
  /** Draws a start. */
  draw(layout: Layout, rng: Rng): Start
  /** Writes what an agent sees. */
  observe(s: Scene, me: number, pen: Pen): void
  /** Works out the agents' rewards, from the state after the tick. */
  reward(s: Scene, out: Float64Array): void
  /** What happens by itself after bodies have moved. */
  after?(s: Scene, rng: Rng): void
}

/** Defines a scenario of the particle world. */
export const defineGame = <const Id extends string, const S extends z.ZodRawShape>(
  game: Game<Id, S>,
): Game<Id, S> => game

const BODY: Part = {
  name: '',
  role: 'agent',
  size: 0.05,
  collides: false,
  moves: true,
  mass: 1,
  thrust: 5,
  maxSpeed: Infinity,
  speaks: false,
  kind: -1,
}

/** Some bodies of one sort, named by their numbers. */
export const several = (count: number, name: string, given: Partial<Part>): Part[] =>
  Array.from({ length: count }, (_, i) => ({ ...BODY, ...given, name: `${name}_${i}` }))

/** Some landmarks of one sort. */
export const landmarks = (count: number, name: string, given: Partial<Part>): Part[] =>
  several(count, name, { role: name, moves: false, ...given })
