import { type CauseClock, mustBeOpen } from './clock.js'
import { CoactError, unknownName } from './errors.js'
import { growLayout, type Layout } from './layout.js'
import { limits } from './limits.js'
import type { Names } from './names.js'
import type { Strings } from './strings.js'

/** Which entities live, what they are called, and what they can be made of. */
export interface Entities {
  readonly clock: CauseClock
  readonly layout: Layout
  readonly strings: Strings
  readonly names: Names
  readonly componentNames: readonly string[]
  readonly componentIds: ReadonlyMap<string, number>
  /** 1 for each living entity; its length is the room there is. */
  alive: Uint8Array
  /** The highest id in use. */
  highest: number
}

export const lives = ({ alive }: Entities, entity: number): boolean => alive[entity] === 1

export function mustLive(entities: Entities, entity: number): void {
  mustBeOpen(entities.clock)
  if (lives(entities, entity)) return
  throw new CoactError('entity/unknown', `There is no entity ${entity}`, {
    next: 'It may have been removed earlier in this tick.',
  })
}

export function idOf({ componentIds, componentNames }: Entities, component: string): number {
  const id = componentIds.get(component)
  if (id === undefined) {
    throw unknownName('component/unknown', 'component', component, componentNames)
  }
  return id
}

export const nameOf = ({ layout, strings }: Entities, entity: number): string =>
  strings.text(layout.name.values[entity] ?? 0)

export function setName({ layout, names, strings }: Entities, entity: number, name: string): void {
  layout.name.set(entity, strings.intern(name))
  names.set(name, entity)
}

export function giveName(entities: Entities, entity: number, name: string): void {
  mustLive(entities, entity)
  const old = nameOf(entities, entity)
  if (name === '' || old !== '') {
    throw new CoactError('entity/name', `Entity ${entity} cannot be named "${name}"`, {
      ...(old === '' ? {} : { where: old }),
      expected: 'an entity without a name, and a name that is not empty',
    })
  }
  entities.names.mustBeFree(name)
  setName(entities, entity, name)
}

/** Makes room for an entity. */
export function makeRoom(entities: Entities, entity: number): void {
  let capacity = entities.alive.length
  if (entity < capacity) return
  if (entity >= limits.ENTITIES_MAX) {
    throw new CoactError('limit/entities', 'Too many entities', {
      expected: `at most ${limits.ENTITIES_MAX}`,
      next: 'Remove what is no longer needed.',
    })
  }
  while (capacity <= entity) capacity *= 2
  growLayout(entities.layout, capacity)
  const alive = new Uint8Array(capacity)
  alive.set(entities.alive)
  entities.alive = alive
}

export function livingIds({ alive, highest }: Entities): number[] {
  const out: number[] = []
  for (let e = 1; e <= highest; e++) if (alive[e] === 1) out.push(e)
  return out
}
