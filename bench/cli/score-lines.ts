import { forkMetrics, type Scores, scoreMetrics } from '../metrics/index.js'
import type { Estimate } from '../stats/index.js'

/** One replay with its scores. */
export interface ScoreRow {
  readonly file: string
  readonly scenario: string
  readonly seed: string
  readonly scores: Scores
  /** What is missing. */
  readonly note?: string
}

/** A metric over all replays; null where none has a value. */
export type Summary = { readonly metric: string } & (Estimate | { readonly mean: null })

const BETTER = new Map<string, string>(
  [...scoreMetrics, ...forkMetrics].map((m) => [m.id, m.better]),
)

const shown = (value: number | null | undefined): string =>
  value == null ? '–' : String(Math.round(value * 1e4) / 1e4)

/** Which way is better. */
const arrow = (id: string): string => {
  const better = BETTER.get(id)
  return better === 'higher' ? '↑' : better === 'lower' ? '↓' : ' '
}

/** One run, a line a metric. */
export function* cardLines({ file, scenario, seed, scores, note }: ScoreRow): Generator<string> {
  yield `${file}  ${scenario}, seed ${seed}`
  const width = Math.max(...Object.keys(scores).map((id) => id.length))
  for (const [id, score] of Object.entries(scores)) {
    const details = [
      ...('mode' in score
        ? [`${score.mode}, ${score.forks} forks, ${Math.round(100 * score.stale)} % stale`]
        : []),
      ...('interval' in score && score.interval !== undefined
        ? [`95 %: ${score.interval.map(shown).join(' to ')}`]
        : []),
      ...(score.note === undefined ? [] : [score.note]),
      ...Object.entries(score.parts ?? {}).map(([part, value]) => `${part} ${shown(value)}`),
    ]
    yield `  ${id.padEnd(width)}  ${shown(score.value).padStart(9)} ${arrow(id)}  ${details.join(', ')}`.trimEnd()
  }
  if (note !== undefined) yield `note: ${note}`
}

/** Beyond that a table of runs is no longer read. */
const ROWS_MAX = 40

/** Several runs, a line each, then a line a metric. */
export function* tableLines(
  rows: readonly ScoreRow[],
  metrics: readonly string[],
  summary: readonly Summary[],
): Generator<string> {
  if (rows.length <= ROWS_MAX) yield* runLines(rows, metrics)
  else yield `${rows.length} replays; each by itself: --csv`
  yield ''
  const width = Math.max(...metrics.map((id) => id.length))
  yield `${'metric'.padEnd(width)}       mean     95 % interval         runs`
  for (const told of summary) {
    const n = 'n' in told ? told.n : 0
    yield `${told.metric.padEnd(width)}  ${shown(told.mean).padStart(9)} ${arrow(told.metric)}  ${intervalText(told).padEnd(20)}  ${n}`
  }
  yield* simulatedLines(rows, metrics)
  for (const note of new Set(rows.flatMap((row) => row.note ?? []))) yield `note: ${note}`
}

function intervalText(told: Summary): string {
  if (!('low' in told) || told.n < 2) return ''
  return `${shown(told.low)} to ${told.high === null ? '∞' : shown(told.high)}`
}

function* runLines(rows: readonly ScoreRow[], metrics: readonly string[]): Generator<string> {
  const head = ['replay', 'scenario', 'seed', ...metrics]
  const cells = rows.map(({ file, scenario, seed, scores }) => [
    file,
    scenario,
    seed,
    ...metrics.map((id) => shown(scores[id]?.value)),
  ])
  const widths = head.map((name, i) => Math.max(name.length, ...cells.map((row) => row[i]!.length)))
  for (const row of [head, ...cells])
    yield row
      .map((text, i) => (i < 2 ? text.padEnd(widths[i]!) : text.padStart(widths[i]!)))
      .join('  ')
}

/** How what was simulated came about, over all runs. */
function* simulatedLines(rows: readonly ScoreRow[], metrics: readonly string[]): Generator<string> {
  for (const id of metrics) {
    const told = rows.flatMap(({ scores }) => {
      const score = scores[id]
      return score !== undefined && 'mode' in score ? [score] : []
    })
    if (told.length === 0) continue
    const forks = told.reduce((sum, { forks: n }) => sum + n, 0)
    const most = Math.max(...told.map(({ stale }) => stale))
    const modes = [...new Set(told.map(({ mode }) => mode))].join(', ')
    yield `${id}: ${modes}, ${forks} forks, at most ${Math.round(100 * most)} % stale`
  }
}

/** A line a replay, with commas. */
export function* csvLines(
  rows: readonly ScoreRow[],
  metrics: readonly string[],
): Generator<string> {
  yield ['file', 'scenario', 'seed', ...metrics].map(quoted).join(',')
  for (const { file, scenario, seed, scores } of rows) {
    const values = metrics.map((id) => scores[id]?.value ?? '')
    yield [quoted(file), quoted(scenario), quoted(seed), ...values].join(',')
  }
}

const quoted = (text: string): string =>
  /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
