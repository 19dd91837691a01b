import type { Problem } from '../../engine/index.js'
import { isBorder, placeOf } from '../kernels/grid/index.js'
import { BASE_NAMES, soupCode } from './items.js'
import { soupTables } from './orders.js'
import type { KitchenParams, StartItem } from './params.js'
import { type Plan, planOf, USE } from './plan.js'

const BUILT_IN = 'XOTDPS'
/** Names of kinds that are no items by themselves. */
const INNER: readonly string[] = ['none', 'soup', 'mix']

/** Finds what a schema cannot see: a grid with holes, unknown letters, recipes for stations that do not exist, and the like. */
export function validateKitchen(params: KitchenParams): Problem[] {
  const problems: Problem[] = []
  const say = (path: string, message: string, expected?: string, got?: string): void => {
    problems.push({
      path: `params.${path}`,
      message,
      ...(expected === undefined ? {} : { expected }),
      ...(got === undefined ? {} : { got }),
    })
  }
  checkLetters(params, say)
  checkGrid(params, say)
  checkOrders(params, say)
  checkRecipes(params, say)
  if (problems.length === 0) checkStart(params, say)
  return problems
}

type Say = (path: string, message: string, expected?: string, got?: string) => void

function checkLetters({ sources, stations }: KitchenParams, say: Say): void {
  const taken = new Map<string, string>()
  const claim = (symbol: string, path: string): void => {
    const first = BUILT_IN.includes(symbol) ? 'every kitchen' : taken.get(symbol)
    if (first === undefined) taken.set(symbol, path)
    else say(path, `the letter ${symbol} is taken by ${first}`, 'a letter of its own', symbol)
  }
  for (const symbol of Object.keys(sources)) claim(symbol, `sources.${symbol}`)
  for (const [name, s] of Object.entries(stations)) claim(s.symbol, `stations.${name}.symbol`)
  for (const [symbol, name] of Object.entries(sources)) {
    if (INNER.includes(name))
      say(`sources.${symbol}`, `no source gives "${name}"`, 'another name', name)
  }
}

function checkGrid(params: KitchenParams, say: Say): void {
  const { grid, sources, stations } = params
  const width = grid[0]!.length
  const known = new Set([
    ...`${BUILT_IN} `,
    ...Object.keys(sources),
    ...Object.values(stations).map((s) => s.symbol),
  ])
  grid.forEach((row, y) => {
    if (row.length !== width)
      say(`grid.${y}`, 'all rows have the same length', `${width} characters`, `${row.length}`)
    for (const c of new Set(row)) {
      if (!known.has(c) && !/[1-9]/.test(c))
        say(`grid.${y}`, `"${c}" means nothing here`, [...known].join(''), c)
    }
  })
  const plan = planOf(params)
  for (let cell = 0; cell < plan.open.length; cell++) {
    if (plan.open[cell] !== 1 || !isBorder(plan.terrain, cell)) continue
    const [x, y] = placeOf(plan.terrain.width, cell)
    say(`grid.${y}`, 'no outermost cell is floor', 'a counter or the like', `floor at ${x},${y}`)
  }
  const text = grid.join('')
  const starts = [...text].filter((c) => /[1-9]/.test(c)).sort()
  if (starts.length === 0) say('grid', 'somebody must begin somewhere', '1 to 9', 'no digit')
  if (starts.some((c, i) => c !== String(i + 1)))
    say('grid', 'players are numbered from 1, each once', '1, 2, …', starts.join(', '))
  const needed: (readonly [string, string])[] = [['S', 'a serving window']]
  if (params.recipes.length === 0) {
    needed.push(['D', 'a pile of dishes'], ['P', 'a pot'])
    if (!/[OT]/.test(text)) say('grid', 'it lacks ingredients', 'O or T')
  }
  for (const [c, what] of needed) if (!text.includes(c)) say('grid', `it lacks ${what}`, c)
}

function checkOrders(params: KitchenParams, say: Say): void {
  const orders = params.orders.map(soupCode)
  params.bonus.forEach((soup, i) => {
    if (orders.length > 0 && !orders.includes(soupCode(soup)))
      say(`bonus.${i}`, 'only what is ordered can bring a bonus', 'one of the orders', soup.join())
  })
  if (params.bonusFactor === 'infinite' && soupTables(params).value.includes(-Infinity))
    say('bonusFactor', 'a bonus without limit is for what is worth something', 'a number')
  for (const name of ['time', 'value'] as const) {
    const listed = params[name].orders
    if (listed !== undefined && listed.length !== orders.length)
      say(
        `${name}.orders`,
        'it goes with the orders, one by one',
        `${orders.length}`,
        `${listed.length}`,
      )
  }
}

/** What can be had in the end: from sources of the grid, from the start, and by recipes at stations of the grid. */
function reachable(params: KitchenParams): Set<string> {
  const letters = new Set(params.grid.join(''))
  const { players = [], items } = params.start
  const given = [...players.map((p) => p.holds), ...items.map((i) => i.item)]
  const had = new Set(given.filter((item) => typeof item === 'string'))
  const base = { O: 'onion', T: 'tomato', D: 'dish' }
  for (const [letter, item] of Object.entries({ ...base, ...params.sources }))
    if (letters.has(letter)) had.add(item)
  const makes = params.recipes.filter((r) => letters.has(params.stations[r.at]?.symbol ?? ''))
  for (let before = -1; before < had.size; ) {
    before = had.size
    for (const { from, plated, makes: made } of makes)
      if (from.every((item) => had.has(item)) && (!plated || had.has('dish'))) had.add(made)
  }
  return had
}

function checkRecipes(params: KitchenParams, say: Say): void {
  const { recipes, stations, sources, menu } = params
  const had = new Set<string>([...BASE_NAMES, ...Object.values(sources)])
  for (const r of recipes) had.add(r.makes)
  const known = [...had].filter((name) => !INNER.includes(name))
  const seen = new Set<string>()
  recipes.forEach((r, i) => {
    if (!Object.hasOwn(stations, r.at))
      say(`recipes.${i}.at`, 'there is no such station', Object.keys(stations).join(', '), r.at)
    if ((BASE_NAMES as readonly string[]).includes(r.makes))
      say(`recipes.${i}.makes`, 'it is something that every kitchen has', 'another name', r.makes)
    r.from.forEach((name, j) => {
      const path = `recipes.${i}.from.${j}`
      if (INNER.includes(name) || name === 'dish')
        say(path, 'this is no ingredient', 'an ingredient', name)
      else if (!had.has(name)) say(path, 'nothing gives or makes this', known.join(', '), name)
    })
    const key = `${r.at} ${[...r.from].sort().join()}`
    if (seen.has(key)) say(`recipes.${i}`, 'another recipe takes the same there', 'one recipe', key)
    seen.add(key)
  })
  const possible = reachable(params)
  menu.forEach((m, i) => {
    const path = `menu.${i}.item`
    if (!had.has(m.item) || INNER.includes(m.item))
      say(path, 'nothing gives or makes this', known.join(', '), m.item)
    else if (!possible.has(m.item))
      say(path, 'this cannot be had with what is on the grid', [...possible].join(', '), m.item)
    if (menu.findIndex((other) => other.item === m.item) < i)
      say(path, 'this is on the menu already', 'each item once', m.item)
  })
}

function checkStart(params: KitchenParams, say: Say): void {
  const plan = planOf(params)
  const { width, height } = plan.terrain
  const taken = new Set<number>()
  const cellAt = (at: readonly [number, number], path: string): number => {
    const [x, y] = at
    const cell = x < width && y < height ? y * width + x : -1
    if (cell < 0) say(path, 'this is off the grid', `${width} by ${height} cells`, at.join())
    else if (taken.has(cell)) say(path, 'two are in one place', 'a free cell', at.join())
    taken.add(cell)
    return cell
  }
  const { players, items } = params.start
  players?.forEach((p, i) => {
    const cell = cellAt(p.at, `start.players.${i}.at`)
    if (cell >= 0 && plan.open[cell] !== 1)
      say(`start.players.${i}.at`, 'nobody can stand here', 'floor', p.at.join())
    if (p.holds !== undefined) checkItem(params, plan, p.holds, `start.players.${i}.holds`, say)
  })
  if (players !== undefined && players.length !== plan.starts.length)
    say('start.players', 'one for each digit of the grid', `${plan.starts.length}`)
  items.forEach(({ at, item }, i) => {
    const cell = cellAt(at, `start.items.${i}.at`)
    const use = cell < 0 ? USE.counter : plan.use[cell]
    const path = `start.items.${i}`
    const inPot = use === USE.pot && typeof item !== 'string'
    if (use !== USE.counter && !inPot)
      say(`${path}.at`, 'this cannot lie here', 'a counter, or a pot for a soup', at.join())
    checkItem(params, plan, item, `${path}.item`, say, inPot)
  })
}

function checkItem(
  params: KitchenParams,
  plan: Plan,
  item: StartItem,
  path: string,
  say: Say,
  inPot = false,
): void {
  if (typeof item === 'string') {
    const kind = plan.names.indexOf(item)
    if (kind < 1 || INNER.includes(item)) {
      const known = plan.names.filter((name) => !INNER.includes(name))
      say(path, 'there is no such item', known.join(', '), item)
    }
    return
  }
  const time = soupTables(params).time[soupCode(item.soup)]!
  if (item.soup.length === 0) say(path, 'a soup is made of something', '1 to 3 ingredients')
  else if (!inPot && !(item.tick >= time))
    say(`${path}.tick`, 'out of its pot a soup is ready', `at least ${time}`, `${item.tick}`)
}
