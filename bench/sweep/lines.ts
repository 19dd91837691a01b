import type { Estimate } from '../stats/index.js'
import { type Aggregate, ALL, type Cell } from './aggregate.js'
import { besidePublished } from './published.js'
import type { Published } from './suite.js'

export const short = (x: number): string =>
  Math.abs(x) >= 1000 ? String(Math.round(x)) : String(Number(x.toPrecision(3)))

/** A value with its interval: `0.81 [0.75, 0.86]`. */
export const estimate = (told: Estimate | undefined): string => {
  if (told === undefined) return '–'
  const { mean, low, high } = told
  return low === null
    ? short(mean)
    : `${short(mean)} [${short(low)}, ${high === null ? '∞' : short(high)}]`
}

/** What a row of a table shows first: what was to be reached, and how quickly. */
export const shownMetrics = ({ metrics }: Pick<Aggregate, 'metrics'>, wanted: readonly string[]) =>
  wanted.filter((m) => metrics.includes(m))

const FIRST = ['success', 'progress', 'reward', 'ticks', 'step-ratio', 'conflict', 'idle', 'tokens']

/** Results as lines: a row by group and lineup. */
export function tableLines(told: Aggregate, wanted: readonly string[] = FIRST): string[] {
  const metrics = shownMetrics(told, wanted)
  const head = ['group', 'agents', 'episodes', ...metrics]
  const rows = told.cells.map((cell) => [
    cell.group,
    cell.lineup,
    countOf(cell),
    ...metrics.map((m) => estimate(cell.values[m])),
  ])
  const lines = inColumns([head, ...rows])
  for (const { a, b, metric, difference, p, pairs } of told.comparisons)
    lines.push(
      `${a} against ${b}: ${metric} ${estimate(difference)}, p = ${short(p)}, ${pairs} pairs`,
    )
  return lines
}

/** Numbers of others and one's own, as lines. */
export function publishedLines(published: Published, told: Aggregate): string[] {
  const cells = publishedCells(published, told)
  return cells.length === 0 ? [] : ['', ...inColumns(cells), `(${published.source})`]
}

/** The same as rows of texts, of which the first is the head; none where nothing was published in numbers. */
export function publishedCells(published: Published, told: Aggregate): string[][] {
  const { groups, rows } = besidePublished(published, told)
  if (groups.length === 0) return []
  const textOf = (mean: number | undefined): string => (mean === undefined ? '–' : short(mean))
  return [
    [`published ${published.metric}`, ...groups],
    ...rows.map(({ name, means }) => [name, ...means.map(textOf)]),
  ]
}

/** Lines in which the cells of a column stand below one another. */
function inColumns(rows: readonly (readonly string[])[]): string[] {
  const widths = rows[0]!.map((_, i) => Math.max(...rows.map((row) => row[i]!.length)))
  return rows.map((row) =>
    row
      .map((cell, i) => cell.padEnd(widths[i]!))
      .join('  ')
      .trimEnd(),
  )
}

export const countOf = ({ episodes, errors }: Cell): string =>
  errors === 0 ? String(episodes) : `${episodes} (${errors} failed)`

/** Results as a Markdown table. */
export function markdown(title: string, told: Aggregate, published?: Published): string {
  const metrics = shownMetrics(told, told.metrics)
  const row = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`
  return [
    `# ${title}`,
    '',
    row(['group', 'agents', 'episodes', ...metrics]),
    row(['-', '-', '-', ...metrics.map(() => '-')]),
    ...told.cells.map((c) =>
      row([
        c.group === ALL ? '**all**' : c.group,
        c.lineup.replaceAll('|', '\\|'),
        countOf(c),
        ...metrics.map((m) => estimate(c.values[m])),
      ]),
    ),
    '',
    ...(told.comparisons.length === 0
      ? []
      : [
          row(['compared', 'metric', 'difference', 'effect', 'p', 'pairs']),
          row(['-', '-', '-', '-', '-', '-']),
          ...told.comparisons.map((c) =>
            row([
              `${c.a} − ${c.b}`,
              c.metric,
              estimate(c.difference),
              c.effect === null ? '–' : short(c.effect),
              short(c.p),
              String(c.pairs),
            ]),
          ),
          '',
        ]),
    ...(published === undefined ? [] : publishedTable(published, told, row)),
    'Means with 95 % bootstrap intervals in which whole scenarios are drawn again. Differences are of the same scenario and seed; p by',
    'flipping signs of whole scenarios.',
    '',
  ].join('\n')
}

function publishedTable(
  published: Published,
  told: Aggregate,
  row: (cells: readonly string[]) => string,
): string[] {
  const [head, ...rows] = publishedCells(published, told)
  if (head === undefined) return []
  const lines = rows.map((cells) => row(cells.map((cell) => cell.replaceAll('|', '\\|'))))
  return [row(head), row(head.map(() => '-')), ...lines, '', `(${published.source})`, '']
}
