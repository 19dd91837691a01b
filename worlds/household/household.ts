import type { Entity, Rejection } from '../../engine/index.js'
import {
  abilities,
  type Embodied,
  ENDLESS,
  isAgent,
  roomOf,
  standsIn,
} from '../kernels/embodied/index.js'
import { type AttributeAction, attributeActions } from './attribute-actions.js'
import type { Rules } from './rules/rules.js'
import type { Scene, Task } from './scene.js'

/** The household world's state as its rules see it. */
export type Household = Embodied<Scene>

/** The state that lists which attributes were last changed together. */
export const INDEX_COOP = 'cooperative_modified_attributes'

/** An attribute action with its interned attribute. */
export interface Verb extends AttributeAction {
  readonly key: number
}

interface CompiledCheck {
  readonly thing: Entity
  /** Interned preposition (0: any) and parent; parent -1: no place is asked for; -2: a place that does not exist. */
  readonly preposition: number
  readonly parent: Entity
  readonly states: readonly {
    readonly key: number
    readonly name: string
    readonly value: boolean
  }[]
  readonly absent: boolean
  /** Its states count only when they were last changed by several agents together. */
  readonly together: boolean
  /** Whether it holds when it asks for nothing. */
  readonly emptyHolds: boolean
}

export interface CompiledTask {
  readonly entity: Entity
  readonly task: Task
  readonly checks: readonly CompiledCheck[]
}

/** What is derived from the scene once per episode and never saved. */
export interface HouseholdIndex {
  readonly rooms: readonly Entity[]
  /** Attribute actions of the scene by name. */
  readonly verbs: ReadonlyMap<string, Verb>
  readonly lends: readonly (readonly string[])[]
  readonly names: readonly string[]
  readonly properties: readonly Readonly<Record<string, unknown>>[]
  readonly tasks: readonly CompiledTask[]
  readonly inWord: number
  readonly onWord: number
  readonly openKey: number
  readonly coopKey: number
  /** Things that join two rooms, with those rooms. */
  readonly doors: ReadonlyMap<Entity, readonly Entity[]>
  /** The rules of the profile. */
  readonly rules: Rules
}

const NOTHING: readonly string[] = []
const byName = new Map(attributeActions.map((a) => [a.name, a]))
export const COLLABORATIVE = /^(explicit|implicit|compound)_collaboration$/
const COOPERATIVE_WORDS = [
  'cooperate',
  'cooperation',
  'cooperatively',
  'work together',
  'collaborate',
  'collaboration',
  'together',
  'jointly',
  'team up',
]

export function makeIndex(w: Household, rules: Rules): HouseholdIndex {
  const scene = w.params
  const lends: string[][] = []
  const names: string[] = []
  const properties: Readonly<Record<string, unknown>>[] = []
  const doors = new Map<Entity, readonly Entity[]>()
  for (const room of scene.rooms) names[w.entity(room.id)] = room.name
  for (const thing of scene.things) {
    const e = w.entity(thing.id)
    names[e] = thing.name
    properties[e] = thing.properties
    if (thing.provides.length > 0) lends[e] = [...thing.provides]
    if (thing.door !== undefined) doors.set(e, thing.door.map(w.entity))
  }
  for (const seat of w.agents) names[seat.entity] = scene.bodies[seat.name]?.name ?? seat.name
  const verbs = new Map<string, Verb>()
  for (const action of scene.actions) {
    const found = byName.get(action)!
    verbs.set(action, { ...found, key: w.intern(found.attribute) })
  }
  const taskEntities = w.each('Task')
  return {
    rooms: scene.rooms.map((r) => w.entity(r.id)),
    verbs,
    lends,
    names,
    properties,
    tasks: scene.tasks.map((task, i) => compileTask(w, task, taskEntities[i]!)),
    inWord: w.intern('in'),
    onWord: w.intern('on'),
    openKey: w.intern('is_open'),
    coopKey: w.intern(INDEX_COOP),
    doors,
    rules,
  }
}

function compileTask(w: Household, task: Task, entity: Entity): CompiledTask {
  const text = task.text.toLowerCase()
  const isCompat = w.profile === 'compat'
  // quirk: wordsMakeCooperation
  const byWords = isCompat && COOPERATIVE_WORDS.some((word) => text.includes(word))
  return {
    entity,
    task,
    checks: task.checks.map((check) => {
      const colon = check.place?.indexOf(':') ?? -1
      const parent = check.place === undefined ? -1 : w.entity(check.place.slice(colon + 1)) || -2
      return {
        thing: w.entity(check.thing),
        preposition: colon > 0 ? w.intern(check.place!.slice(0, colon)) : 0,
        parent,
        states: Object.entries(check.states).map(([name, value]) => ({
          key: w.intern(name),
          name,
          value,
        })),
        absent: check.absent,
        together: check.together ?? (byWords || COLLABORATIVE.test(task.category)),
        // quirk: emptyChecksPass
        emptyHolds: isCompat,
      }
    }),
  }
}

export const indexOf = (w: Household): HouseholdIndex => w.index as HouseholdIndex

/** The name that people read. */
export const title = (w: Household, e: Entity): string => indexOf(w).names[e] ?? w.nameOf(e)

export const lendsOf = (w: Household, thing: Entity): readonly string[] =>
  indexOf(w).lends[thing] ?? NOTHING

type Plain = boolean | number | string

const isPlain = (value: unknown): value is Plain =>
  typeof value === 'boolean' || typeof value === 'number' || typeof value === 'string'

/** What is told of a thing besides its states, such as its colour: its properties that are plain values or lists of them. */
export const propertiesOf = (w: Household, thing: Entity): [string, Plain | Plain[]][] =>
  Object.entries(indexOf(w).properties[thing] ?? {}).filter(
    (entry): entry is [string, Plain | Plain[]] =>
      isPlain(entry[1]) || (Array.isArray(entry[1]) && entry[1].every(isPlain)),
  )

/** What an agent can do through the things that it holds, sorted. */
export const abilitiesOf = (w: Household, agent: Entity): string[] =>
  agent === 0 ? [] : abilities(w, agent, (thing) => lendsOf(w, thing))

/** The room of a node. */
export const room = (w: Household, node: Entity): Entity =>
  // quirk: heldStaysInStartRoom
  roomOf(w, node, w.c.Body.start)

/** A refusal. @param stage `effect`: it was found out only while trying */
export const no = (
  reject: string,
  text: string,
  stage: 'check' | 'effect' = 'check',
): Rejection => ({
  reject,
  text,
  stage,
})

/** Why an agent cannot reach for a thing: it must be in its hands or in its room. */
export function notInRoom(w: Household, agent: Entity, thing: Entity): Rejection | undefined {
  if (w.rel.hands.parent(thing) === agent) return undefined
  const at = room(w, thing)
  if (at === standsIn(w, agent) && at !== 0) return undefined
  if (at === ENDLESS) return endless(w, thing)
  if (at === 0) return no('no-room', `${title(w, thing)} is in no room`)
  return no('not-same-room', `${title(w, thing)} is not here; go to ${w.nameOf(at)} first`)
}

export const endless = (w: Household, node: Entity): Rejection =>
  no('recursion', `${title(w, node)} is inside itself`, 'effect')

/** The agent of a name, or 0. */
export function agentNamed(w: Household, name: string): Entity {
  const e = w.entity(name)
  return isAgent(w, e) ? e : 0
}
