import { type AttributeAction, attributeActions } from '../attribute-actions.js'
import { INDEX_COOP } from '../household.js'
import { bodySchema, type Scene } from '../scene.js'
import { GHOST } from '../setup.js'

/** Who takes part: as much of an engine's seat as matters here. A ghost has no body and counts for nothing. */
export interface Player {
  readonly name: string
  readonly team: string
  readonly role?: string
}

export interface Person {
  readonly name: string
  readonly grasp: number
  readonly strength: number
  /** Position of the room in which it begins. */
  readonly start: number
}

/** What an id stands for, with its position among its like. */
export interface Node {
  readonly is: 'room' | 'thing' | 'person'
  readonly at: number
}

export interface Item {
  readonly id: string
  readonly preposition: string
  /** What it is in or on at the start. */
  readonly parent: Node
  /** Things that are directly in or on it at the start. */
  readonly children: readonly number[]
  readonly weight: number
  readonly container: boolean
  readonly movable: boolean
  /** The rooms that a door joins. */
  readonly door: readonly number[] | undefined
  /** Yes/no states at the start: no other kind of value ever changes or fulfils a check. */
  readonly states: ReadonlyMap<string, boolean>
}

/** A scene with positions for names, and what is looked up often. */
export interface Model {
  readonly scene: Scene
  readonly nodes: ReadonlyMap<string, Node>
  readonly people: readonly Person[]
  readonly things: readonly Item[]
  readonly doors: readonly number[]
  /** The verbs of the scene that change an attribute. */
  readonly verbs: ReadonlyMap<string, readonly AttributeAction[]>
  /** The things that are tools for a verb. */
  readonly tools: ReadonlyMap<string, readonly number[]>
}

export const NO_THINGS: readonly number[] = []
const MOVABLE = new Set(['item', 'grabbable', 'furniture'])
const DEFAULT_BODY = bodySchema.parse({})

/** @param scene one in which `validateScene` finds nothing wrong */
export function modelOf(scene: Scene, players: readonly Player[]): Model {
  const bodies = players.filter((p) => p.role !== GHOST)
  const nodes = new Map<string, Node>()
  for (const [at, { name }] of bodies.entries()) nodes.set(name, { is: 'person', at })
  for (const [at, { id }] of scene.things.entries()) nodes.set(id, { is: 'thing', at })
  for (const [at, { id }] of scene.rooms.entries()) nodes.set(id, { is: 'room', at })
  const children = new Map<string, number[]>()
  const tools = new Map<string, number[]>()
  for (const [i, thing] of scene.things.entries()) {
    put(children, thing.at.slice(3), i)
    for (const verb of new Set(thing.provides)) put(tools, verb, i)
  }
  const verbs = new Map<string, AttributeAction[]>()
  const used = new Set<string>(scene.actions)
  for (const verb of attributeActions) if (used.has(verb.name)) put(verbs, verb.attribute, verb)
  const first = [...scene.rooms].map((r) => r.id).sort()[0]!
  const people = bodies.map(({ name }) => {
    const { grasp, strength, start } = scene.bodies[name] ?? DEFAULT_BODY
    return { name, grasp, strength, start: nodes.get(start ?? first)!.at }
  })
  const things = scene.things.map((thing) => ({
    id: thing.id,
    preposition: thing.at.slice(0, 2),
    parent: nodes.get(thing.at.slice(3))!,
    children: children.get(thing.id) ?? NO_THINGS,
    weight: thing.weight,
    container: thing.container,
    movable: thing.door === undefined && MOVABLE.has(thing.kind),
    door: thing.door?.map((id) => nodes.get(id)!.at),
    states: yesNo(thing),
  }))
  const doors = [...things.keys()].filter((t) => things[t]!.door !== undefined)
  return { scene, nodes, people, things, doors, verbs, tools }
}

function put<K, V>(lists: Map<K, V[]>, key: K, value: V): void {
  const list = lists.get(key)
  if (list === undefined) lists.set(key, [value])
  else list.push(value)
}

/** The yes/no states that a thing has once it is set up. */
function yesNo(thing: Scene['things'][number]): Map<string, boolean> {
  const states = new Map<string, boolean>()
  for (const [name, value] of Object.entries(thing.states))
    if (typeof value === 'boolean' && name !== INDEX_COOP) states.set(name, value)
  if (thing.kind === 'furniture' && thing.container && !('is_open' in thing.states))
    states.set('is_open', false)
  return states
}
