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
    ...letters(view),
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
    working: `; ready in ${s.left}${makes}`,
    ready: `; ready${makes}`,
  }[s.state]
  return `The ${s.station} at ${at(s.at)}: ${what}${state}.`
}

function wanted(view: KitchenView): string[] {
  return [
    ...view.orders.map(
      (o) =>
        `Ordered: soup of ${o.soup.join(', ')}, worth ${o.value}${o.bonus ? ' with its bonus' : ''}, cooks ${o.time}.`,
    ),
    ...view.menu.map((m) => `Ordered: ${m.item}, worth ${m.value}.`),
    ...view.recipes.map(
      (r) =>
        `Recipe: ${r.from.join(' + ')} at the ${r.at} makes ${r.makes} in ${r.time}${r.plated ? '; take it with a dish' : ''}.`,
    ),
    ...(view.orders.length === 0
      ? []
      : [
          `A pot takes up to 3; ${view.pots === 'by-hand' ? 'INTERACT with empty hands starts it' : 'it starts when it is full'}; a dish takes the soup out.`,
        ]),
  ]
}

function letters(view: KitchenView): string[] {
  const own = [
    ...Object.entries(view.sources).map(([c, item]) => `${c} ${item}`),
    ...Object.entries(view.utensils).map(([c, u]) => `${c} ${u.station} (${u.does})`),
  ]
  return [
    `X counter, . floor, O onions, T tomatoes, D dishes, P pot, S serving window${own.map((o) => `, ${o}`).join('')}; digits are players.`,
  ]
}
