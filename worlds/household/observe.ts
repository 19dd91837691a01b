import { z } from 'zod'
import type { DeepReadonly, Entity, Seat } from '../../engine/index.js'
import {
  held,
  isFound,
  isThing,
  placeText,
  standsIn,
  THING_KINDS,
} from '../kernels/embodied/index.js'
import { abilitiesOf, type Household, indexOf, lendsOf, title } from './household.js'

const attribute = z.union([z.boolean(), z.number(), z.string(), z.array(z.unknown())])

const thingView = z.object({
  id: z.string(),
  name: z.string(),
  kind: z.enum(THING_KINDS),
  /** `in:room`, `on:table`, or the holder's name. */
  place: z.string(),
  weight: z.number(),
  container: z.boolean(),
  provides: z.array(z.string()),
  states: z.record(z.string(), attribute),
})

export const observationSchema = z.object({
  room: z.string(),
  rooms: z.array(z.object({ id: z.string(), name: z.string() })),
  /** Things that have been found, room by room, each thing before what is in or on it. */
  things: z.array(thingView),
  agents: z.array(
    z.object({
      id: z.string(),
      name: z.string(),
      room: z.string(),
      holds: z.array(z.string()),
      bound: z.string(),
    }),
  ),
  holds: z.array(z.string()),
  /** Kilograms carried, and how many can be. */
  load: z.number(),
  strength: z.number(),
  grasp: z.number(),
  abilities: z.array(z.string()),
  near: z.array(z.string()),
  tasks: z.array(z.object({ text: z.string(), category: z.string() })),
})

export type Observation = z.output<typeof observationSchema>

/**
 * The things of a room in the order in which an observation shows them: each before what is in or on it. What an agent
 * holds is not shown among them, and what is not yet found hides what it contains.
 */
export function shownIn(w: Household, at: Entity, all: boolean): Entity[] {
  const out: Entity[] = []
  const descend = (parent: Entity): void => {
    for (const e of w.rel.place.children(parent)) {
      if (!isThing(w, e) || w.rel.hands.parent(e) !== 0) continue
      if (!all && !isFound(w, e)) continue
      out.push(e)
      descend(e)
    }
  }
  descend(at)
  return out
}

/** All things that an observation shows, room by room. @param all show what is not found yet, too */
export const shown = (w: Household, all: boolean): Entity[] =>
  indexOf(w).rooms.flatMap((at) => shownIn(w, at, all))

function viewOf(w: Household, e: Entity): Observation['things'][number] {
  return {
    id: w.nameOf(e),
    name: title(w, e),
    kind: THING_KINDS[w.c.Thing.kind.get(e)]!,
    place: placeText(w, e),
    weight: w.c.Thing.weight.get(e),
    container: w.c.Thing.container.get(e) === 1,
    provides: [...lendsOf(w, e)],
    states: Object.fromEntries(w.attributes.entries(e)) as Observation['things'][number]['states'],
  }
}

/** What an agent knows: all that was found by anyone, and where everybody is. */
export function observe(w: Household, me: Entity, _seat: Seat): DeepReadonly<Observation> {
  const mine = me === 0 ? [] : held(w, me)
  return {
    room: me === 0 ? '' : w.nameOf(standsIn(w, me)),
    rooms: indexOf(w).rooms.map((e) => ({ id: w.nameOf(e), name: title(w, e) })),
    things: [
      ...shown(w, false),
      ...w.agents.flatMap((a) => (a.entity === 0 ? [] : held(w, a.entity))),
    ].map((e) => viewOf(w, e)),
    agents: w.agents
      .filter((a) => a.entity !== 0)
      .map((a) => ({
        id: a.name,
        name: title(w, a.entity),
        room: w.nameOf(standsIn(w, a.entity)),
        holds: held(w, a.entity).map(w.nameOf),
        bound: w.nameOf(w.c.Body.bound.get(a.entity)),
      })),
    holds: mine.map(w.nameOf),
    load: w.c.Body.load.get(me),
    strength: w.c.Body.strength.get(me),
    grasp: w.c.Body.grasp.get(me),
    abilities: abilitiesOf(w, me),
    near: me === 0 ? [] : w.sets.near.members(me).map(w.nameOf),
    tasks: w.params.tasks.map((t) => ({ text: t.text, category: t.category })),
  }
}
