import type { AttributeAction } from '../attribute-actions.js'
import { type Model, NO_THINGS } from './model.js'

/**
 * What may come about in a scene, by a relaxation of the rules in which nothing that was once so ever ceases to be so: an
 * over-estimate, whatever is missing in it can never come about.
 *
 * Rooms that the same agents can come to are one zone: no rule below tells them apart. Rooms that nobody comes to are in none.
 */
export interface Reached {
  readonly model: Model
  /** The agents who can come to the rooms of a zone. */
  readonly zones: readonly (readonly number[])[]
  /** The zone of a room, or -1. */
  readonly zoneOf: readonly number[]
  /** Zones in which a thing may be without anything shut around it. */
  readonly at: readonly Set<number>[]
  /** Whether anybody can lift a thing. */
  readonly lifted: boolean[]
  /** The values that a yes/no state may have. */
  readonly values: readonly ReadonlyMap<string, Set<boolean>>[]
}

export const mayBe = (r: Reached, thing: number, state: string, value: boolean): boolean =>
  r.values[thing]!.get(state)?.has(value) === true

/** Only what has a yes/no `is_open` can be shut, and it stays so unless a verb opens it. */
export const staysShut = (r: Reached, thing: number): boolean =>
  r.values[thing]!.has('is_open') && !mayBe(r, thing, 'is_open', true)

/** As long as a lock is on, `is_open` cannot be changed. */
export const staysLocked = (r: Reached, thing: number): boolean =>
  r.values[thing]!.has('is_locked') && !mayBe(r, thing, 'is_locked', false)

/**
 * The least that a thing can ever weigh: what is in or on it can be taken off, except for what nobody can lift, which is
 * there for ever.
 */
export function leastWeight(r: Reached, thing: number): number {
  const { weight, children } = r.model.things[thing]!
  let kg = weight
  for (const child of children) if (!r.lifted[child]) kg += leastWeight(r, child)
  return kg
}

/** Sums of kilograms depend a little on their order, so nothing is too heavy by a hair. */
export const bears = (strength: number, kg: number): boolean =>
  kg <= strength + 1e-9 * (1 + strength)

/** Holding anything, alone or together, takes one whole hand. */
const hasHand = (r: Reached, person: number): boolean => r.model.people[person]!.grasp >= 1

/** Those who may lay hands on a thing together: all in one room with it; a door is reached from both its rooms. */
export function groups(r: Reached, thing: number): (readonly number[])[] {
  const { door } = r.model.things[thing]!
  if (door === undefined) return [...r.at[thing]!].map((zone) => r.zones[zone]!)
  const all = new Set(door.flatMap((room) => r.zones[r.zoneOf[room]!] ?? NO_THINGS))
  return all.size === 0 ? [] : [[...all]]
}

/** The zones from which a thing can be reached. */
export const within = (r: Reached, thing: number): ReadonlySet<number> => {
  const { door } = r.model.things[thing]!
  if (door === undefined) return r.at[thing]!
  return new Set(door.map((room) => r.zoneOf[room]!).filter((zone) => zone >= 0))
}

/** Whether an agent can have a thing in its hands, alone: it comes to it, has a hand, and the strength for the least it weighs. */
export function canHold(r: Reached, person: number, thing: number): boolean {
  if (!r.model.things[thing]!.movable || !hasHand(r, person)) return false
  if (!bears(r.model.people[person]!.strength, leastWeight(r, thing))) return false
  for (const zone of r.at[thing]!) if (r.zones[zone]!.includes(person)) return true
  return false
}

/** The agents with a hand that can be both in a zone and in another. */
const hands = (r: Reached, from: number, to: number): number[] =>
  r.zones[from]!.filter((p) => hasHand(r, p) && r.zones[to]!.includes(p))

/**
 * Those who can take a thing from where it may be to a zone, one alone or several together: each of them must be able to be
 * in both, and what they can carry in all must do for the least that the thing weighs. Who carries it is the same at both
 * ends, or fewer when some let go.
 */
export function carriers(r: Reached, thing: number, to: number): readonly number[] {
  if (!r.model.things[thing]!.movable) return NO_THINGS
  const kg = leastWeight(r, thing)
  for (const from of r.at[thing]!) {
    const all = hands(r, from, to)
    if (all.some((p) => bears(r.model.people[p]!.strength, kg))) return all
    const strength = all.reduce((sum, p) => sum + r.model.people[p]!.strength, 0)
    if (all.length >= 2 && bears(strength, kg)) return all
  }
  return NO_THINGS
}

/** Whether somebody of a group can have a tool for a verb in its hands, or the verb needs none. One tool is enough for all. */
export const hasTool = (r: Reached, group: readonly number[], verb: AttributeAction): boolean =>
  !verb.tool ||
  (r.model.tools.get(verb.name) ?? NO_THINGS).some((tool) =>
    group.some((person) => canHold(r, person, tool)),
  )

/** Whether a group of at least so many can turn a state over once it is as the verb needs it. */
export function canChange(
  r: Reached,
  thing: number,
  verb: AttributeAction,
  atLeast: number,
): boolean {
  if (verb.attribute === 'is_open' && staysLocked(r, thing)) return false
  return groups(r, thing).some((group) => group.length >= atLeast && hasTool(r, group, verb))
}
