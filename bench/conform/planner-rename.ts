import { createStreams } from '../../engine/index.js'
import type { SceneInput } from '../../worlds/index.js'
import type { Converted } from '../import/earbench.js'

type Imported = Converted['scenario']

/** Names for what has none yet, each in one turn only. */
type Namer = (old: string) => string

/**
 * The same scenario with nothing in it that a name could give away: every id, name and text becomes a meaningless word,
 * drawn by a shuffle from the seed. Where somebody begins and how things stand to one another stays as it was.
 *
 * @example
 * renamed(scenario, 1).params.things[0] // { id: 'n0417', name: 'n2280', at: 'in:n0032', … }
 */
export function renamed(scenario: Imported, seed: number | string): Imported {
  const { params, agents } = scenario
  const things = params.things ?? []
  const size = 10_000 + 4 * (params.rooms.length + things.length)
  const rng = createStreams(String(seed), {}, false).stream('rename')
  const words = rng.shuffle(Array.from({ length: size }, (_, i) => `n${`${i}`.padStart(4, '0')}`))
  const fresh = (): string => words.pop()!
  const ids = new Map<string, string>()
  const id: Namer = (old) => {
    const word = ids.get(old) ?? fresh()
    ids.set(old, word)
    return word
  }
  for (const { id: old } of [...params.rooms, ...things]) id(old)
  for (const old of Object.keys(agents)) id(old)
  return {
    ...scenario,
    title: fresh(),
    params: {
      ...params,
      description: fresh(),
      background: fresh(),
      rooms: params.rooms.map((room) => ({
        ...room,
        id: id(room.id),
        name: fresh(),
        links: (room.links ?? []).map(id),
        properties: mentions(room.properties ?? {}, ids),
      })),
      things: things.map((thing) => renameThing(thing, id, fresh, ids)),
      bodies: renameBodies(params, id, fresh, ids),
      tasks: (params.tasks ?? []).map((task) => ({
        ...task,
        text: fresh(),
        checks: task.checks.map((check) => ({
          ...check,
          thing: id(check.thing),
          ...(check.place === undefined ? {} : { place: place(check.place, id) }),
        })),
      })),
    },
    agents: Object.fromEntries(Object.entries(agents).map(([name, agent]) => [id(name), agent])),
    meta: {},
  }
}

/** `in:kitchen` with another word for the kitchen. */
function place(text: string, id: Namer): string {
  const [preposition, ...rest] = text.split(':')
  return `${preposition}:${id(rest.join(':'))}`
}

function renameThing(
  thing: NonNullable<SceneInput['things']>[number],
  id: Namer,
  fresh: () => string,
  ids: ReadonlyMap<string, string>,
): NonNullable<SceneInput['things']>[number] {
  return {
    ...thing,
    id: id(thing.id),
    name: fresh(),
    at: place(thing.at, id),
    ...(thing.door === undefined ? {} : { door: [id(thing.door[0]), id(thing.door[1])] }),
    states: mentions(thing.states ?? {}, ids),
    properties: mentions(thing.properties ?? {}, ids),
  }
}

function renameBodies(
  { rooms, bodies = {} }: SceneInput,
  id: Namer,
  fresh: () => string,
  ids: ReadonlyMap<string, string>,
): NonNullable<SceneInput['bodies']> {
  // Where no room is given, an agent begins in the one whose id comes first, and another comes first now.
  const first = rooms.map((r) => r.id).sort()[0]!
  return Object.fromEntries(
    Object.entries(bodies).map(([name, body]) => [
      id(name),
      {
        ...body,
        name: fresh(),
        start: id(body.start ?? first),
        properties: mentions(body.properties ?? {}, ids),
      },
    ]),
  )
}

/** A value in which ids are mentioned, with their new words. */
function mentions<T>(value: T, ids: ReadonlyMap<string, string>): T {
  const walk = (v: unknown): unknown => {
    if (typeof v === 'string') return ids.get(v) ?? v
    if (Array.isArray(v)) return v.map(walk)
    if (v === null || typeof v !== 'object') return v
    return Object.fromEntries(Object.entries(v).map(([key, inner]) => [key, walk(inner)]))
  }
  return walk(value) as T
}
