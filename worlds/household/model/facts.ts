import type { Facts, FactValue, Need } from '../../../engine/index.js'
import { type AttributeAction, attributeActions } from '../attribute-actions.js'
import { spread, WORLD } from './ways.js'

/** What of the rules differs between profiles, as far as planning goes. */
export interface Variant {
  readonly isStrict: boolean
}

const byAttribute = new Map<string, AttributeAction[]>()
for (const action of attributeActions) {
  byAttribute.set(action.attribute, [...(byAttribute.get(action.attribute) ?? []), action])
}
const byName = new Map(attributeActions.map((a) => [a.name, a]))

export const verbNamed = (name: string): AttributeAction => byName.get(name)!

/** The actions of this scene that bring an attribute to a value. */
export const verbsFor = (s: Facts, attribute: string, value: FactValue): AttributeAction[] =>
  (byAttribute.get(attribute) ?? []).filter(
    (a) => a.when !== value && s.get(WORLD, 'verb', a.name) === true,
  )

const DEPTH_MAX = 64

/** What a thing is in or on, or who holds it. */
export const parentOf = (s: Facts, node: string): string | undefined =>
  s.get(node, 'in') as string | undefined

export const isRoom = (s: Facts, node: string): boolean => s.get(node, 'kind') === 'room'
export const isAgent = (s: Facts, node: string): boolean => s.get(node, 'kind') === 'agent'
export const isThing = (s: Facts, node: string): boolean => s.get(node, 'kind') === 'thing'

/** The room of anything, where it is known; by the reference what an agent holds is where that agent began. */
export function roomOf(s: Facts, node: string): string | undefined {
  let at: string | undefined = node
  for (let i = 0; at !== undefined && i < DEPTH_MAX; i++) {
    if (isRoom(s, at)) return at
    const start: string | undefined =
      at === node ? undefined : (s.get(at, 'start') as string | undefined)
    at = start ?? parentOf(s, at)
  }
  return undefined
}

/** Who holds or carries a thing, or what it is in or on. */
export function holderOf(s: Facts, thing: string): string | undefined {
  let at: string | undefined = thing
  for (let i = 0; at !== undefined && i < DEPTH_MAX; i++) {
    if (isAgent(s, at)) return at
    at = parentOf(s, at)
  }
  return undefined
}

/** Whether a node is somewhere inside another. */
export function isInside(s: Facts, node: string, outer: string): boolean {
  let at = parentOf(s, node)
  for (let i = 0; at !== undefined && i < DEPTH_MAX; i++) {
    if (at === outer) return true
    at = parentOf(s, at)
  }
  return false
}

/** Things in the hands of an agent. */
export const heldBy = (s: Facts, agent: string): string[] =>
  s.where('in', agent).filter((x) => s.get(x, 'how') === 'held')

/** Kilograms of a thing with what is known to be in and on it; the reference counts one level only. */
export function weigh(s: Facts, thing: string, { isStrict }: Variant, depth = 0): number {
  let kg = Number(s.get(thing, 'weight') ?? 0)
  if (depth > DEPTH_MAX || (depth > 0 && !isStrict)) return kg
  for (const child of s.where('in', thing)) kg += weigh(s, child, { isStrict }, depth + 1)
  return kg
}

/** What is in or on a thing, in the order in which taking it out lightens the thing most. */
export const heaviestFirst = (s: Facts, thing: string): string[] =>
  [...s.where('in', thing)].sort(
    (a, b) => Number(s.get(b, 'weight') ?? 0) - Number(s.get(a, 'weight') ?? 0) || (a < b ? -1 : 1),
  )

export const loadOf = (s: Facts, agent: string, v: Variant): number =>
  heldBy(s, agent).reduce((kg, x) => kg + weigh(s, x, v), 0)

export const strengthOf = (s: Facts, agent: string): number => Number(s.get(agent, 'strength') ?? 0)
export const graspOf = (s: Facts, agent: string): number => Number(s.get(agent, 'grasp') ?? 0)

/** Where one stands to reach a thing; by the reference at the thing itself, where it belongs to no furniture. */
export function standingPlace(s: Facts, thing: string, { isStrict }: Variant): string {
  let at: string | undefined = thing
  let top = thing
  for (let i = 0; at !== undefined && isThing(s, at) && i < DEPTH_MAX; i++) {
    if (s.get(at, 'furniture') === true) return at
    top = at
    at = parentOf(s, at)
  }
  return isStrict ? top : thing
}

/** Shut containers around a thing, outermost first; the reference asks only for the one it is directly in. */
export function lidsAround(s: Facts, thing: string, { isStrict }: Variant): string[] {
  const lids: string[] = []
  let at = thing
  for (let i = 0; i < DEPTH_MAX; i++) {
    const parent = parentOf(s, at)
    if (parent === undefined || !isThing(s, parent)) break
    if (s.get(at, 'how') === 'in' && s.get(parent, 'state', 'is_open') === false)
      lids.unshift(parent)
    if (!isStrict) break
    at = parent
  }
  return lids
}

/** The rooms that a thing is in; a door is in two. */
export function roomsOf(s: Facts, thing: string): string[] {
  const at = roomOf(s, thing)
  const other = s.get(thing, 'door to') as string | undefined
  return [at, other].filter((r) => r !== undefined)
}

/** Of the rooms that a door joins, the one on this side of it. */
const nearSide = (s: Facts, here: string, rooms: readonly string[]): string => {
  if (rooms.length === 1) return rooms[0]!
  const open = spread(s, here, { closed: true })
  return rooms.find((room) => open.has(room)) ?? rooms[0]!
}

/** What an agent needs so that a thing is before it: to know where, to be there, no lid between, to have seen it. */
export function* presence(s: Facts, me: string, thing: string, v: Variant): Generator<Need> {
  if (parentOf(s, thing) === me && s.get(thing, 'how') === 'held') return
  const rooms = roomsOf(s, thing)
  if (rooms.length === 0) {
    yield { unknown: thing, text: `where ${thing} is` }
    return
  }
  if (v.isStrict) {
    for (const lid of lidsAround(s, thing, v)) {
      yield { subject: lid, fact: 'state', object: 'is_open', is: true, by: me }
    }
  }
  const here = s.get(me, 'in') as string
  const there = rooms.includes(here) ? here : nearSide(s, here, rooms)
  yield { subject: me, fact: 'in', is: there, by: me }
  yield { subject: me, fact: 'seen', object: thing, is: true, by: me }
}
