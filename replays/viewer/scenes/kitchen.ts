import type { StateView } from '../../view.js'
import type { Mark, Scene, Tone } from '../scene.js'
import { agentDisc, type Drawing, hasComponents, type Subject } from './read.js'

/** What the letters of a kitchen's grid are called. */
const STATIONS: Readonly<Record<string, string>> = {
  O: 'onions',
  T: 'tomatoes',
  D: 'dishes',
  P: 'pot',
  S: 'serve',
}
const NAMES = ['none', 'onion', 'tomato', 'dish', 'soup', 'mix'] as const
const TONES: Readonly<Record<string, Tone>> = {
  onion: 'hue:1',
  tomato: 'hue:3',
  dish: 'page',
  soup: 'hue:0',
  mix: 'hue:2',
}
/** North, south, east, west in quarter turns from east, clockwise. */
const TURNS = [3, 1, 0, 2] as const
const NEVER = 0x7fffffff
/** Soups cook so long where nothing else is said. */
const USUAL_TIME = 20

/** A kitchen on its grid: stations, what stands on them, cooks and what they hold. */
export const kitchen: Drawing = (view, subject): Scene | undefined => {
  const { grid } = subject.params
  if (!hasComponents(view, 'Cook', 'Item')) return undefined
  const rows = Array.isArray(grid) ? grid.filter((row) => typeof row === 'string') : USUAL_GRID
  const width = Math.max(...rows.map((row) => row.length))
  const floor = rows.flatMap((row, y) =>
    [...row].flatMap((sign, x) => cellMarks(sign, x, y, subject)),
  )
  const cells = view.column('Item.cell')
  const items: Mark[] = []
  for (const e of view.entities('Item')) {
    const cell = cells[e] ?? -1
    if (cell >= 0)
      items.push(
        ...itemMarks(view, e, (cell % width) + 0.5, Math.floor(cell / width) + 0.5, 0.26, subject),
      )
  }
  const cooks = view.entities('Cook').flatMap((e) => cookMarks(view, subject, e, width))
  return {
    box: [-0.3, -0.3, width + 0.3, rows.length + 0.3],
    layers: [
      { name: 'kitchen', marks: floor },
      { name: 'items', marks: items },
      { name: 'agents', marks: cooks },
    ],
  }
}

const USUAL_GRID = ['XXPXX', 'O1 2O', 'X   X', 'XDXSX']

function cellMarks(sign: string, x: number, y: number, { params }: Subject): Mark[] {
  const isFloor = sign === ' ' || /\d/.test(sign)
  const marks: Mark[] = [
    { kind: 'rect', x, y, w: 1, h: 1, fill: isFloor ? 'floor' : 'card', line: 'line' },
  ]
  if (isFloor || sign === 'X') return marks
  const name =
    STATIONS[sign] ?? named(params['sources'], sign) ?? station(params['stations'], sign) ?? sign
  if (sign === 'P')
    marks.push({
      kind: 'disc',
      x: x + 0.5,
      y: y + 0.46,
      r: 0.34,
      line: 'ink',
      fill: 'soft',
      title: 'pot',
    })
  if (sign === 'O' || sign === 'T')
    marks.push({
      kind: 'disc',
      x: x + 0.5,
      y: y + 0.42,
      r: 0.2,
      fill: sign === 'O' ? 'hue:1' : 'hue:3',
    })
  if (sign === 'D')
    marks.push({ kind: 'disc', x: x + 0.5, y: y + 0.42, r: 0.22, fill: 'page', line: 'ink' })
  if (sign === 'S')
    marks.push({ kind: 'rect', x: x + 0.2, y: y + 0.22, w: 0.6, h: 0.4, fill: 'good', round: 0.08 })
  marks.push({
    kind: 'text',
    x: x + 0.5,
    y: y + 0.88,
    text: name,
    size: 0.19,
    align: 'center',
    tone: 'soft',
    width: 0.96,
  })
  return marks
}

function named(record: unknown, sign: string): string | undefined {
  if (typeof record !== 'object' || record === null || !Object.hasOwn(record, sign))
    return undefined
  const name = (record as Record<string, unknown>)[sign]
  return typeof name === 'string' ? name : undefined
}

function station(stations: unknown, sign: string): string | undefined {
  if (typeof stations !== 'object' || stations === null) return undefined
  return Object.entries(stations).find(([, s]) => s?.symbol === sign)?.[0]
}

function itemMarks(
  view: StateView,
  e: number,
  x: number,
  y: number,
  r: number,
  { params }: Subject,
): Mark[] {
  const kind = Number(view.value('Item.kind', e))
  const name = NAMES[kind] ?? `item ${kind}`
  const at = { x, y }
  const marks: Mark[] = [
    {
      kind: 'disc',
      ...at,
      r,
      fill: TONES[name] ?? `hue:${kind % 8}`,
      line: 'ink',
      entity: e,
      key: `e${e}`,
      title: name,
    },
  ]
  if (name !== 'soup' && name !== 'mix') return marks
  const parts = ['first', 'second', 'third'].map(
    (f) => NAMES[Number(view.value(`Item.${f}`, e))] ?? 'none',
  )
  const isIn = parts.filter((part) => part !== 'none')
  for (const [i, part] of isIn.entries())
    marks.push({
      kind: 'disc',
      x: x + (i - (isIn.length - 1) / 2) * r * 0.6,
      y,
      r: r * 0.28,
      fill: TONES[part] ?? 'hue:5',
    })
  const began = Number(view.value('Item.began', e))
  if (began === NEVER) return marks
  const done = Math.min(1, Math.max(0, (view.tick - began) / timeOf(params)))
  const bar = { kind: 'rect', x: x - 0.3, y: y - 0.46, h: 0.07, round: 0.03 } as const
  marks.push(
    { ...bar, w: 0.6, fill: 'line' },
    { ...bar, w: 0.6 * done, fill: done === 1 ? 'good' : 'accent' },
  )
  return marks
}

function timeOf(params: Subject['params']): number {
  const all = (params['time'] as { readonly all?: unknown } | undefined)?.all
  return typeof all === 'number' && all > 0 ? all : USUAL_TIME
}

function cookMarks(view: StateView, subject: Subject, e: number, width: number): Mark[] {
  const cell = Number(view.value('Cook.cell', e))
  const [x, y] = [(cell % width) + 0.5, Math.floor(cell / width) + 0.5]
  const facing = TURNS[Number(view.value('Cook.facing', e))] ?? 0
  const holds = Number(view.value('Cook.holds', e))
  const [dx, dy] = [
    [0.4, 0],
    [0, 0.4],
    [-0.4, 0],
    [0, -0.4],
  ][facing] as [number, number]
  const held = holds > 0 ? itemMarks(view, holds, x + dx, y + dy, 0.15, subject) : []
  return [agentDisc(view, subject, e, { x, y, r: 0.34, facing }), ...held]
}
