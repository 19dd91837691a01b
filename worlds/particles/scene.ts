import { type Bodies, createBodies } from '../kernels/particle/index.js'
import type { Layout } from './game.js'
import type { Params } from './params.js'

/**
 * An episode's bodies as arrays, agents first: what scenarios read, and write in `after`. The columns hold the state; this
 * is a copy of them that is never saved.
 */
export interface Scene extends Bodies {
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

export function createScene(layout: Layout, params: Params): Scene {
  const specs = [...layout.agents, ...layout.landmarks]
  const agents = layout.agents.length
  const groups: Record<string, number[]> = {}
  for (const [i, { role }] of specs.entries()) {
    groups[role] ??= []
    groups[role].push(i)
  }
  return {
    ...createBodies(specs),
    params,
    layout,
    agents,
    words: layout.words,
    names: specs.map((s) => s.name),
    roles: specs.map((s) => s.role),
    groups,
    speaks: Uint8Array.from(layout.agents, (s) => (s.speaks ? 1 : 0)),
    said: new Float64Array(agents * layout.words),
    goal: new Int32Array(agents).fill(-1),
    key: new Int32Array(agents).fill(-1),
    kind: Int32Array.from(specs, (s) => s.kind),
    alive: new Uint8Array(specs.length),
    held: new Int32Array(agents).fill(-1),
  }
}

const NOBODY: readonly number[] = []

/** The bodies of a role. */
export const all = (s: Scene, role: string): readonly number[] => s.groups[role] ?? NOBODY
