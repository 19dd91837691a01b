import { createAttributes, createEntitySet } from './attributes.js'
import { mustBeOpen } from './clock.js'
import type { Column } from './column.js'
import type { Docs, Json } from './docs.js'
import { CoactError } from './errors.js'
import { withGetters } from './getters.js'
import type { Instance, Running } from './instance.js'
import { limits } from './limits.js'
import { plainCopy } from './plain.js'
import type { Rng } from './rng.js'
import type { Store } from './store.js'
import type { Entity, EntitySet, Seat, World } from './world.js'

/** The document that holds `w.state`. */
export const STATE_DOC = 'world'

/** Makes the `w` that an episode's world code is given. */
export function createView(
  { store, docs, streams, running, seats }: Omit<Instance, 'w' | 'initial'>,
  given: {
    readonly params: unknown
    readonly profile: string
    /** Names of the many-to-many relations, in the store's order. */
    readonly sets: readonly string[]
  },
): World {
  const { clock, strings } = store
  const own = {
    running,
    docs,
    c: store.fields as World['c'],
    params: given.params,
    profile: given.profile,
    agents: seats,
    rng: currentRng(store, streams, running),
    stream(label) {
      mustBeOpen(clock)
      return streams.stream(`world:${label}`)
    },
    spawn: (values, owner) => spawn(store, running, values as Values, owner),
    remove(entity) {
      store.remove(entity)
      running.members += 1
    },
    add(entity, component, values) {
      store.add(entity, component)
      if (values !== undefined) put(store, entity, component, values as Values[string])
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
    intern: strings.intern,
    text: strings.text,
    rel: store.relations as World['rel'],
    sets: entitySets(store, given.sets) as World['sets'],
    attributes: createAttributes(store.pairs[0]!, strings, store.mustLive),
    rows: store.pairs[0]!,
    update: (recipe) => docs.update(STATE_DOC, recipe as never),
    emit: (type, data = null) => emit(store, running, type, data),
    reads(...entities) {
      // Between ticks an action is only being looked at.
      if (clock.open) running.reads.push(...entities)
    },
    takenBy: (entity) => running.taken.get(entity),
    attempts: (agent) => running.attempts?.(agent.index),
    acted: (agent) => running.acted?.(agent.index),
  } satisfies Omit<World, keyof Now> & Pick<Now, 'running' | 'docs'>
  return withGetters(own, Now)
}

/** Values by component and field. */
type Values = Readonly<Record<string, Readonly<Record<string, number>>>>

function spawn(
  store: Store,
  running: Running,
  values: Values,
  owner: Seat | string | undefined,
): Entity {
  const components = Object.keys(values)
  const entity = store.spawn(components, typeof owner === 'string' ? owner : '')
  for (const component of components) put(store, entity, component, values[component]!)
  if (typeof owner === 'object') store.owner.set(entity, owner.index + 1)
  running.members += 1
  return entity
}

function put(store: Store, entity: Entity, component: string, values: Values[string]): void {
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

function emit({ clock }: Store, running: Running, type: string, data: Json): void {
  mustBeOpen(clock)
  if (!clock.tracking) return
  running.events.push({
    type,
    data: plainCopy(data, { chars: limits.GROUP_BYTES_MAX, name: type }),
    cause: clock.serial - running.first,
  })
}

/** Draws from the stream of whatever is running at the time. */
function currentRng({ clock }: Store, streams: Instance['streams'], running: Running): Rng {
  const draw = (): Rng => {
    mustBeOpen(clock)
    return streams.stream(running.stream)
  }
  return {
    float: () => draw().float(),
    int: (n) => draw().int(n),
    range: (from, to) => draw().range(from, to),
    chance: (p) => draw().chance(p),
    pick: (list) => draw().pick(list),
    shuffle: (list) => draw().shuffle(list),
  }
}

function entitySets(store: Store, names: readonly string[]): Record<string, EntitySet> {
  const sets: Record<string, EntitySet> = {}
  names.forEach((name, i) => {
    sets[name] = createEntitySet(store.pairs[i + 1]!, store.mustLive)
  })
  return sets
}

/** What `w` says of the moment. */
class Now {
  declare readonly running: Running
  declare readonly docs: Docs

  get tick(): number {
    return this.running.tick
  }

  get asked(): readonly number[] {
    return this.running.asked
  }

  get state(): never {
    return this.docs.get(STATE_DOC) as never
  }

  get index(): unknown {
    return this.running.index
  }
}
