import { CoactError, isCoactError } from '../../engine/index.js'
import { openReplayFile } from '../../replays/index.node.js'
import { findReplays } from '../export/files.node.js'
import { forkMetrics, metricIds, type Scores, scoreMetrics, scoreReplay } from '../metrics/index.js'
import { bootstrap } from '../stats/index.js'
import { EXIT } from './exit.js'
import { printable } from './printable.js'
import { recordedScenario } from './recorded.node.js'
import { openRegistry, type PluginFlags } from './registry.node.js'
import type { Terminal } from './terminal.node.js'

export interface ScoreFlags extends PluginFlags {
  readonly metrics?: readonly string[]
  readonly all?: boolean
  readonly scenario?: string
  readonly mode?: 'frozen' | 'live'
  readonly samples?: number
  readonly ticks?: number
  readonly csv?: boolean
}

/** One replay with its scores, or why it has none. */
interface Row {
  readonly file: string
  readonly scenario: string
  readonly seed: string
  readonly scores: Scores
  readonly note?: string
}

const BETTER = new Map([...scoreMetrics, ...forkMetrics].map((m) => [m.id, m]))

/** `coact score` */
export async function scoreCommand(
  words: readonly string[],
  flags: ScoreFlags,
  terminal: Terminal,
): Promise<number> {
  const metrics = flags.all === true ? metricIds('all') : metricIds(flags.metrics)
  const registry = await openRegistry(flags)
  const known = new Set<string>()
  const rows: Row[] = []
  const unread: string[] = []
  for (const word of words) {
    for (const file of await findReplays(word, known)) {
      terminal.status(() => `scoring ${printable(file)}`)
      const replay = await openReplayFile(file).catch((e: unknown) => {
        if (!isCoactError(e) || words.length + known.size === 2) throw e
        unread.push(`${file}: ${e.message.split('\n')[0]}`)
        return undefined
      })
      if (replay === undefined) continue
      try {
        const loaded = await recordedScenario(replay, registry, flags.scenario).catch((e) => {
          if (isCoactError(e) && e.code === 'verify/no-scenario') return undefined
          throw e
        })
        const { header } = replay.info
        const scores = await scoreReplay(replay, {
          metrics,
          meta: metaOf(await replay.scenario()),
          ...(loaded === undefined ? {} : { scenario: loaded.scenario }),
          ...(flags.mode === undefined ? {} : { mode: flags.mode }),
          ...(flags.samples === undefined ? {} : { samples: flags.samples }),
          ...(flags.ticks === undefined ? {} : { ticks: flags.ticks }),
        })
        const note = loaded === undefined ? 'its scenario is not known: give --scenario' : undefined
        rows.push({
          file,
          scenario: header.scenario.id,
          seed: header.seed,
          scores,
          ...(note === undefined ? {} : { note }),
        })
      } finally {
        await replay.close()
      }
    }
  }
  if (rows.length === 0)
    throw new CoactError('score/nothing', 'No replay could be scored', {
      got: unread.join('; ') || 'none',
    })
  const summary = summarise(rows, metrics)
  terminal.document({ replays: rows, summary, unread })
  if (flags.csv === true) for (const line of csv(rows, metrics)) terminal.line(line)
  else if (rows.length === 1) for (const line of card(rows[0]!)) terminal.line(printable(line, 300))
  else for (const line of table(summary)) terminal.line(printable(line, 300))
  for (const line of unread) process.stderr.write(`${printable(line, 500)}\n`)
  return unread.length === 0 ? EXIT.fine : EXIT.usage
}

/** What a scenario file says beside the scenario. */
const metaOf = (file: unknown): unknown =>
  typeof file === 'object' && file !== null && 'meta' in file ? file.meta : undefined

interface Summary {
  readonly metric: string
  readonly mean: number | null
  readonly low: number | null
  readonly high: number | null
  readonly n: number
}

/** Means over replays, with intervals in which whole scenarios are drawn again. */
const summarise = (rows: readonly Row[], metrics: readonly string[]): Summary[] =>
  metrics.map((metric) => {
    const samples = rows.flatMap(({ scenario, scores }) => {
      const value = scores[metric]?.value
      return value == null ? [] : [{ cluster: scenario, value }]
    })
    const { mean, low, high } = bootstrap(samples) ?? { mean: null, low: null, high: null }
    return { metric, mean, low, high, n: samples.length }
  })

const shown = (value: number | null): string =>
  value === null ? '–' : String(Math.round(value * 1e4) / 1e4)

/** One run, a line a metric. */
function* card({ file, scenario, seed, scores, note }: Row): Generator<string> {
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

/** Which way is better. */
const arrow = (id: string): string => {
  const better = BETTER.get(id)?.better
  return better === 'higher' ? '↑' : better === 'lower' ? '↓' : ' '
}

/** Several runs, a line a metric. */
function* table(summary: readonly Summary[]): Generator<string> {
  const width = Math.max(...summary.map(({ metric }) => metric.length))
  yield `${'metric'.padEnd(width)}       mean     95 % interval      runs`
  for (const { metric, mean, low, high, n } of summary) {
    const interval = low === null ? '' : `${shown(low)} to ${shown(high)}`
    yield `${metric.padEnd(width)}  ${shown(mean).padStart(9)} ${arrow(metric)}  ${interval.padEnd(20)} ${n}`
  }
}

function* csv(rows: readonly Row[], metrics: readonly string[]): Generator<string> {
  yield ['file', 'scenario', 'seed', ...metrics].join(',')
  for (const { file, scenario, seed, scores } of rows) {
    const values = metrics.map((id) => scores[id]?.value ?? '')
    yield [quoted(file), quoted(scenario), quoted(seed), ...values].join(',')
  }
}

const quoted = (text: string): string =>
  /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
