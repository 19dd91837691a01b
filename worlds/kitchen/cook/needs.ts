import type { KitchenView } from '../observe.js'
import { beside, canGo, type Scene, type Station, windowFor } from './scene.js'

/** Something to be done: an item to be brought to a cell, or a cell to be acted on with empty hands. */
export interface Need {
  /** The item to bring; null: come with empty hands. */
  readonly item: string | null
  readonly to: number
  /** Ticks until bringing it makes sense: one may come earlier and wait. */
  readonly wait: number
  /** Nothing that anybody waits for yet: whoever brings it can be called away. */
  readonly early?: boolean
  /** Lower is more urgent. */
  readonly rank: number
}

const RANK = { serve: 0, start: 1, dish: 2, ingredient: 3, soon: 20, early: 30 } as const

/** Ticks before a soup is ready at which a dish is fetched before anything else. */
const IN_TIME = 8

/** Everything that should be done now, the most urgent first. */
export function needsOf(scene: Scene): Need[] {
  const needs: Need[] = []
  const stock = stockOf(scene)
  serveWhatIsDone(scene, needs)
  tendPots(scene, stock, needs)
  cookFromMenu(scene, stock, needs)
  return needs.sort((a, b) => a.rank - b.rank)
}

/** How many of each item are in hands, on counters, or ready to be taken. */
function stockOf({ players, loose, stations, view }: Scene): Map<string, number> {
  const stock = new Map<string, number>()
  const add = (item: string): void => void stock.set(item, (stock.get(item) ?? 0) + 1)
  for (const p of players) if (p.holds !== null && !p.stranger) add(p.holds)
  for (const item of loose.values()) add(item)
  for (const s of stations) {
    if (s.state === 'ready' && s.makes !== null && !isPlated(view, s.makes)) add(s.makes)
  }
  return stock
}

const isPlated = ({ recipes }: KitchenView, item: string): boolean =>
  recipes.some((r) => r.makes === item && r.plated)

function serveWhatIsDone(scene: Scene, needs: Need[]): void {
  const { players, loose, view } = scene
  const sold = (item: string | null): item is string =>
    item === 'soup' || view.menu.some((m) => m.item === item)
  const serve = (item: string, from: number | undefined): void => {
    if (from !== undefined) needs.push({ item, to: from, wait: 0, rank: RANK.serve })
  }
  for (const p of players) {
    if (!sold(p.holds) || p.stranger) continue
    serve(p.holds, windowFor(scene, [p.cell]))
  }
  for (const [cell, item] of loose)
    if (sold(item)) serve(item, windowFor(scene, beside(scene, cell)))
}

/** Pots are filled with what is worth most, started, and emptied onto dishes. */
function tendPots(scene: Scene, stock: Map<string, number>, needs: Need[]): void {
  const { stations, view, players } = scene
  const pots = stations
    .filter((s) => s.name === 'pot' && isOfUse(scene, s))
    .sort((a, b) => b.contents.length - a.contents.length || away(scene, a) - away(scene, b))
  let open = players.filter((p) => !p.stranger).length
  let place = 0
  for (const pot of pots) {
    const begun = pot.state === 'working' || pot.state === 'ready'
    const wanted = begun ? undefined : targetOf(scene, pot)
    if (!begun && (wanted === undefined || open-- <= 0)) continue
    const missing = begun ? [] : missingFrom(wanted!, pot.contents)
    for (const item of missing) {
      needs.push({ item, to: pot.cell, wait: 0, rank: RANK.ingredient + place })
      use(stock, item)
    }
    place += 1
    if (!begun && missing.length === 0 && view.pots === 'by-hand')
      needs.push({ item: null, to: pot.cell, wait: 0, rank: RANK.start })
    const rank =
      begun && pot.left <= IN_TIME
        ? RANK.dish
        : begun || missing.length === 0
          ? RANK.soon
          : RANK.early
    needs.push({ item: 'dish', to: pot.cell, wait: begun ? pot.left : 1, rank, early: !begun })
  }
}

/** Whether dishes can be had at a pot, and its soup be served. */
function isOfUse(scene: Scene, pot: Station): boolean {
  return canGet(scene, 'dish', pot.cell) && windowFor(scene, beside(scene, pot.cell)) !== undefined
}

/** Whether an item can be brought to a cell: from a source, or because one lies about. */
function canGet(scene: Scene, item: string, to: number): boolean {
  const { plan, loose, players, manned } = scene
  if (plan.sources.get(item)?.some((cell) => canGo(scene, cell, to))) return true
  for (const [cell, thing] of loose) if (thing === item && canGo(scene, cell, to)) return true
  return players.some((p) => p.holds === item && plan.handsTo(to, manned)[p.room]! >= 0)
}

/** What a pot's soup is to be made of in the end: the order that pays best for the time; what is in it where none will do. */
function targetOf(scene: Scene, pot: Station): readonly string[] | undefined {
  const { view } = scene
  let best: readonly string[] | undefined
  let bestRate = 0
  for (const order of view.orders) {
    if (view.pots === 'when-full' && order.soup.length < 3) continue
    const missing = missingFrom(order.soup, pot.contents)
    if (missing.length + pot.contents.length !== order.soup.length) continue
    if (!missing.every((item) => canGet(scene, item, pot.cell))) continue
    const value = order.value === 'infinite' ? 1e12 : order.value
    const work = missing.reduce((sum, item) => sum + fetching(scene, item, pot.cell), 0)
    const rate = value / (10 + order.time + work)
    if (rate > bestRate) {
      best = order.soup
      bestRate = rate
    }
  }
  if (best !== undefined || pot.contents.length === 0) return best
  if (view.pots === 'by-hand') return pot.contents
  const filler = ['onion', 'tomato'].find((item) => canGet(scene, item, pot.cell))
  return filler === undefined ? undefined : [...pot.contents, filler, filler].slice(0, 3)
}

/** Ticks that it takes to fetch an item for a cell, about. */
function fetching({ plan }: Scene, item: string, to: number): number {
  const steps = plan.stepsTo(to)
  let least = 40
  for (const source of plan.sources.get(item) ?? [])
    for (const stride of plan.strides) {
      const d = steps[source + stride] ?? -1
      if (d >= 0) least = Math.min(least, 2 * d + 3)
    }
  return least
}

/** Steps from a pot to the nearest player. */
function away({ plan, players }: Scene, pot: Station): number {
  const steps = players.map((p) => plan.stepsTo(pot.cell)[p.cell]!).filter((d) => d >= 0)
  return Math.min(1000, ...steps)
}

/** What of a list is not yet in another. */
function missingFrom(wanted: readonly string[], had: readonly string[]): string[] {
  const missing = [...wanted]
  for (const item of had) {
    const i = missing.indexOf(item)
    if (i >= 0) missing.splice(i, 1)
  }
  return missing
}

/** Takes one from the stock, if there is one. */
function use(stock: Map<string, number>, item: string): boolean {
  const had = stock.get(item) ?? 0
  if (had > 0) stock.set(item, had - 1)
  return had > 0
}

/** Works towards the next thing on the menu, backwards from what is served to what is taken from sources. */
function cookFromMenu(scene: Scene, stock: Map<string, number>, needs: Need[]): void {
  const { view, stations } = scene
  if (view.menu.length === 0) return
  const { item } = view.menu[view.served % view.menu.length]!
  const claimed = new Set<number>()
  let rank: number = RANK.ingredient
  const make = (wanted: string, depth: number): void => {
    const recipe = view.recipes.find((r) => r.makes === wanted)
    if (recipe === undefined || depth > view.recipes.length) return
    const station = stationFor(stations, recipe, claimed)
    if (station === undefined) return
    claimed.add(station.cell)
    if (recipe.plated)
      needs.push({
        item: 'dish',
        to: station.cell,
        wait: dishWait(station),
        rank: dishRank(station),
        early: dishRank(station) === RANK.early,
      })
    if (station.state === 'working' || station.state === 'ready') return
    const missing = missingFrom(recipe.from, station.contents)
    if (missing.length === 0)
      needs.push({ item: null, to: station.cell, wait: 0, rank: RANK.start })
    for (const part of missing) {
      needs.push({ item: part, to: station.cell, wait: 0, rank: rank++ })
      if (!use(stock, part) && !scene.plan.sources.has(part)) make(part, depth + 1)
    }
  }
  if (use(stock, item)) return
  if (scene.plan.sources.has(item)) {
    const to = scene.plan.windows.find((cell) => canGet(scene, item, cell))
    if (to !== undefined) needs.push({ item, to, wait: 0, rank: RANK.ingredient })
  } else make(item, 0)
}

const dishWait = (s: Station): number =>
  s.state === 'ready' ? 0 : s.state === 'working' ? Math.max(1, s.left) : 1
const dishRank = (s: Station): number =>
  s.state === 'ready' || s.state === 'working' ? RANK.dish : RANK.early

/** The station at which something is already being made, else one that is empty. */
function stationFor(
  stations: readonly Station[],
  recipe: KitchenView['recipes'][number],
  claimed: ReadonlySet<number>,
): Station | undefined {
  const free = stations.filter((s) => s.name === recipe.at && !claimed.has(s.cell))
  return (
    free.find((s) => s.makes === recipe.makes) ??
    free.find(
      (s) =>
        s.makes === null &&
        s.contents.length > 0 &&
        missingFrom(recipe.from, s.contents).length + s.contents.length === recipe.from.length,
    ) ??
    free.find((s) => s.state === 'empty')
  )
}
