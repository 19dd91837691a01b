import type { Entity, Seat } from '../../engine/index.js'
import { kitchenOf } from './kitchen.js'
import { type KitchenView, observe } from './observe.js'
import { USE } from './plan.js'
import type { KitchenWorld } from './state.js'

const WAY = { n: 'north', s: 'south', e: 'east', w: 'west' } as const
const at = ([x, y]: readonly [number, number]): string => `(${x},${y})`
const called = (thing: string | readonly string[] | null): string =>
  thing === null
    ? 'nothing'
    : typeof thing === 'string'
      ? a(thing)
      : `a soup of ${thing.join(', ')}`
const ticks = (n: number | null): string => `${n} ${n === 1 ? 'tick' : 'ticks'}`
const a = (word: string): string => `${/^[aeiou]/.test(word) ? 'an' : 'a'} ${word}`

/** The observation in words. */
export function describe(w: KitchenWorld, me: Entity, seat: Seat): string {
  const view = observe(w, me, seat)
  const own = view.players[view.me]!
  const lines = [
    `You are ${own.name}, at ${at(own.at)}, facing ${WAY[own.facing]}: ${ahead(w, me)}. You hold ${called(own.holds)}.`,
    'Places are (x,y), x growing to the east, y to the south.',
    ...picture(view),
    ...view.players
      .filter((p) => p !== own)
      .map(
        (p) =>
          `${p.name} is at ${at(p.at)}, facing ${WAY[p.facing]}, and holds ${called(p.holds)}.`,
      ),
    ...view.stations.map(stationLine),
    ...view.counters.map((c) => `On the counter at ${at(c.at)}: ${called(c.item)}.`),
    ...wanted(view),
    ...rules(view),
    letters(view),
    `Served so far: ${view.served}${view.target === null ? '' : ` of ${view.target}`}.`,
    'Commands: MOVE north|south|east|west (turns, and walks if the way is free), INTERACT (with what you face), STAY.',
  ]
  return lines.join('\n')
}

function ahead(w: KitchenWorld, me: Entity): string {
  const k = kitchenOf(w)
  const cell = k.cook.cell.get(me) + k.strides[k.cook.facing.get(me)]!
  const use = k.use[cell]
  if (use === USE.counter) return 'a counter'
  if (use === USE.source) return `where you get ${a(k.names[k.gives[cell]!]!)}`
  if (use === USE.pot) return 'a pot'
  if (use === USE.serve) return 'the serving window'
  if (use === USE.station) return a(k.stations[k.station[cell]! - 1]!.name)
  return k.open[cell] === 1 ? 'floor' : 'a wall'
}

/** The grid with the players where they are now. */
function picture(view: KitchenView): string[] {
  const rows = view.grid.map((row) => [...row].map((c) => (/[1-9]/.test(c) ? ' ' : c)))
  view.players.forEach((p, i) => {
    rows[p.at[1]]![p.at[0]] = String(i + 1)
  })
  return rows.map((row) => `  ${row.join('').replaceAll(' ', '.')}`)
}

function stationLine(s: KitchenView['stations'][number]): string {
  const what = s.contents.length === 0 ? 'empty' : s.contents.join(', ')
  const makes = s.makes === null ? '' : `, making ${s.makes}`
  const state = {
    empty: '',
    filling: '; not started',
    full: '; full, not started',
    working: `; ready in ${ticks(s.left)}${makes}`,
    ready: `; ready${makes}`,
  }[s.state]
  return `The ${s.station} at ${at(s.at)}: ${what}${state}.`
}

function wanted(view: KitchenView): string[] {
  return [
    ...view.orders.map(
      (o) =>
        `Ordered: soup of ${o.soup.join(', ')}, worth ${o.value}${o.bonus ? ' with its bonus' : ''}, cooks ${ticks(o.time)}.`,
    ),
    ...view.menu.map((m) => `Ordered: ${m.item}, worth ${m.value}.`),
    ...view.recipes.map(
      (r) =>
        `Recipe: ${r.from.join(' + ')} at the ${r.at} makes ${r.makes} in ${ticks(r.time)}${r.plated ? '; take it with a dish' : ''}.`,
    ),
  ]
}

/** How one plays, in short, as far as it matters in this kitchen. */
function rules(view: KitchenView): string[] {
  const at = new Set(view.stations.map((s) => s.station))
  return [
    'INTERACT is for what you face: it takes one thing, puts it on a free counter or to others that it goes with, or serves it at the window. You hold one thing. If two would meet or change places, nobody walks in that tick.',
    ...(at.has('pot')
      ? [
          `A pot takes up to 3 onions and tomatoes; ${view.pots === 'by-hand' ? 'INTERACT with empty hands starts it' : 'it starts when it is full'}; INTERACT with a dish takes the ready soup.`,
        ]
      : []),
    ...(at.size > (at.has('pot') ? 1 : 0)
      ? [
          'At a station INTERACT with empty hands starts a complete recipe, takes what is ready, or else takes the last thing back.',
        ]
      : []),
  ]
}

const BUILT_IN = {
  X: 'counter',
  O: 'onions',
  T: 'tomatoes',
  D: 'dishes',
  P: 'pot',
  S: 'serving window',
} as const

/** What the letters of the grid mean, those that it has. */
function letters(view: KitchenView): string {
  const text = view.grid.join('')
  const known = [
    ...Object.entries(BUILT_IN),
    ...Object.entries(view.sources),
    ...Object.entries(view.utensils).map(([c, u]) => [c, `${u.station} (${u.does})`] as const),
  ]
  const here = known.filter(([c]) => text.includes(c)).map(([c, what]) => `${c} ${what}`)
  return `${['. floor', ...here].join(', ')}; digits are players.`
}
