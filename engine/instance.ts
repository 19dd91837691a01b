import { createAttributes, createEntitySet } from './attributes.js'
import { mustBeOpen } from './clock.js'
import type { Column } from './column.js'
import { createDocs, type Docs, type Json } from './docs.js'
import { CoactError, invariant } from './errors.js'
import { type Components, parts, type StateParts } from './fields.js'
import type { EventRecord } from './frame.js'
import { withGetters } from './getters.js'
import { limits } from './limits.js'
import { plainCopy } from './plain.js'
import { createStreams, type Rng, type Streams, type Tapes } from './rng.js'
import { createStore, type Store } from './store.js'
import type { AnyWorld, Entity, EntitySet, Seat, World } from './world.js'

/** What is running now, as far as the world's own calls need to know it. */
export interface Running {
  /** Label of the random stream that `w.rng` gives. */
  stream: string
  tick: number
  /** Serial of the tick's first cause. */
  first: number
  events: EventRecord[]
  reads: Entity[]
  /** Who took what in this tick. */
  readonly taken: Map<Entity, Seat>
  index: unknown
  /** Bumped whenever entities come, go or change hands. */
  members: number
}

/** One episode's state with the world's view of it. */
export interface Instance {
  readonly w: World
  readonly store: Store
  readonly docs: Docs
  readonly streams: Streams
  readonly running: Running
  readonly seats: readonly Seat[]
}

/** The document that holds `w.state`. */
export const STATE_DOC = 'world'

/** Makes the empty state of a world. */
export function createInstance(
  world: AnyWorld,
  given: {
    readonly params: unknown
    readonly profile: string
    readonly agents: readonly {
      readonly name: string
      readonly team: string
      readonly role: string
    }[]
    readonly seed: string
    readonly tapes: Tapes
    /** Whether diffs will be taken and draws kept. */
    readonly track: boolean
  },
): Instance {
  const declared: StateParts = (world.components as Partial<Components>)[parts] ?? {}
  const setNames = declared.sets ?? []
  const store = createStore(
    {
      components: world.components,
      relations: declared.relations ?? {},
      sets: setNames,
    },
    given.track,
  )
  const docs = createDocs(store.clock)
  const streams = createStreams(given.seed, given.tapes, given.track)
  const running: Running = {
    stream: 'setup',
    tick: 0,
    first: 1,
    events: [],
    reads: [],
    taken: new Map(),
    index: undefined,
    members: 1,
  }
  const seats = given.agents.map((a, index) => createSeat(a, index, store, running))
  const sets: Record<string, EntitySet> = {}
  setNames.forEach((name, i) => {
    sets[name] = createEntitySet(store.pairs[i + 1]!, store.mustLive)
  })
  const put = (
    entity: Entity,
    component: string,
    values: Readonly<Record<string, number>>,
  ): void => {
    const columns = store.fields[component]!
    for (const field in values) {
      const column: Column | undefined = columns[field]
      if (column === undefined) {
        throw new CoactError('column/unknown', `${component} has no field "${field}"`, {
          expected: Object.keys(columns).join(', '),
        })
      }
      const value = values[field]!
      if (value !== 0) column.set(entity, value)
    }
  }
  const attributes = createAttributes(store.pairs[0]!, store.strings, store.mustLive)
  const { clock } = store
  const draw = (): Rng => {
    mustBeOpen(clock)
    return streams.stream(running.stream)
  }
  const rng: Rng = {
    float: () => draw().float(),
    int: (n) => draw().int(n),
    range: (from, to) => draw().range(from, to),
    chance: (p) => draw().chance(p),
    pick: (list) => draw().pick(list),
    shuffle: (list) => draw().shuffle(list),
  }
  const own = {
    running,
    docs,
    c: store.fields as World['c'],
    params: given.params,
    profile: given.profile,
    agents: seats,
    rng,
    stream(label) {
      mustBeOpen(clock)
      return streams.stream(`world:${label}`)
    },
    spawn(values, owner) {
      const components = Object.keys(values)
      const entity = store.spawn(components, typeof owner === 'string' ? owner : '')
      for (const component of components) put(entity, component, (values as never)[component])
      if (typeof owner === 'object') store.owner.set(entity, owner.index + 1)
      running.members += 1
      return entity
    },
    remove(entity) {
      store.remove(entity)
      running.members += 1
    },
    add(entity, component, values) {
      store.add(entity, component)
      if (values !== undefined) put(entity, component, values as Readonly<Record<string, number>>)
    },
    drop: store.drop,
    has: store.has,
    isAlive: store.isAlive,
    each: store.each,
    count: store.count,
    entity: store.byName,
    nameOf: store.nameOf,
    name: store.name,
    seatOf: (entity) => seats[store.owner.get(entity) - 1],
    intern: store.strings.intern,
    text: store.strings.text,
    rel: store.relations as World['rel'],
    sets: sets as World['sets'],
    attributes,
    rows: store.pairs[0]!,
    update: (recipe) => docs.update(STATE_DOC, recipe as never),
    emit(type, data: Json = null) {
      mustBeOpen(clock)
      running.events.push({
        type,
        data: plainCopy(data, { chars: limits.GROUP_BYTES_MAX, name: type }),
        cause: clock.serial - running.first,
      })
    },
    reads(...entities) {
      // Between ticks an action is only being looked at.
      if (clock.open) running.reads.push(...entities)
    },
    takenBy: (entity) => running.taken.get(entity),
  } satisfies Omit<World, keyof Now> & Pick<Now, 'running' | 'docs'>
  const w: World = withGetters(own, Now)
  if (declared.state !== undefined) {
    const initial = declared.state.safeParse(undefined)
    const value = initial.success ? initial.data : declared.state.safeParse({}).data
    invariant(value !== undefined, `the state schema of ${world.id} needs defaults for every field`)
    docs.put(STATE_DOC, value as Json)
  }
  return { w, store, docs, streams, running, seats }
}

/** A seat finds its entities in the owner column, anew only when members changed. */
function createSeat(
  agent: { readonly name: string; readonly team: string; readonly role: string },
  index: number,
  store: Store,
  running: Running,
): Seat {
  let known = 0
  let entities: Entity[] = []
  const refresh = (): Entity[] => {
    if (known !== running.members) {
      known = running.members
      entities = []
      for (let e = 1; e < store.end(); e++) if (store.owner.get(e) === index + 1) entities.push(e)
    }
    return entities
  }
  return withGetters(
    { index, name: agent.name, team: agent.team, role: agent.role, find: refresh },
    Owner,
  )
}

/** What `w` says of the moment. */
class Now {
  declare readonly running: Running
  declare readonly docs: Docs

  get tick(): number {
    return this.running.tick
  }

  get state(): never {
    return this.docs.get(STATE_DOC) as never
  }

  get index(): unknown {
    return this.running.index
  }
}

/** What a seat says of its entities. */
class Owner {
  declare readonly find: () => Entity[]

  get entity(): Entity {
    return this.find()[0] ?? 0
  }

  get entities(): readonly Entity[] {
    return this.find()
  }
}
