import { resolve } from 'node:path'
import { CoactError, isCoactError } from '../../engine/index.js'
import type { Replay } from '../../replays/index.js'
import { openReplayFile } from '../../replays/index.node.js'
import { loadAgents } from '../agents.node.js'
import { findReplays } from '../export/files.node.js'
import { isPath } from '../files.node.js'
import type { Loaded } from '../load.node.js'
import { chooseMetrics } from '../metrics/choose.js'
import {
  type ForkMetric,
  type ScoreMetric,
  type ScoreOptions,
  scoreReplay,
} from '../metrics/index.js'
import { estimateOf } from '../metrics/summary.js'
import { type ModelFlags, openGateway, withEnvironment } from '../models.node.js'
import { loadModule, MODULE_FILE } from '../module.node.js'
import { isMetric, type Registry } from '../registry.js'
import { EXIT } from './exit.js'
import { interruptible } from './interrupt.node.js'
import { printable } from './printable.js'
import { recordedScenario } from './recorded.node.js'
import { openRegistry, type PluginFlags } from './registry.node.js'
import { cardLines, csvLines, type ScoreRow, type Summary, tableLines } from './score-lines.js'
import type { Terminal } from './terminal.node.js'
import { whoPlayed } from './who-played.node.js'

export interface ScoreFlags extends PluginFlags, ModelFlags {
  readonly metrics?: readonly string[]
  readonly all?: boolean
  readonly scenario?: string
  readonly mode?: 'frozen' | 'live'
  readonly agents?: readonly string[]
  readonly samples?: number
  readonly ticks?: number
  readonly csv?: boolean
}

type Metrics = readonly (ScoreMetric | ForkMetric)[]

/** `coact score` */
export async function scoreCommand(
  words: readonly string[],
  flags: ScoreFlags,
  terminal: Terminal,
): Promise<number> {
  const registry = await openRegistry(flags)
  const metrics = await metricsOf(flags, registry)
  const models = flags.mode === 'live' ? await openGateway(withEnvironment(flags)) : undefined
  const stop = interruptible()
  const rows: ScoreRow[] = []
  const unread: string[] = []
  for await (const [file, isOnly] of filesOf(words)) {
    if (stop.signal.aborted) break
    terminal.status(() => `scoring ${printable(file)}`)
    const replay = await openReplayFile(file).catch((e: unknown) => {
      if (!isCoactError(e) || isOnly) throw e
      unread.push(`${file}: ${e.message.split('\n')[0]}`)
      return undefined
    })
    if (replay === undefined) continue
    try {
      const more = { metrics, signal: stop.signal, ...(models === undefined ? {} : { models }) }
      const row = await scoreOne(file, replay, flags, registry, more)
      if (!stop.signal.aborted) rows.push(row)
    } finally {
      await replay.close()
    }
  }
  stop.end()
  if (rows.length === 0 && !stop.signal.aborted)
    throw new CoactError('score/nothing', 'No replay could be scored', {
      got: unread.join('; ') || 'none',
    })
  if (rows.length > 0) tell(rows, unread, flags, terminal)
  for (const line of unread) process.stderr.write(`${printable(line, 500)}\n`)
  if (stop.signal.aborted) return EXIT.interrupted
  return unread.length === 0 ? EXIT.fine : EXIT.usage
}

/** Replays by path, and whether it is the only one that is meant. */
async function* filesOf(words: readonly string[]): AsyncGenerator<readonly [string, boolean]> {
  const known = new Set<string>()
  for (const word of words) {
    const found = await findReplays(word, known)
    for (const file of found) yield [file, words.length === 1 && found.length === 1]
  }
}

/** The metrics that flags name: by id, or all of a module. Undefined for the usual ones. */
async function metricsOf(flags: ScoreFlags, registry: Registry): Promise<Metrics | undefined> {
  if (flags.all === true) return chooseMetrics('all', registry.metrics)
  if (flags.metrics === undefined) return undefined
  const words = flags.metrics.flatMap((word) => word.split(',')).filter((word) => word !== '')
  const chosen = await Promise.all(
    words.map(async (word) => {
      if (!MODULE_FILE.test(word) || !isPath(word)) return [word]
      const found = Object.values(await loadModule(resolve(word))).filter(isMetric)
      if (found.length > 0) return found
      throw new CoactError('metric/module', 'The module exports no metric', {
        where: word,
        next: 'Export what defineMetric or scoreMetric gives.',
      })
    }),
  )
  return chooseMetrics(chosen.flat(), registry.metrics)
}

async function scoreOne(
  file: string,
  replay: Replay,
  flags: ScoreFlags,
  registry: Registry,
  {
    metrics,
    ...given
  }: Pick<ScoreOptions, 'models' | 'signal'> & {
    readonly metrics: Metrics | undefined
  },
): Promise<ScoreRow> {
  const { mode, samples, ticks } = flags
  const loaded = await recordedScenario(replay, registry, flags.scenario).catch((e) => {
    if (isCoactError(e) && e.code === 'verify/no-scenario') return undefined
    throw e
  })
  const policies =
    mode === 'live' && loaded !== undefined
      ? await whoDecides(replay, flags, loaded, registry)
      : undefined
  const scores = await scoreReplay(replay, {
    ...given,
    meta: metaOf(await replay.scenario()),
    ...(metrics === undefined ? {} : { metrics: metrics as ScoreOptions['metrics'] & object }),
    ...(loaded === undefined ? {} : { scenario: loaded.scenario }),
    ...(policies === undefined ? {} : { policies }),
    ...(mode === undefined ? {} : { mode }),
    ...(samples === undefined ? {} : { samples }),
    ...(ticks === undefined ? {} : { ticks }),
  })
  const { header } = replay.info
  return {
    file,
    scenario: header.scenario.id,
    seed: header.seed,
    scores,
    ...(loaded === undefined ? { note: 'its scenario is not known: give --scenario' } : {}),
  }
}

/** Those who played, or whom `--agents` names in their place. */
async function whoDecides(
  replay: Replay,
  flags: ScoreFlags,
  { scenario, ...loaded }: Loaded,
  registry: Registry,
): Promise<NonNullable<ScoreOptions['policies']>> {
  const bare = { scenario, policies: {} }
  const given = await loadAgents(flags.agents ?? [], bare, registry)
  return { ...whoPlayed(replay, { scenario, ...loaded }, registry, given), ...given }
}

/** What a scenario file says beside the scenario. */
const metaOf = (file: unknown): unknown =>
  typeof file === 'object' && file !== null && 'meta' in file ? file.meta : undefined

function tell(
  rows: readonly ScoreRow[],
  unread: readonly string[],
  { csv }: ScoreFlags,
  terminal: Terminal,
): void {
  const metrics = [...new Set(rows.flatMap(({ scores }) => Object.keys(scores)))]
  const summary = metrics.map(
    (metric): Summary => ({ metric, ...(estimateOf(metric, rows) ?? { mean: null }) }),
  )
  terminal.document({ replays: rows, summary, unread })
  if (csv === true) for (const line of csvLines(rows, metrics)) terminal.line(line)
  else
    for (const line of rows.length === 1 ? cardLines(rows[0]!) : tableLines(rows, metrics, summary))
      terminal.line(printable(line, 2000))
}
