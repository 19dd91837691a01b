import { z } from 'zod'
import type { Entity, Seat } from '../../engine/index.js'
import { DIRECTIONS, placeOf } from '../kernels/grid/index.js'
import { isReady } from './events.js'
import { CAPACITY, KIND, soupOf } from './items.js'
import { countOf, type Kitchen, kitchenOf, timeOf } from './kitchen.js'
import { USE } from './plan.js'
import { type KitchenWorld, NEVER } from './state.js'

const place = z.tuple([z.int(), z.int()])
/** An item's name, or what a soup or mix is made of, in the order in which it was added. */
const thing = z.union([z.string(), z.array(z.string())])

/** What a cook perceives: everything. Places are [x, y], y growing downwards. */
export const observationSchema = z.object({
  tick: z.int(),
  /** One's own position among the players. */
  me: z.int(),
  /** The grid; see the parameters. Digits are where players began. */
  grid: z.array(z.string()),
  /** How pots start: `by-hand` (by an interaction with empty hands) or `when-full`. */
  pots: z.enum(['by-hand', 'when-full']),
  players: z.array(
    z.object({
      name: z.string(),
      at: place,
      facing: z.enum(DIRECTIONS),
      holds: z.nullable(thing),
    }),
  ),
  /** What lies on counters. */
  counters: z.array(z.object({ at: place, item: thing })),
  /** Pots and other stations. */
  stations: z.array(
    z.object({
      at: place,
      /** `pot`, or the station's name. */
      station: z.string(),
      contents: z.array(z.string()),
      state: z.enum(['empty', 'filling', 'full', 'working', 'ready']),
      /** Ticks until it is ready; 0 when it is, or when nobody has begun. */
      left: z.int(),
      /** What is being made, where the station is no pot. */
      makes: z.nullable(z.string()),
    }),
  ),
  /** Soups that are ordered: what they are worth (`infinite` for a bonus without limit) and ticks of cooking. */
  orders: z.array(
    z.object({
      soup: z.array(z.string()),
      value: z.union([z.number(), z.literal('infinite')]),
      time: z.int(),
      bonus: z.boolean(),
    }),
  ),
  /** Letters of further sources and stations, recipes of stations, and what else is ordered. */
  sources: z.record(z.string(), z.string()),
  utensils: z.record(z.string(), z.object({ station: z.string(), does: z.string() })),
  recipes: z.array(
    z.object({
      makes: z.string(),
      at: z.string(),
      from: z.array(z.string()),
      time: z.int(),
      plated: z.boolean(),
    }),
  ),
  menu: z.array(z.object({ item: z.string(), value: z.number() })),
  /** Deliveries by all that were worth something. */
  served: z.int(),
  /** How many are wanted, if that was said. */
  target: z.nullable(z.int()),
})

export type KitchenView = z.output<typeof observationSchema>
type Thing = string | string[]

/** What never changes in an episode. */
type Fixed = Pick<
  KitchenView,
  'grid' | 'pots' | 'orders' | 'sources' | 'utensils' | 'recipes' | 'menu' | 'target'
>

const fixedParts = { new: new WeakMap<object, Fixed>(), old: new WeakMap<object, Fixed>() }

/** What never changes in a kitchen, frozen: made once for each set of parameters and profile. */
function fixedOf(w: KitchenWorld, k: Kitchen): Fixed {
  const made = fixedParts[k.old ? 'old' : 'new']
  let fixed = made.get(w.params)
  if (fixed === undefined) {
    fixed = frozen(makeFixed(w, k))
    made.set(w.params, fixed)
  }
  return fixed
}

function makeFixed({ params }: KitchenWorld, k: Kitchen): Fixed {
  return {
    grid: [...params.grid],
    pots: k.old ? 'when-full' : 'by-hand',
    orders: [...k.soups.ordered.keys()]
      .filter((code) => k.pots.length > 0 && k.soups.ordered[code]! > 0)
      .map((code) => ({
        soup: soupOf(code),
        value: Number.isFinite(k.soups.value[code]!) ? k.soups.value[code]! : 'infinite',
        time: k.soups.time[code]!,
        bonus: k.soups.ordered[code] === 2,
      })),
    sources: { ...params.sources },
    utensils: Object.fromEntries(
      Object.entries(params.stations).map(([station, s]) => [s.symbol, { station, does: s.does }]),
    ),
    recipes: params.recipes.map((r) => ({ ...r, from: [...r.from] })),
    menu: params.menu.map((m) => ({ ...m })),
    target: params.target ?? null,
  }
}

/** The same value, frozen through and through. */
function frozen<T>(value: T): T {
  if (typeof value !== 'object' || value === null || Object.isFrozen(value)) return value
  for (const part of Object.values(value)) frozen(part)
  return Object.freeze(value)
}

export function observe(w: KitchenWorld, _me: Entity, seat: Seat): KitchenView {
  const k = kitchenOf(w)
  const { width } = k.terrain
  const counters: KitchenView['counters'] = []
  const stations: KitchenView['stations'] = []
  for (let cell = 0; cell < k.use.length; cell++) {
    const use = k.use[cell]
    if (use === USE.pot || use === USE.station) stations.push(stationAt(w, k, cell))
    else if (k.at[cell] !== 0)
      counters.push({ at: placeOf(width, cell), item: thingOf(k, k.at[cell]!)! })
  }
  return {
    tick: w.tick,
    me: k.seatOf[seat.entity] ?? 0,
    players: Array.from(k.who, (cook, i) => ({
      name: w.agents[i]!.name,
      at: placeOf(width, k.cook.cell.get(cook)),
      facing: DIRECTIONS[k.cook.facing.get(cook)]!,
      holds: thingOf(k, k.cook.holds.get(cook)),
    })),
    counters,
    stations,
    served: servedBy(k),
    ...fixedOf(w, k),
  }
}

/** Deliveries by all that were worth something. */
export function servedBy({ who, cook }: Kitchen): number {
  let served = 0
  for (let i = 0; i < who.length; i++) served += cook.served.get(who[i]!)
  return served
}

function ingredientsOf({ item, names }: Kitchen, mix: Entity): string[] {
  const out: string[] = []
  for (const kind of [item.first.get(mix), item.second.get(mix), item.third.get(mix)])
    if (kind !== 0) out.push(names[kind]!)
  return out
}

/** An item in words: its name, or what a soup or mix is made of. */
export function thingOf(k: Kitchen, item: Entity): Thing | null {
  if (item === 0) return null
  const kind = k.item.kind.get(item)
  return kind === KIND.soup || kind === KIND.mix ? ingredientsOf(k, item) : k.names[kind]!
}

function stationAt(w: KitchenWorld, k: Kitchen, cell: number): KitchenView['stations'][number] {
  const mix = k.at[cell]!
  const pot = k.use[cell] === USE.pot
  const at = placeOf(k.terrain.width, cell)
  const station = pot ? 'pot' : k.stations[k.station[cell]! - 1]!.name
  if (mix === 0) return { at, station, contents: [], state: 'empty', left: 0, makes: null }
  const idle = k.item.began.get(mix) === NEVER
  const ready = isReady(k, mix, w.tick)
  const recipe = k.item.recipe.get(mix)
  return {
    at,
    station,
    contents: ingredientsOf(k, mix),
    state: ready ? 'ready' : !idle ? 'working' : countOf(k, mix) === CAPACITY ? 'full' : 'filling',
    left: idle || ready ? 0 : timeOf(k, mix) - cookedFor(w, k, mix),
    makes: recipe === 0 ? null : k.names[k.recipes[recipe - 1]!.makes]!,
  }
}

/** For how many ticks a soup or mix has been worked on, at most as many as it takes; -1 before. */
export function cookedFor(w: KitchenWorld, k: Kitchen, mix: Entity): number {
  const began = k.item.began.get(mix)
  return began === NEVER ? -1 : Math.min(w.tick - began, timeOf(k, mix))
}
