import { z } from 'zod'
import type { DeepReadonly, Entity, Seat } from '../../engine/index.js'
import { held, isFound, placeText, standsIn, THING_KINDS } from '../kernels/embodied/index.js'
import {
  abilitiesOf,
  COLLABORATIVE,
  type Household,
  indexOf,
  lendsOf,
  propertiesOf,
  title,
} from './household.js'
import { shownIn } from './rules/shown.js'
import type { Task } from './scene.js'

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
  /** The rooms that a door joins. */
  door: z.array(z.string()).optional(),
  states: z.record(z.string(), attribute),
  /** What never changes, such as colour or material; left out when there is nothing. */
  properties: z.record(z.string(), attribute).optional(),
})

export const observationSchema = z.object({
  room: z.string(),
  rooms: z.array(z.object({ id: z.string(), name: z.string(), links: z.array(z.string()) })),
  /** Things that the agent perceives, room by room, each thing before what is in or on it. */
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
  /** Attribute actions that can be used here. */
  actions: z.array(z.string()),
  travel: z.enum(['anywhere', 'links']),
  /** The aims that the agent was given. */
  tasks: z.array(
    z.object({
      /** As its goal is called. */
      id: z.string(),
      text: z.string(),
      category: z.string(),
      /** Whether it is everybody's, not one team's alone. */
      shared: z.boolean(),
      checks: z.array(
        z.object({
          thing: z.string(),
          place: z.string().optional(),
          states: z.record(z.string(), z.boolean()),
          together: z.boolean(),
        }),
      ),
    }),
  ),
})

export type Observation = z.output<typeof observationSchema>

/** All things that an observation shows, room by room. @param all show what is not found yet, too */
export const shown = (w: Household, all: boolean): Entity[] =>
  indexOf(w).rooms.flatMap((at) => shownIn(w, at, (e) => all || isFound(w, e)))

function viewOf(w: Household, e: Entity): Observation['things'][number] {
  const { doors } = indexOf(w)
  const properties = propertiesOf(w, e)
  return {
    id: w.nameOf(e),
    name: title(w, e),
    kind: THING_KINDS[w.c.Thing.kind.get(e)]!,
    place: placeText(w, e),
    weight: w.c.Thing.weight.get(e),
    container: w.c.Thing.container.get(e) === 1,
    provides: [...lendsOf(w, e)],
    ...(doors.has(e) ? { door: doors.get(e)!.map(w.nameOf) } : {}),
    states: Object.fromEntries(w.attributes.entries(e)) as Observation['things'][number]['states'],
    ...(properties.length > 0 ? { properties: Object.fromEntries(properties) } : {}),
  }
}

/** Another agent as far as it is seen: what is not seen is empty. */
function agentView(
  w: Household,
  me: Entity,
  { name, entity }: Seat,
): Observation['agents'][number] {
  const at = indexOf(w).rules.whereabouts(w, me, entity)
  return {
    id: name,
    name: title(w, entity),
    room: w.nameOf(at),
    holds: at === 0 ? [] : held(w, entity).map(w.nameOf),
    bound: at === 0 ? '' : w.nameOf(w.c.Body.bound.get(entity)),
  }
}

const taskView = (task: Task, i: number): Observation['tasks'][number] => ({
  id: `task${i + 1}`,
  text: task.text,
  category: task.category,
  shared: task.team === undefined,
  checks: task.checks.map(({ thing, place, states, together }) => ({
    thing,
    ...(place === undefined ? {} : { place }),
    states: { ...states },
    together: together ?? COLLABORATIVE.test(task.category),
  })),
})

/** What an agent perceives: by the profile `compat` all that was found by anyone, by `strict` what it sees itself. */
export function observe(w: Household, me: Entity, seat: Seat): DeepReadonly<Observation> {
  const { rules } = indexOf(w)
  const mine = me === 0 ? [] : held(w, me)
  return {
    room: me === 0 ? '' : w.nameOf(standsIn(w, me)),
    rooms: indexOf(w).rooms.map((e) => ({
      id: w.nameOf(e),
      name: title(w, e),
      links: w.sets.links.members(e).map(w.nameOf),
    })),
    things: rules.sees(w, me).map((e) => viewOf(w, e)),
    agents: w.agents.filter((a) => a.entity !== 0).map((a) => agentView(w, me, a)),
    holds: mine.map(w.nameOf),
    load: me === 0 ? 0 : rules.load(w, me),
    strength: w.c.Body.strength.get(me),
    grasp: w.c.Body.grasp.get(me),
    abilities: abilitiesOf(w, me),
    near: rules.near(w, me).map(w.nameOf),
    actions: [...w.params.actions],
    travel: w.params.travel,
    tasks: w.params.tasks.flatMap((t, i) =>
      t.team === undefined || t.team === seat.team ? [taskView(t, i)] : [],
    ),
  }
}
