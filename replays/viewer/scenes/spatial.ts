import type { StateView } from '../../view.js'
import type { Layer, Mark, Scene } from '../scene.js'
import { agentDisc, boxAround, labelOf, ownerOf, type Subject } from './read.js'

/** What is drawn at most. */
const MOST = 3000

/** Columns that say where something is. */
interface Where {
  readonly component: string
  readonly x: string
  readonly y: string | undefined
}

/**
 * The default picture: what has an `x` (and a `y`) stands there; whatever is in something else is linked to it. In worlds without
 * places, entities are cards in rows by what they are.
 */
export function spatial(view: StateView, subject: Subject): Scene {
  const places = placesOf(view)
  return places.length === 0 ? cards(view, subject) : plane(view, subject, places)
}

function placesOf(view: StateView): Where[] {
  const names = new Set(view.layout.columns.map((c) => c.name))
  return view.layout.components.flatMap((component) => {
    const x = `${component}.x`
    if (!names.has(x)) return []
    const y = `${component}.y`
    return [{ component, x, y: names.has(y) ? y : undefined }]
  })
}

function plane(view: StateView, subject: Subject, places: readonly Where[]): Scene {
  const points = new Map<number, [number, number]>()
  const kinds = new Map<number, number>()
  for (const [i, { component, x, y }] of places.entries()) {
    const [xs, ys] = [view.column(x), y === undefined ? undefined : view.column(y)]
    for (const e of view.entities(component).slice(0, MOST)) {
      const row = ys === undefined ? 2 * i : (ys[e] ?? 0)
      points.set(e, [xs[e] ?? 0, row])
      kinds.set(e, i)
    }
  }
  const all = [...points.values()]
  const unit = spacing(all)
  const things: Mark[] = []
  const agents: Mark[] = []
  const names: Mark[] = []
  for (const [e, [x, y]] of points) {
    const title = labelOf(view, subject, e)
    if (ownerOf(view, e) >= 0) {
      agents.push(agentDisc(view, subject, e, { x, y, r: 0.42 * unit }))
      names.push({ ...nameBelow(title, x, y, unit), entity: e, key: `n${e}` })
      continue
    }
    things.push({
      kind: 'disc',
      x,
      y,
      r: 0.28 * unit,
      fill: `hue:${kinds.get(e)! % 8}`,
      entity: e,
      key: `e${e}`,
      title: `${title} (${places[kinds.get(e)!]!.component})`,
    })
  }
  const box = boxAround(all, 1.2 * unit)
  const rows = places.flatMap(({ component, y }, i) =>
    y === undefined ? rowMarks(component, 2 * i, box, i === places.length - 1) : [],
  )
  const layers: Layer[] = [
    { name: 'floor', marks: rows },
    { name: 'links', marks: linksOf(view, points) },
    { name: 'things', marks: things },
    { name: 'agents', marks: agents },
    { name: 'names', marks: names },
  ]
  return { box: rows.length === 0 ? box : [box[0] - 4, box[1], box[2] + 1, box[3] + 0.6], layers }
}

/** A line for what stands in a row, with the numbers of its places. */
function rowMarks(
  component: string,
  y: number,
  [left, , right]: Scene['box'],
  isLast: boolean,
): Mark[] {
  const marks: Mark[] = [
    { kind: 'link', x: left, y, x2: right, y2: y, tone: 'line' },
    { kind: 'text', x: left - 0.4, y, text: component, size: 0.6, tone: 'soft', align: 'right' },
  ]
  if (!isLast) return marks
  const step = right - left > 30 ? 5 : 1
  for (let x = Math.ceil(left / step) * step; x <= right; x += step)
    marks.push({
      kind: 'text',
      x,
      y: y + 1,
      text: String(x),
      size: 0.36,
      tone: 'soft',
      align: 'center',
    })
  return marks
}

const nameBelow = (text: string, x: number, y: number, unit: number): Mark => ({
  kind: 'text',
  x,
  y: y + 0.72 * unit,
  text,
  size: 0.4 * unit,
  align: 'center',
  tone: 'soft',
})

/** How large a place is: 1 where things stand on whole numbers, else a share of the whole. */
function spacing(points: readonly (readonly [number, number])[]): number {
  if (points.every(([x, y]) => Number.isInteger(x) && Number.isInteger(y))) return 1
  const [left, top, right, bottom] = boxAround(points, 0)
  return Math.max(right - left, bottom - top, 1e-9) / 24
}

function linksOf(view: StateView, points: ReadonlyMap<number, readonly [number, number]>): Mark[] {
  const marks: Mark[] = []
  for (const { name } of view.layout.relations) {
    const parents = view.column(`${name}.parent`)
    for (const [e, [x, y]] of points) {
      const to = points.get(parents[e] ?? 0)
      if (to === undefined) continue
      marks.push({ kind: 'link', x, y, x2: to[0], y2: to[1], tone: 'line', title: name })
    }
  }
  return marks
}

const COLUMNS = 6
const CARD = { w: 3.6, h: 1.1 } as const

function cards(view: StateView, subject: Subject): Scene {
  const groups = new Map<string, number[]>()
  for (const e of view.entities().slice(0, 600)) {
    const kind = Object.keys(view.entity(e).components).join(' + ') || 'nothing'
    groups.set(kind, [...(groups.get(kind) ?? []), e])
  }
  const marks: Mark[] = []
  let y = 0
  for (const [kind, members] of groups) {
    marks.push({ kind: 'text', x: 0, y: y + 0.3, text: kind, size: 0.55, tone: 'soft' })
    y += 0.8
    for (const [i, e] of members.entries()) {
      const x = (i % COLUMNS) * (CARD.w + 0.3)
      const top = y + Math.floor(i / COLUMNS) * (CARD.h + 0.3)
      marks.push(...card(view, subject, e, x, top))
    }
    y += Math.ceil(members.length / COLUMNS) * (CARD.h + 0.3) + 0.4
  }
  const width = COLUMNS * (CARD.w + 0.3)
  return { box: [-0.5, -0.5, width, Math.max(4, y)], layers: [{ name: 'things', marks }] }
}

function card(view: StateView, subject: Subject, entity: number, x: number, y: number): Mark[] {
  const owner = ownerOf(view, entity)
  const label = labelOf(view, subject, entity)
  const values = Object.values(view.entity(entity).components).flatMap((c) =>
    Object.entries(c).map(([name, value]) => `${name} ${String(value)}`),
  )
  return [
    {
      kind: 'rect',
      x,
      y,
      ...CARD,
      fill: 'card',
      line: owner >= 0 ? `agent:${owner}` : 'line',
      round: 0.15,
      entity,
      key: `e${entity}`,
      title: label,
    },
    { kind: 'text', x: x + 0.2, y: y + 0.36, text: label, size: 0.42, width: 3.2, bold: true },
    {
      kind: 'text',
      x: x + 0.2,
      y: y + 0.78,
      text: values.join(', '),
      size: 0.34,
      width: 3.2,
      tone: 'soft',
    },
  ]
}
