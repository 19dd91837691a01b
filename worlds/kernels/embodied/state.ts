import { bool, components, f64, i32, oneOf, ref, u16, type World } from '../../../engine/index.js'

/** What a node of the containment graph is. */
export const NODE = { room: 0, thing: 1, agent: 2 } as const

export const THING_KINDS = ['furniture', 'item', 'static', 'interactable', 'grabbable'] as const

/** Kinds of things that can be taken and carried. */
export const MOVABLE_KINDS: readonly (typeof THING_KINDS)[number][] = [
  'item',
  'grabbable',
  'furniture',
]

/**
 * The state of an embodied world: rooms, things and agents in one containment graph. The kind of a `place` is the
 * interned text of its preposition, so that a place can be told word for word; what is held has the empty one.
 */
export const C = components(
  {
    Node: { kind: oneOf('room', 'thing', 'agent') },
    Thing: {
      kind: oneOf(...THING_KINDS),
      /** Kilograms. */
      weight: f64,
      container: bool,
      found: bool,
    },
    Body: {
      /** How many things fit in the hands. */
      grasp: f64,
      /** Kilograms that can be carried. */
      strength: f64,
      /** Kilograms that are carried, as added up when things were taken and put down. */
      load: f64,
      /** The room in which the agent began. */
      start: ref,
      /** What the agent stands at, where reach is told from that. */
      at: ref,
      /** The thing that the agent is bound to carry with others. */
      bound: ref,
      /** Whether the agent said that it is done. */
      finished: bool,
    },
    /** `at`: the tick in which it was first done. */
    Task: { position: u16, done: bool, at: i32 },
  },
  {
    relations: {
      place: { acyclic: false },
      hands: { acyclic: false },
    },
    sets: ['near', 'links', 'known'],
  },
)

/** An embodied world's state with the world's own parameters. */
export type Embodied<P = unknown> = World<typeof C, P>

/** `roomOf` when the chain of places never ends. */
export const ENDLESS = -1
