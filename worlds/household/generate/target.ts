import type { Rng } from '../../../engine/index.js'
import { type ThingKind, TRAITS, type Trait } from './schema.js'
import {
  actionOf,
  addThing,
  drawWeight,
  left,
  nameOf,
  type Place,
  type Room,
  type Site,
  type Thing,
  traitsOf,
  type Wanted,
} from './site.js'
import { isLight, kindsThat, layDown, roomFor } from './stock.js'

/** A thing that a task is about, and the words by which it is told where its name or id is not given. */
export interface Target {
  readonly thing: Thing
  readonly phrase?: string
  /** What is to be done to it, where that was asked for. */
  readonly verb?: string
}

export interface Asked {
  /** It is told by its traits among others of its kind. */
  readonly told: boolean
  /** How many things may be added. */
  readonly spend: number
  readonly fits: (kind: ThingKind) => boolean
  /** The verbs of which one is to be done to it. */
  readonly verbs?: (kind: ThingKind) => readonly string[]
  /** A room in which it must not be. */
  readonly not?: Room | undefined
  readonly lay?: (site: Site, rng: Rng, room: Room) => Place
}

/** Adds a thing for a task to be about; none when nothing fits. */
export function addTarget(site: Site, rng: Rng, asked: Asked): Target | undefined {
  if (asked.spend < (asked.told ? 2 : 1)) return undefined
  if (asked.told) return addTold(site, rng, asked)
  const furniture = kindsThat(site, 'furniture', (k) => isAsked(asked, k))
  const items = kindsThat(site, 'items', (k) => isAsked(asked, k))
  if (furniture.length + items.length === 0) return undefined
  const kind = rng.pick([...furniture, ...items])
  const isItem = items.includes(kind)
  const room = roomFor(site, rng, kind, asked.not)
  const at: Place = isItem ? (asked.lay ?? layDown)(site, rng, room) : { prep: 'in', node: room }
  const verb = verbFor(rng, asked, kind)
  const thing = addThing(site, kind, isItem ? 'item' : 'furniture', at, readyFor(kind, verb))
  site.used.add(thing)
  return { thing, ...(verb === undefined ? {} : { verb }) }
}

const isAsked = (asked: Asked, kind: ThingKind): boolean =>
  asked.fits(kind) && (asked.verbs === undefined || asked.verbs(kind).length > 0)

const verbFor = (rng: Rng, { verbs }: Asked, kind: ThingKind): string | undefined =>
  verbs === undefined ? undefined : rng.pick(verbs(kind))

/** The states of a new thing to which a verb can be done. Only what is to be unlocked is locked. */
function readyFor(kind: ThingKind, verb: string | undefined): Wanted {
  const states: Record<string, boolean> = kind.lock ? { is_locked: false } : {}
  if (verb === undefined) return { states }
  const { attribute, when } = actionOf(verb)
  if (attribute === 'is_locked') states['is_open'] = false
  return { states: { ...states, [attribute]: when } }
}

/** Which traits tell a thing, and whether it is the heaviest or lightest that has them. */
interface Telling {
  readonly traits: readonly Trait[]
  readonly most?: 'heaviest' | 'lightest'
}

/** The fewest hundredths of a kilogram between the lightest and the heaviest of a kind whose weights tell them apart. */
const SPAN_MIN = 40

function addTold(site: Site, rng: Rng, asked: Asked): Target | undefined {
  const clear = clearNames(site)
  const kinds = kindsThat(
    site,
    'items',
    (k) =>
      isAsked(asked, k) &&
      isLight(k) &&
      k.provides.length === 0 &&
      Object.keys(traitsOf(site.tables, k)).length > 0 &&
      !site.named.has(nameOf(k).toLowerCase()) &&
      clear(nameOf(k).toLowerCase()),
  )
  if (kinds.length === 0) return undefined
  const kind = rng.pick(kinds)
  const others = Math.min(asked.spend - 1, 1 + rng.int(2 + site.growth))
  const telling = drawTelling(site, rng, kind)
  const verb = verbFor(rng, asked, kind)
  const thing = addTrue(site, rng, kind, telling, readyFor(kind, verb), asked)
  for (let i = 0; i < others; i++) addOther(site, rng, thing, telling, i)
  site.used.add(thing)
  site.reserved.add(thing.name.toLowerCase())
  return {
    thing,
    phrase: phraseOf(thing, telling),
    ...(verb === undefined ? {} : { verb }),
  }
}

/** Which names are one kind's alone, and cannot be taken for another kind's name with some trait before it. */
function clearNames({ tables }: Site): (name: string) => boolean {
  const names = new Map<string, number>()
  for (const k of [...tables.items, ...tables.furniture, ...tables.rooms, ...tables.doors]) {
    const name = nameOf(k).toLowerCase()
    names.set(name, (names.get(name) ?? 0) + 1)
  }
  const ends = new Set([...names.keys()].flatMap(endings))
  return (name) =>
    names.get(name) === 1 && !ends.has(name) && !endings(name).some((e) => names.has(e))
}

/** The shorter names in which a name ends. */
function endings(name: string): string[] {
  const words = name.split(' ')
  return words.slice(1).map((_, i) => words.slice(i + 1).join(' '))
}

function drawTelling(site: Site, rng: Rng, kind: ThingKind): Telling {
  const looks = traitsOf(site.tables, kind)
  const traits = rng.shuffle(TRAITS.filter((t) => looks[t] !== undefined))
  const [from, to] = kind.weight
  const most = to * 100 - from * 100 >= SPAN_MIN && rng.chance(0.45)
  const count = most ? rng.int(2) : rng.range(1, Math.min(2, traits.length))
  return {
    traits: TRAITS.filter((t) => traits.slice(0, count).includes(t)),
    ...(most ? { most: rng.pick(['heaviest', 'lightest'] as const) } : {}),
  }
}

function addTrue(
  site: Site,
  rng: Rng,
  kind: ThingKind,
  telling: Telling,
  ready: Wanted,
  asked: Asked,
): Thing {
  const [from, to] = kind.weight
  const middle = (from + to) / 2
  const weight =
    telling.most === 'heaviest'
      ? drawWeight(rng, [middle, to])
      : telling.most === 'lightest'
        ? drawWeight(rng, [from, middle])
        : undefined
  const at = (asked.lay ?? layDown)(site, rng, roomFor(site, rng, kind, asked.not))
  return addThing(site, kind, 'item', at, {
    ...ready,
    ...(weight === undefined ? {} : { weight }),
  })
}

/** Adds one of the kind that the telling does not fit, though it nearly does. */
function addOther(site: Site, rng: Rng, thing: Thing, telling: Telling, i: number): void {
  const { kind } = thing
  const looks = traitsOf(site.tables, kind)
  const states: Record<string, string> = {}
  for (const t of telling.traits) states[t] = thing.states[t] as string
  const isMatch = telling.most !== undefined && (telling.traits.length === 0 || i % 2 === 0)
  if (!isMatch) {
    const trait = rng.pick(telling.traits)
    states[trait] = rng.pick(looks[trait]!.filter((v) => v !== thing.states[trait]))
  }
  const at = layDown(site, rng, rng.pick(site.rooms))
  addThing(site, kind, 'item', at, {
    states,
    ...(isMatch ? { weight: beaten(rng, thing, telling) } : {}),
  })
}

/** A weight on the other side of that of a thing which is to stay the heaviest or lightest. */
function beaten(rng: Rng, { kind, weight }: Thing, { most }: Telling): number {
  const cents = Math.round(weight * 100)
  const range: [number, number] =
    most === 'heaviest'
      ? [Math.min(kind.weight[0], (cents - 1) / 100), (cents - 1) / 100]
      : [(cents + 1) / 100, Math.max(kind.weight[1], (cents + 1) / 100)]
  return drawWeight(rng, range)
}

const phraseOf = (thing: Thing, { traits, most }: Telling): string =>
  [
    'the',
    ...(most === undefined ? [] : [most]),
    ...traits.map((t) => String(thing.states[t])),
    thing.name.toLowerCase(),
  ].join(' ')

/** How many things may be added for a job when others come after it. */
export const share = (site: Site, later: number, jobsLeft: number, min: number): number =>
  Math.max(min, Math.min(left(site) - later, Math.floor(left(site) / jobsLeft)))
