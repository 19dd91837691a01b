import type { Scene } from '../scene.js'
import type { Node } from './model.js'
import {
  canChange,
  canHold,
  carriers,
  groups,
  mayBe,
  type Reached,
  staysLocked,
  staysShut,
  within,
} from './reached.js'
import { type Why, why, whyNoTool, whyNotLifted, whyOut, whyShut } from './why.js'

type Check = Scene['tasks'][number]['checks'][number]

/** A place as a check asks for it: the preposition is empty when either will do. */
export interface Place {
  readonly preposition: string
  readonly id: string
}

export function placeOf(check: Check): Place | undefined {
  if (check.place === undefined) return undefined
  const colon = check.place.indexOf(':')
  return { preposition: check.place.slice(0, colon), id: check.place.slice(colon + 1) }
}

/** Why one check can never hold; nothing when it may. @param together whether its states count only when changed together */
export function whyNever(r: Reached, check: Check, together: boolean): Why[] {
  const node = r.model.nodes.get(check.thing)
  const place = placeOf(check)
  if (node === undefined) return [why('missing-thing', `There is no ${check.thing}`)]
  if (place !== undefined && !r.model.nodes.has(place.id))
    return [why('missing-place', `There is no ${place.id}`)]
  if (check.absent) return [why('absent', 'The scene says that the check can never hold')]
  if (node.is === 'room')
    return [why('room', `${check.thing} is a room, which has no state and is in no place`)]
  const states = Object.entries(check.states)
  if (place === undefined && states.length === 0)
    return [why('empty', `Nothing is asked of ${check.thing}`)]
  const reasons = place === undefined ? [] : whyNotThere(r, node, check.thing, place)
  for (const [state, value] of states) {
    const reason =
      node.is === 'thing'
        ? whyNotSo(r, node.at, state, value, together)
        : why('no-state', `${check.thing} is an agent, and has no ${state}`)
    if (reason !== undefined) reasons.push(reason)
  }
  return reasons
}

/** Why a node never comes to a place. */
function whyNotThere(r: Reached, node: Node, id: string, place: Place): Why[] {
  const target = r.model.nodes.get(place.id)!
  if (node.is === 'person') return whyNotIn(r, node.at, id, place, target)
  const thing = r.model.things[node.at]!
  const { is, at } = thing.parent
  const fits = place.preposition === '' || place.preposition === thing.preposition
  if (target.is === is && target.at === at && fits) return []
  const never = whyNowhere(r, id, place, target)
  if (never !== undefined) return [never]
  if (target.is === 'person') return whyNotHeld(r, node.at, target.at)
  if (!r.lifted[node.at]) return [whyNotLifted(r, node.at, false)]
  return whyNotPut(r, node.at, place, target)
}

/** Agents are in rooms and nowhere else. */
function whyNotIn(r: Reached, person: number, id: string, place: Place, target: Node): Why[] {
  if (target.is !== 'room' || place.preposition === 'on')
    return [why('agent-place', `${id} is an agent, and only ever in a room`)]
  const zone = r.zones[r.zoneOf[target.at]!]
  return zone?.includes(person) ? [] : [why('no-way', `${id} cannot come to ${place.id}`)]
}

/** Places that take nothing, whatever it is. */
function whyNowhere(r: Reached, id: string, place: Place, target: Node): Why | undefined {
  if (target.is === 'room')
    return place.preposition === 'on'
      ? why('on-room', `${place.id} is a room: things are put in it, not on it`)
      : undefined
  // What is held is neither in nor on its holder.
  if (target.is === 'person')
    return place.preposition === ''
      ? undefined
      : why('in-agent', `${place.id} is an agent: things are held, not put ${place.preposition} it`)
  if (place.id === id) return why('in-itself', `${id} cannot be in or on itself`)
  if (r.model.things[target.at]!.door !== undefined)
    return why('on-door', `${place.id} is a door, and nothing can be put in or on it`)
  return place.preposition === 'in' && !r.model.things[target.at]!.container
    ? why('no-container', `${place.id} is no container`)
    : undefined
}

/** A thing counts as being with an agent who holds it, or carries it first in line with others. */
function whyNotHeld(r: Reached, thing: number, person: number): Why[] {
  if (canHold(r, person, thing)) return []
  for (const zone of r.at[thing]!) {
    const all = carriers(r, thing, zone)
    if (all.length > 1 && all.includes(person)) return []
  }
  if (!r.lifted[thing]) return [whyNotLifted(r, thing, false)]
  const { name } = r.model.people[person]!
  return [
    why('not-held', `${name} can hold ${r.model.things[thing]!.id} neither alone nor with others`),
  ]
}

/** Why a thing that can be lifted never comes to be in or on a node that takes things. */
function whyNotPut(r: Reached, thing: number, place: Place, target: Node): Why[] {
  const { id } = r.model.things[thing]!
  const apart = why('cannot-bring', `Nobody who can lift ${id} can come to ${place.id} with it`)
  if (target.is === 'room') {
    const zone = r.zoneOf[target.at]!
    if (zone < 0) return [why('no-way', `Nobody can come to ${place.id}`)]
    return carriers(r, thing, zone).length > 0 ? [] : [apart]
  }
  const zones = within(r, target.at)
  if (zones.size === 0) return [whyOut(r, target.at)]
  // Things are put on what is shut, but not in it.
  if (place.preposition === 'in' && staysShut(r, target.at)) return [whyShut(r, target.at)]
  return [...zones].some((zone) => carriers(r, thing, zone).length > 0) ? [] : [apart]
}

/** Why a thing never has a state with a value, or never because several changed it together. */
function whyNotSo(
  r: Reached,
  thing: number,
  state: string,
  value: boolean,
  together: boolean,
): Why | undefined {
  const { id, states } = r.model.things[thing]!
  if (!states.has(state)) return why('no-state', `${id} has no ${state} that is true or false`)
  if (!together && mayBe(r, thing, state, value)) return undefined
  const verbs = (r.model.verbs.get(state) ?? []).filter((verb) => verb.when !== value)
  const wanted = `${state} = ${value}`
  if (verbs.length === 0 || !mayBe(r, thing, state, !value)) {
    return states.get(state) === value
      ? why('already-so', `${id} has ${wanted} already, which cannot be undone and done together`)
      : why('no-verb', `No verb of the scene gives ${id} ${wanted}`)
  }
  const atLeast = together ? 2 : 1
  if (verbs.some((verb) => canChange(r, thing, verb, atLeast))) return undefined
  const all = groups(r, thing)
  if (all.length === 0) return whyOut(r, thing)
  if (state === 'is_open' && staysLocked(r, thing)) return whyShut(r, thing)
  if (r.model.people.length < atLeast)
    return why('alone', `It takes two agents to give ${id} ${wanted} together`)
  if (all.every((group) => group.length < atLeast))
    return why('cannot-meet', `No two agents can come to ${id} together`)
  const reasons = verbs.map((verb) => whyNoTool(r, thing, verb))
  return reasons.find((reason) => reason.code !== 'no-tool') ?? reasons[0]
}
