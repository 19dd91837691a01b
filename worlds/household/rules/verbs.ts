import type { Entity, Rejection } from '../../../engine/index.js'
import { type Household, INDEX_COOP, indexOf, no, title, type Verb } from '../household.js'

const BOOLEAN = 1

export const verbOf = (w: Household, name: string): Verb | undefined => indexOf(w).verbs.get(name)

export const unknownVerb = (name: string): Rejection =>
  no('unknown-command', `Nothing here can be done with ${name}`)

/** Why the attribute does not stand as the action needs it. */
export function notReady(w: Household, verb: Verb, thing: Entity): Rejection | undefined {
  const tag = w.rows.tag(thing, verb.key)
  if (tag === 0) return no('no-attribute', `${verb.name} makes no sense for ${title(w, thing)}`)
  const value = w.rows.value(thing, verb.key)
  if (tag > 2 || value !== (verb.when ? 1 : 0)) {
    return no(
      'wrong-state',
      `${title(w, thing)}: ${verb.attribute} is not ${verb.when ? 'True' : 'False'}`,
    )
  }
  return undefined
}

/** Turns a yes/no attribute over; other values stay. */
export function turn(w: Household, verb: Verb, thing: Entity): void {
  if (w.rows.tag(thing, verb.key) === BOOLEAN)
    w.rows.set(thing, verb.key, BOOLEAN, verb.when ? 0 : 1)
}

/** The attributes of a thing that were last changed by several agents together. */
export const changedTogether = (w: Household, thing: Entity): readonly string[] =>
  (w.attributes.get(thing, INDEX_COOP) ?? []) as readonly string[]

/** Notes that an attribute was changed together. */
export function mark(w: Household, thing: Entity, attribute: string): void {
  const together = changedTogether(w, thing)
  if (!together.includes(attribute)) w.attributes.set(thing, INDEX_COOP, [...together, attribute])
}

/** Notes that an attribute was changed by one alone. */
export function unmark(w: Household, thing: Entity, attribute: string): void {
  if (w.rows.tag(thing, indexOf(w).coopKey) === 0) return
  const together = changedTogether(w, thing)
  if (!together.includes(attribute)) return
  w.attributes.set(
    thing,
    INDEX_COOP,
    together.filter((a) => a !== attribute),
  )
}
