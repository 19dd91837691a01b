import type { Estimate } from '../stats/index.js'
import { short } from '../sweep/lines.js'
import { plain } from './html.js'

/** A value to draw, with a name. */
export interface Mark {
  readonly name: string
  readonly told: Estimate
}

const WIDTH = 720
const LEFT = 220
const RIGHT = 150
const ROW = 24
const COLOURS = ['#0b7285', '#b35900', '#5f3dc4', '#2b8a3e', '#a61e4d', '#495057']

/** Means with their intervals, one above the other on one scale. */
export function intervals(title: string, marks: readonly Mark[]): string {
  const ends = marks.flatMap(({ told }) => [
    told.low ?? told.mean,
    told.high ?? told.mean,
    told.mean,
  ])
  const [low, high] = [Math.min(0, ...ends), Math.max(...ends, 1e-9)]
  const x = (v: number): number => LEFT + ((v - low) / (high - low)) * (WIDTH - LEFT - RIGHT)
  const rows = marks.map(({ name, told }, i) => {
    const y = i * ROW + ROW
    const [from, to] = [told.low ?? told.mean, told.high ?? told.mean]
    const range = told.low === null ? '' : ` [${short(told.low)}, ${short(told.high!)}]`
    return `<text x="${LEFT - 12}" y="${y + 4}" text-anchor="end">${plain(name.slice(0, 34))}</text>
<line x1="${at(x(from))}" x2="${at(x(to))}" y1="${y}" y2="${y}" stroke="${COLOURS[i % 6]}" stroke-width="2"/>
<circle cx="${at(x(told.mean))}" cy="${y}" r="4" fill="${COLOURS[i % 6]}"/>
<text class="soft" x="${WIDTH - RIGHT + 14}" y="${y + 4}">${short(told.mean)}${range}</text>`
  })
  const height = marks.length * ROW + 34
  const axis = [low, (low + high) / 2, high]
    .map(
      (v) =>
        `<text class="soft" x="${at(x(v))}" y="${height - 6}" text-anchor="middle">${short(v)}</text><line x1="${at(x(v))}" x2="${at(x(v))}" y1="8" y2="${height - 22}" stroke="currentColor" stroke-opacity=".12"/>`,
    )
    .join('')
  return figure(title, WIDTH, height, axis + rows.join('\n'))
}

const at = (x: number): string => x.toFixed(1)

const figure = (title: string, width: number, height: number, inside: string): string =>
  `<svg viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img" aria-label="${plain(title)}"><title>${plain(title)}</title>${inside}</svg>`

/** A point of a scatter plot. */
export interface Point {
  readonly name: string
  readonly x: number
  readonly y: number
}

/** What is got against what it costs. */
export function scatter(
  title: string,
  points: readonly Point[],
  xName: string,
  yName: string,
): string {
  const [w, h, pad] = [560, 300, 46]
  const most = Math.max(...points.map((p) => p.x), 1e-9)
  const [low, high] = [
    Math.min(0, ...points.map((p) => p.y)),
    Math.max(...points.map((p) => p.y), 1e-9),
  ]
  const x = (v: number): number => pad + (v / most) * (w - 2 * pad)
  const y = (v: number): number => h - pad - ((v - low) / (high - low)) * (h - 2 * pad)
  const dots = points.map(
    (p, i) =>
      `<circle cx="${at(x(p.x))}" cy="${at(y(p.y))}" r="5" fill="${COLOURS[i % 6]}"/><text x="${at(x(p.x) + 8)}" y="${at(y(p.y) - 6)}">${plain(p.name.slice(0, 30))}</text>`,
  )
  const axes = `<line x1="${pad}" y1="${h - pad}" x2="${w - pad}" y2="${h - pad}" stroke="currentColor" stroke-opacity=".4"/><line x1="${pad}" y1="${pad}" x2="${pad}" y2="${h - pad}" stroke="currentColor" stroke-opacity=".4"/>
<text class="soft" x="${w - pad}" y="${h - 14}" text-anchor="end">${plain(xName)}, at most ${short(most)}</text><text class="soft" x="${pad}" y="${pad - 14}">${plain(yName)}, ${short(low)} to ${short(high)}</text>`
  return figure(title, w, h, axes + dots.join(''))
}

/** Colours of a share, from nothing to all, apart for those who see few colours. */
export const shade = (share: number): string =>
  `background: color-mix(in oklab, var(--good) ${Math.round(8 + 62 * Math.min(1, Math.max(0, share)))}%, transparent)`
