import type { Rng, Streams } from '../../../engine/index.js'
import { attributeActions } from '../attribute-actions.js'
import { type Looks, type Tables, type ThingKind, TRAITS } from './schema.js'

export interface Room {
  readonly is: 'room'
  readonly id: string
  readonly name: string
  readonly kind: string
  readonly links: Room[]
}

export interface Thing {
  readonly is: 'thing'
  readonly id: string
  readonly name: string
  readonly kind: ThingKind
  readonly type: 'furniture' | 'item' | 'interactable'
  readonly at: Place
  readonly weight: number
  readonly states: Record<string, boolean | number | string>
  readonly door?: readonly [Room, Room]
}

export interface Place {
  readonly is?: never
  readonly prep: 'in' | 'on'
  readonly node: Room | Thing
}

/** Where things can be put in a room. */
export interface Hosts {
  readonly surfaces: Thing[]
  readonly boxes: Thing[]
}

/** A scene while it is being made. */
export interface Site {
  readonly tables: Tables
  readonly streams: Streams
  readonly rooms: Room[]
  readonly things: Thing[]
  /** How many things there will be. */
  readonly size: number
  /** How often the number of things doubled from 16: chains, distractors and checks grow with it. */
  readonly growth: number
  readonly counts: Map<string, number>
  /** How many nodes have a name. */
  readonly named: Map<string, number>
  /** Names of kinds of which no more may be added: things of theirs are told by their traits. */
  readonly reserved: Set<string>
  readonly hosts: Map<Room, Hosts>
  /** Containers that something depends on; they must not be closed or hidden away. */
  readonly used: Set<Thing>
  /** The tool that opens a locked container. */
  readonly keys: Map<Thing, Thing>
}

const actions = new Map(attributeActions.map((a) => [a.name, a]))

export const actionOf = (verb: string): (typeof attributeActions)[number] => actions.get(verb)!

/** A name as people say it. */
export const nameOf = (k: { readonly kind: string; readonly name?: string | undefined }): string =>
  k.name ??
  k.kind
    .split('_')
    .map((w) => (w === 'of' ? w : w[0]!.toUpperCase() + w.slice(1)))
    .join(' ')

export const left = (site: Site): number => site.size - site.things.length

export const isOpen = (thing: Thing): boolean => thing.states['is_open'] !== false

export const isLocked = (thing: Thing): boolean => thing.states['is_locked'] === true

/** The room that a thing is put in. */
export function roomOf(place: Place): Room {
  let at = place
  while (at.node.is === 'thing') at = at.node.at
  return at.node
}

/** The next id of a kind. */
export function nextId(site: Site, kind: string): string {
  const n = (site.counts.get(kind) ?? 0) + 1
  site.counts.set(kind, n)
  return `${kind}_${n}`
}

export function countName(site: Site, name: string): void {
  const key = name.toLowerCase()
  site.named.set(key, (site.named.get(key) ?? 0) + 1)
}

/** The traits that a kind has, with their values. */
export function traitsOf(tables: Tables, kind: ThingKind): Looks {
  const looks = kind.looks === undefined ? undefined : tables.looks[kind.looks]
  return looks ?? {}
}

/** All that can be done to a kind: what its table says, and opening and closing of lids. */
export const verbsOf = (k: ThingKind): readonly string[] =>
  k.lid ? [...k.verbs, 'open', 'close'] : k.verbs

/** What a thing is to be like where chance does not decide. */
export interface Wanted {
  readonly weight?: number
  readonly states?: Readonly<Record<string, boolean | number | string>>
}

const SHARE = { is_open: 0.5, is_locked: 0.12 } as const
const shareOf = (attribute: string): number => (SHARE as Record<string, number>)[attribute] ?? 0.3

/** States of a new thing: traits, and yes or no for all that can be done to it. A locked one is closed. */
function drawStates(rng: Rng, site: Site, kind: ThingKind, furniture: boolean): Thing['states'] {
  const states: Thing['states'] = {}
  const looks = traitsOf(site.tables, kind)
  for (const trait of TRAITS) {
    const values = looks[trait]
    if (values !== undefined) states[trait] = rng.pick(values)
  }
  // Furniture that holds things counts as closed unless something else is said.
  if (kind.container && (kind.lid || furniture))
    states['is_open'] = !kind.lid || rng.chance(SHARE.is_open)
  if (kind.lock) states['is_locked'] = states['is_open'] === false && rng.chance(SHARE.is_locked)
  for (const verb of kind.verbs) {
    const { attribute } = actionOf(verb)
    if (!(attribute in states)) states[attribute] = rng.chance(shareOf(attribute))
  }
  return states
}

/** A weight in kilograms, in steps of ten grams. */
export const drawWeight = (rng: Rng, [from, to]: readonly [number, number]): number =>
  rng.range(Math.round(from * 100), Math.round(to * 100)) / 100

/** Adds a thing. Its room does not offer it for putting things in or on it; see `offer`. */
export function addThing(
  site: Site,
  kind: ThingKind,
  type: 'furniture' | 'item',
  at: Place,
  wanted: Wanted = {},
): Thing {
  const rng = site.streams.stream('things')
  const weight = drawWeight(rng, kind.weight)
  const drawn = drawStates(rng, site, kind, type === 'furniture')
  const thing: Thing = {
    is: 'thing',
    id: nextId(site, kind.kind),
    name: nameOf(kind),
    kind,
    type,
    at,
    weight: wanted.weight ?? weight,
    states: { ...drawn, ...wanted.states },
  }
  countName(site, thing.name)
  site.things.push(thing)
  return thing
}

/** Lets things be put in and on a thing that stands or lies in a room. */
export function offer(site: Site, thing: Thing): void {
  const hosts = site.hosts.get(roomOf(thing.at))!
  if (thing.kind.surface) hosts.surfaces.push(thing)
  if (thing.kind.container) hosts.boxes.push(thing)
}
