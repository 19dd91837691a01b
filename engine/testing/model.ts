import type { AttributeValue } from '../world.js'

export const FIELDS = {
  Body: ['x', 'small', 'heat', 'mass', 'part'],
  Lamp: ['lit', 'colour'],
} as const
export const RELATIONS = ['place', 'part', 'thought'] as const
export const SETS = ['likes', 'knows'] as const
export type RelationName = (typeof RELATIONS)[number]
export type SetName = (typeof SETS)[number]

const BOUNDS: Readonly<Record<string, readonly [number, number]>> = {
  x: [-32768, 32767],
  small: [0, 255],
  heat: [-Number.MAX_VALUE, Number.MAX_VALUE],
  mass: [-3.4028234663852886e38, 3.4028234663852886e38],
  part: [-2147483647 / 1024, 2147483647 / 1024],
  lit: [0, 1],
  colour: [0, 2],
}
const WHOLE = new Set(['x', 'small', 'lit', 'colour'])

interface Thing {
  /** Values of fields by component. */
  readonly components: Map<string, Record<string, number>>
  name: string
  owner: number
  readonly attributes: Map<string, AttributeValue>
  readonly sets: Readonly<Record<SetName, Set<number>>>
}

interface Link {
  readonly parent: number
  readonly kind: number
}

/** The state of `everything` as objects and maps, written for being obvious. */
export interface Model {
  readonly things: Map<number, Thing>
  /** Links in the order in which the children came. */
  readonly links: Readonly<Record<RelationName, Map<number, Link>>>
  total: number
  log: number[]
}

export const emptyModel = (): Model => ({
  things: new Map(),
  links: { place: new Map(), part: new Map(), thought: new Map() },
  total: 0,
  log: [],
})

/** What a field holds after being given a value; undefined when it refuses. */
export function held(field: string, value: number): number | undefined {
  const [min, max] = BOUNDS[field]!
  if (!(value >= min && value <= max)) return undefined
  if (WHOLE.has(field)) return Number.isInteger(value) ? value + 0 : undefined
  if (field === 'mass') return Math.fround(value) + 0
  return (field === 'part' ? Math.round(value * 1024) / 1024 : value) + 0
}

/** The fields of a component, all 0. */
export const blank = (component: string): Record<string, number> =>
  Object.fromEntries((FIELDS[component as 'Body'] ?? []).map((f) => [f, 0]))

export function spawn(model: Model, entity: number, components: readonly string[]): Thing {
  const thing: Thing = {
    components: new Map(components.map((c) => [c, blank(c)])),
    name: '',
    owner: 0,
    attributes: new Map(),
    sets: { likes: new Set(), knows: new Set() },
  }
  model.things.set(entity, thing)
  return thing
}

/** Removes a thing; its parts go with it, whatever else hangs on it becomes free. */
export function remove(model: Model, entity: number): void {
  const parts: number[] = []
  for (const relation of RELATIONS) {
    const links = model.links[relation]
    links.delete(entity)
    for (const [child, link] of [...links]) {
      if (link.parent !== entity) continue
      links.delete(child)
      if (relation === 'part') parts.push(child)
    }
  }
  model.things.delete(entity)
  for (const { sets } of model.things.values()) for (const set of SETS) sets[set].delete(entity)
  for (const part of parts) if (model.things.has(part)) remove(model, part)
}

/** @returns the code of the refusal */
export function move(
  model: Model,
  relation: RelationName,
  child: number,
  link: Link,
): string | undefined {
  const links = model.links[relation]
  if (!model.things.has(child) || !model.things.has(link.parent)) return 'entity/unknown'
  if (link.kind < 0 || (relation === 'place' && link.kind > 2)) return 'relation/kind'
  if (relation !== 'thought' && (child === link.parent || isInside(links, link.parent, child)))
    return 'relation/cycle'
  links.delete(child)
  links.set(child, link)
  return undefined
}

function isInside(links: ReadonlyMap<number, Link>, entity: number, ancestor: number): boolean {
  let at = links.get(entity)?.parent
  while (at !== undefined && at !== ancestor) at = links.get(at)?.parent
  return at !== undefined
}

export const hasName = (model: Model, name: string): boolean =>
  [...model.things.values()].some((t) => t.name === name)
