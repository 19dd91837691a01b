import { cellsWith, readTerrain, strides, type Terrain } from '../kernels/grid/index.js'
import { BASE_NAMES, KIND } from './items.js'
import type { KitchenParams } from './params.js'

/** What acting on a cell means. */
export const USE = { none: 0, counter: 1, source: 2, pot: 3, serve: 4, station: 5 } as const

/** A recipe with its items as kinds. */
export interface PlannedRecipe {
  readonly makes: number
  readonly station: number
  /** Kinds, ascending. */
  readonly from: readonly number[]
  readonly time: number
  readonly plated: boolean
}

/** What follows from the parameters alone. */
export interface Plan {
  readonly terrain: Terrain
  readonly strides: Int32Array
  /** 1 where one can walk, by cell. */
  readonly open: Uint8Array
  /** What acting on a cell means, by cell: see {@link USE}. */
  readonly use: Uint8Array
  /** The kind that a source gives, by cell. */
  readonly gives: Uint16Array
  /** 1 + the number of the station, by cell. */
  readonly station: Uint16Array
  /** Names of all kinds of items, by number. */
  readonly names: readonly string[]
  readonly stations: readonly { readonly name: string; readonly does: string }[]
  readonly recipes: readonly PlannedRecipe[]
  /** By kind, what the serving window pays; NaN for what is not on the menu. */
  readonly menu: Float64Array
  /** Cells at which players begin. */
  readonly starts: readonly number[]
  readonly pots: readonly number[]
  readonly counters: readonly number[]
}

/** All kinds of a kitchen by name: those that each has, then those of its sources, recipes and menu in order. */
export function kindNames(params: Pick<KitchenParams, 'sources' | 'recipes' | 'menu'>): string[] {
  const own = [
    ...Object.values(params.sources),
    ...params.recipes.flatMap((r) => [...r.from, r.makes]),
    ...params.menu.map((m) => m.item),
  ]
  return [...new Set([...BASE_NAMES, ...own])]
}

const plans = new WeakMap<KitchenParams, Plan>()

/** The plan of a kitchen; made once for each set of parameters. */
export function planOf(params: KitchenParams): Plan {
  let plan = plans.get(params)
  if (plan === undefined) {
    plan = makePlan(params)
    plans.set(params, plan)
  }
  return plan
}

const isStart = (code: number): boolean => code >= 49 && code <= 57
const FLOOR = 32

function makePlan(params: KitchenParams): Plan {
  const terrain = readTerrain(params.grid)
  const names = kindNames(params)
  const kindOf = (name: string): number => names.indexOf(name)
  const size = terrain.codes.length
  const plan = {
    terrain,
    strides: strides(terrain.width),
    open: new Uint8Array(size),
    use: new Uint8Array(size),
    gives: new Uint16Array(size),
    station: new Uint16Array(size),
    names,
    stations: Object.entries(params.stations).map(([name, s]) => ({ name, does: s.does })),
    recipes: params.recipes.map((r) => ({
      makes: kindOf(r.makes),
      station: Object.keys(params.stations).indexOf(r.at),
      from: r.from.map(kindOf).sort((a, b) => a - b),
      time: r.time,
      plated: r.plated,
    })),
    menu: new Float64Array(names.length).fill(NaN),
    starts: startCells(terrain),
    pots: cellsWith(terrain, 'P'),
    counters: cellsWith(terrain, 'X'),
  }
  for (const { item, value } of params.menu) plan.menu[kindOf(item)] = value
  const sources = new Map<string, number>([
    ['O', KIND.onion],
    ['T', KIND.tomato],
    ['D', KIND.dish],
    ...Object.entries(params.sources).map(([s, name]) => [s, kindOf(name)] as const),
  ])
  const stations = new Map(Object.values(params.stations).map((s, i) => [s.symbol, i + 1]))
  for (let cell = 0; cell < size; cell++) {
    const code = terrain.codes[cell]!
    const symbol = String.fromCharCode(code)
    if (code === FLOOR || isStart(code)) plan.open[cell] = 1
    plan.gives[cell] = sources.get(symbol) ?? 0
    plan.station[cell] = stations.get(symbol) ?? 0
    plan.use[cell] = useOf(symbol, plan.gives[cell]!, plan.station[cell]!)
  }
  return plan
}

function useOf(symbol: string, gives: number, station: number): number {
  if (gives > 0) return USE.source
  if (station > 0) return USE.station
  return symbol === 'X' ? USE.counter : symbol === 'P' ? USE.pot : symbol === 'S' ? USE.serve : 0
}

/** Where players begin, in the order of their digits. */
function startCells(terrain: Terrain): number[] {
  const { codes } = terrain
  return Array.from(codes.keys())
    .filter((cell) => isStart(codes[cell]!))
    .sort((a, b) => codes[a]! - codes[b]!)
}
