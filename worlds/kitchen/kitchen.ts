import { KIND, SOUP_CODES } from './items.js'
import { codeOf, type SoupTables, soupTables } from './orders.js'
import { type Plan, planOf } from './plan.js'
import { IN_HANDS, type KitchenWorld } from './state.js'

type Cook = KitchenWorld['c']['Cook']
type Item = KitchenWorld['c']['Item']

/** Data of an event: who, and what it was worth. */
export interface Deed {
  readonly agent: string
  readonly shaped?: number
  readonly sparse?: number | 'infinite'
  readonly [k: string]: string | number
}

/** What is derived from the state and never saved, with the columns at hand. */
export interface Kitchen extends Plan {
  readonly soups: SoupTables
  readonly cook: Cook
  readonly item: Item
  /** The item in each cell, or 0. */
  readonly at: Int32Array
  /** Entities of the cooks by agent. */
  readonly who: Int32Array
  readonly seatOf: Int32Array
  /** Entities of each agent's team, its own among them, by agent. */
  readonly teams: readonly Int32Array[]
  readonly old: boolean
  readonly shaping: { readonly potting: number; readonly dish: number; readonly soup: number }
  /** Cells that the cooks stand in and want to be in; only within a tick. */
  readonly from: Int32Array
  readonly to: Int32Array
  /** Direction that each cook wants to walk in, or -1; only within a tick. */
  readonly wish: Int8Array
  /** What each cook earned in this tick; only within a tick. */
  readonly sparse: Float64Array
  readonly shaped: Float64Array
  /** The tick whose beginning `fullPots` and `openPots` tell of. */
  lookedAt: number
  /** Pots that are cooking, ready, or full. */
  fullPots: number
  /** Pots that are cooking, ready, or hold one or two ingredients. */
  usedPots: number
  readonly plain: readonly Deed[]
  readonly potted: readonly Deed[]
  readonly dished: readonly Deed[]
  readonly souped: readonly Deed[]
  /** By agent and soup. */
  readonly delivered: readonly (readonly Deed[])[]
  /** By kind on the menu and by agent. */
  readonly paid: readonly (readonly Deed[])[]
}

/** What was derived for this episode. */
export const kitchenOf = (w: KitchenWorld): Kitchen => w.index as Kitchen

/** Derives the lookups from a state. */
export function makeKitchen(w: KitchenWorld): Kitchen {
  const plan = planOf(w.params)
  const { Cook, Item } = w.c
  const agents = w.agents.filter((a) => a.entity !== 0)
  const count = agents.length
  const { shaping } = w.params
  const soups = soupTables(w.params)
  const at = new Int32Array(plan.open.length)
  for (const e of w.each('Item')) {
    const cell = Item.cell.get(e)
    if (cell !== IN_HANDS) at[cell] = e
  }
  const deeds = (more: Omit<Deed, 'agent'>): Deed[] =>
    agents.map((a) => Object.freeze({ agent: a.name, ...more }))
  const who = Int32Array.from(agents, (a) => a.entity)
  const seatOf = new Int32Array(Math.max(0, ...who) + 1)
  for (let i = 0; i < count; i++) seatOf[who[i]!] = i
  // Field by field, not by spreading: all kitchens then have one hidden class, however many a process makes.
  return {
    terrain: plan.terrain,
    strides: plan.strides,
    open: plan.open,
    use: plan.use,
    gives: plan.gives,
    station: plan.station,
    names: plan.names,
    stations: plan.stations,
    recipes: plan.recipes,
    menu: plan.menu,
    starts: plan.starts,
    pots: plan.pots,
    counters: plan.counters,
    soups,
    cook: Cook,
    item: Item,
    at,
    who,
    seatOf,
    teams: agents.map((a) =>
      Int32Array.from(
        agents.filter((b) => b.team === a.team),
        (b) => b.entity,
      ),
    ),
    old: w.profile === 'old',
    shaping,
    from: new Int32Array(count),
    to: new Int32Array(count),
    wish: new Int8Array(count).fill(-1),
    sparse: new Float64Array(count),
    shaped: new Float64Array(count),
    lookedAt: -1,
    fullPots: 0,
    usedPots: 0,
    plain: deeds({}),
    potted: deeds({ shaped: shaping.potting }),
    dished: deeds({ shaped: shaping.dish }),
    souped: deeds({ shaped: shaping.soup }),
    delivered: agents.map((a) =>
      Array.from({ length: SOUP_CODES }, (_, code) =>
        Object.freeze({ agent: a.name, sparse: finite(soups.value[code]!) }),
      ),
    ),
    paid: Array.from(plan.menu, (worth) => (Number.isNaN(worth) ? [] : deeds({ sparse: worth }))),
  }
}

const finite = (value: number): number | 'infinite' => (Number.isFinite(value) ? value : 'infinite')

/** The contents of a soup as one number. */
export const contentsOf = ({ item }: Kitchen, soup: number): number =>
  codeOf(item.first.get(soup), item.second.get(soup), item.third.get(soup))

/** How many things a soup or mix is made of. */
export const countOf = ({ item }: Kitchen, mix: number): number =>
  item.third.get(mix) !== 0 ? 3 : item.second.get(mix) !== 0 ? 2 : item.first.get(mix) !== 0 ? 1 : 0

/** Ticks that a soup or mix takes; 0 for anything else. */
export function timeOf(k: Kitchen, mix: number): number {
  const recipe = k.item.recipe.get(mix)
  if (recipe !== 0) return k.recipes[recipe - 1]!.time
  return k.item.kind.get(mix) === KIND.soup ? k.soups.time[contentsOf(k, mix)]! : 0
}
