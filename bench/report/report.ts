import { type Aggregate, ALL, aggregate, valueIn } from '../sweep/aggregate.js'
import { countOf, estimate, publishedCells, short } from '../sweep/lines.js'
import type { EpisodeRow } from '../sweep/row.js'
import type { Published } from '../sweep/suite.js'
import { page, plain } from './html.js'
import { intervals, scatter, shade } from './plots.js'

export interface ReportInput {
  readonly title: string
  readonly rows: readonly EpisodeRow[]
  /** Where an episode's replay can be seen, from the page (default: its path). */
  readonly linkOf?: (row: EpisodeRow) => string | undefined
  /** Numbers of others. */
  readonly published?: Published | undefined
}

const PLOTTED = ['success', 'progress', 'reward', 'ticks', 'step-ratio'] as const
const EPISODES_MAX = 5000

/** One page with everything: tables, plots, comparisons, and the episodes behind each number. */
export function reportPage({ title, rows, linkOf = pathOf, published }: ReportInput): string {
  const told = aggregate(rows)
  const errors = rows.filter((r) => r.status === 'error').length
  const body = [
    `<h1>${plain(title)}</h1>`,
    `<p class="note">${rows.length} episodes${errors > 0 ? `, ${errors} failed` : ''}; ${countText(told.lineups.length, 'lineup')}, ${countText(told.groups.length, 'group')}. Means with 95 % bootstrap intervals in which whole scenarios are drawn again.</p>`,
    ...PLOTTED.filter((m) => told.metrics.includes(m)).flatMap((m) => plotOf(told, m)),
    ...costPlot(told),
    '<h2>All scores</h2>',
    scoreTable(told),
    ...(published === undefined ? [] : publishedTable(published, told)),
    ...comparisonTable(told),
    ...heatMap(told, rows),
    '<h2>Episodes</h2>',
    episodeTable(rows, linkOf),
  ]
  return page(title, body.join('\n'))
}

const countText = (n: number, what: string): string => `${n} ${what}${n === 1 ? '' : 's'}`

/** The whole where there are several groups, else the one. */
const wholeOf = (told: Aggregate): string => (told.groups.length > 1 ? ALL : told.groups[0]!)

function plotOf(told: Aggregate, metric: string): string[] {
  const marks = told.cells
    .filter((c) => c.group === wholeOf(told) && c.values[metric] !== undefined)
    .map((c) => ({ name: c.lineup, told: c.values[metric]! }))
  return marks.length === 0
    ? []
    : [`<h2>${plain(metric)}</h2>`, intervals(`${metric} by lineup`, marks)]
}

function costPlot(told: Aggregate): string[] {
  const price = told.metrics.includes('price') ? 'price' : 'tokens'
  const points = told.cells
    .filter((c) => c.group === wholeOf(told))
    .flatMap((c) => {
      const [x, y] = [c.values[price]?.mean, (c.values['success'] ?? c.values['reward'])?.mean]
      return x === undefined || y === undefined ? [] : [{ name: c.lineup, x, y }]
    })
  const yName = told.metrics.includes('success') ? 'success' : 'reward'
  return points.length === 0
    ? []
    : [
        `<h2>${yName} against ${price}</h2>`,
        scatter(`${yName} against ${price}`, points, `${price} an episode`, yName),
      ]
}

function scoreTable(told: Aggregate): string {
  const head = ['group', 'agents', 'episodes', ...told.metrics]
  const rows = told.cells.map((c) => {
    const cells = told.metrics.map((m) => {
      const value = c.values[m]
      if (value === undefined) return '<td>–</td>'
      const range =
        value.low === null
          ? ''
          : ` <small>${short(value.low)} – ${value.high === null ? '∞' : short(value.high)}</small>`
      return `<td>${short(value.mean)}${range}</td>`
    })
    const link = `#${anchor(c.group, c.lineup)}`
    return `<tr${c.group === ALL ? ' class="all"' : ''}><td class="text">${plain(c.group)}</td><td class="text">${plain(c.lineup)}</td><td><a href="${link}">${plain(countOf(c))}</a></td>${cells.join('')}</tr>`
  })
  return table(head, rows)
}

const table = (head: readonly string[], rows: readonly string[]): string =>
  `<div class="scroll"><table><thead><tr>${head.map((h) => `<th>${plain(h)}</th>`).join('')}</tr></thead><tbody>${rows.join('\n')}</tbody></table></div>`

function publishedTable(published: Published, told: Aggregate): string[] {
  const [head, ...rows] = publishedCells(published, told)
  if (head === undefined) return []
  const lines = rows.map(
    ([name, ...means]) =>
      `<tr><td class="text">${plain(name!)}</td>${means.map((mean) => `<td>${plain(mean)}</td>`).join('')}</tr>`,
  )
  return [
    '<h2>Beside what others published</h2>',
    table(head, lines),
    `<p class="note">${plain(published.source)}</p>`,
  ]
}

function comparisonTable(told: Aggregate): string[] {
  if (told.comparisons.length === 0) return []
  const rows = told.comparisons.map(
    (c) =>
      `<tr><td class="text">${plain(`${c.a} − ${c.b}`)}</td><td class="text">${plain(c.metric)}</td><td>${estimate(c.difference)}</td><td>${c.effect === null ? '–' : short(c.effect)}</td><td>${short(c.p)}</td><td>${c.pairs}</td></tr>`,
  )
  return [
    '<h2>Comparisons</h2>',
    '<p class="note">On the episodes that both played: same scenario, same seed. Effect in standard deviations of differences; p by flipping signs of whole scenarios.</p>',
    table(['lineups', 'metric', 'difference', 'effect', 'p', 'pairs'], rows),
  ]
}

/** Agents × scenarios, by success or else by reward between the least and the most. */
function heatMap(told: Aggregate, rows: readonly EpisodeRow[]): string[] {
  const metric = ['success', 'progress', 'reward'].find((m) => told.metrics.includes(m))
  if (metric === undefined) return []
  const sums = new Map<string, { sum: number; n: number }>()
  for (const row of rows) {
    const value = valueIn(row, metric)
    if (value === undefined) continue
    const key = `${row.scenario}\n${row.lineup}`
    const known = sums.get(key) ?? { sum: 0, n: 0 }
    sums.set(key, { sum: known.sum + value, n: known.n + 1 })
  }
  const means = [...sums.values()].map(({ sum, n }) => sum / n)
  const [least, most] = [Math.min(0, ...means), Math.max(...means, 1e-9)]
  const scenarios = [...new Set(rows.map((r) => r.scenario))].slice(0, 400)
  const lines = scenarios.map((scenario) => {
    const cells = told.lineups.map((lineup) => {
      const known = sums.get(`${scenario}\n${lineup}`)
      if (known === undefined) return '<td>–</td>'
      const mean = known.sum / known.n
      return `<td style="${shade((mean - least) / (most - least))}">${short(mean)}</td>`
    })
    return `<tr><td class="text">${plain(scenario)}</td>${cells.join('')}</tr>`
  })
  return [
    `<h2>${plain(metric)} by scenario</h2>`,
    `<details${scenarios.length > 60 ? '' : ' open'}><summary>${scenarios.length} scenarios</summary>${table(['scenario', ...told.lineups], lines)}</details>`,
  ]
}

/** Where the episodes of a group and lineup begin. */
const anchor = (group: string, lineup: string): string =>
  `e-${encodeURIComponent(group)}-${encodeURIComponent(lineup)}`

const pathOf = ({ replay }: EpisodeRow): string | undefined =>
  replay === undefined ? undefined : encodeURI(replay)

function episodeTable(
  rows: readonly EpisodeRow[],
  linkOf: (row: EpisodeRow) => string | undefined,
): string {
  const sorted = rows.toSorted(
    (a, b) => order(a.group, b.group) || order(a.lineup, b.lineup) || order(a.scenario, b.scenario),
  )
  const seen = new Set<string>([''])
  const shown = sorted.slice(0, EPISODES_MAX).map((row) => {
    const marks = [anchor(row.group, row.lineup), anchor(ALL, row.lineup)].filter((id) => {
      const isNew = !seen.has(id)
      seen.add(id)
      return isNew
    })
    const targets = marks.map((id) => `<a id="${plain(id)}"></a>`).join('')
    const href = linkOf(row)
    const name =
      href === undefined ? plain(row.key) : `<a href="${plain(href)}">${plain(row.key)}</a>`
    const came = row.status === 'error' ? plain((row.error ?? '').slice(0, 200)) : (row.end ?? '')
    const won = row.success === undefined ? '–' : row.success ? 'yes' : 'no'
    const reward = valueIn(row, 'reward')
    return `<tr><td class="text">${targets}${plain(row.scenario)}</td><td class="text">${plain(row.lineup)}</td><td>${plain(row.seed)}</td><td>${won}</td><td>${row.ticks ?? '–'}</td><td>${reward === undefined ? '–' : short(reward)}</td><td class="text">${came}</td><td class="text">${name}</td></tr>`
  })
  const rest = rows.length - shown.length
  const more = rest > 0 ? `<p class="note">${rest} more are in the results.</p>` : ''
  return `${table(['scenario', 'agents', 'seed', 'success', 'ticks', 'reward', 'end', 'replay'], shown)}${more}`
}

const order = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)
