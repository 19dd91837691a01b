import { type Bodies, createMotion, createShapes, type Shapes } from '../kernels/particle/index.js'
import type { Layout } from './game.js'
import type { Params } from './params.js'

/** What is the same for all episodes of a scenario. */
interface Cast extends Shapes {
  readonly params: Params
  readonly layout: Layout
  /** How many of the bodies are agents. */
  readonly agents: number
  /** How many numbers a message has. */
  readonly words: number
  readonly names: readonly string[]
  readonly roles: readonly string[]
  /** Bodies by role, ascending. */
  readonly groups: Readonly<Record<string, readonly number[]>>
  readonly speaks: Uint8Array
}

/**
 * An episode's bodies as arrays, agents first: what scenarios read, and write in `after`. The columns hold the state; this
 * is a copy of them that is never saved.
 */
export interface Scene extends Cast, Bodies {
  /** What each agent last said: `words` numbers an agent. */
  readonly said: Float64Array
  /** By agent: the body that it is after; -1 is none. */
  readonly goal: Int32Array
  /** By agent: the body whose code is its key; -1 is none. */
  readonly key: Int32Array
  /** By body: the kind of a treasure, or that a deposit takes; -1 is none. */
  readonly kind: Int32Array
  /** By body: whether it is a treasure that can be found. */
  readonly alive: Uint8Array
  /** By agent: the kind of treasure that it holds; -1 is none. */
  readonly held: Int32Array
}

function createCast(params: Params, layout: Layout): Cast {
  const specs = [...layout.agents, ...layout.landmarks]
  const groups: Record<string, number[]> = {}
  for (const [i, { role }] of specs.entries()) {
    groups[role] ??= []
    groups[role].push(i)
  }
  return {
    ...createShapes(specs),
    params,
    layout,
    agents: layout.agents.length,
    words: layout.words,
    names: specs.map((s) => s.name),
    roles: specs.map((s) => s.role),
    groups,
    speaks: Uint8Array.from(layout.agents, (s) => (s.speaks ? 1 : 0)),
  }
}

const casts = new WeakMap<Params, Cast>()

/** The arrays of an episode with these parameters, before anything is known of its state. */
export function createScene(layout: Layout, params: Params): Scene {
  let cast = casts.get(params)
  if (cast === undefined) {
    cast = createCast(params, layout)
    casts.set(params, cast)
  }
  const { agents, count, words } = cast
  return {
    ...cast,
    ...createMotion(count),
    said: new Float64Array(agents * words),
    goal: new Int32Array(agents).fill(-1),
    key: new Int32Array(agents).fill(-1),
    kind: Int32Array.from([...layout.agents, ...layout.landmarks], (s) => s.kind),
    alive: new Uint8Array(count),
    held: new Int32Array(agents).fill(-1),
  }
}

const NOBODY: readonly number[] = []

/** The bodies of a role. */
export const all = (s: Scene, role: string): readonly number[] => s.groups[role] ?? NOBODY
