import { CoactError } from '../../engine/index.js'
import { type ModelFlags, openGateway, withEnvironment } from '../models.node.js'
import { aggregate } from '../sweep/aggregate.js'
import { earBench } from '../sweep/ear-bench.node.js'
import { seedsOf } from '../sweep/episodes.js'
import { publishedLines, tableLines } from '../sweep/lines.js'
import type { EpisodeRow } from '../sweep/row.js'
import type { Suite } from '../sweep/suite.js'
import { loadSuite, type SweepOptions, type SweepOutcome, sweep } from '../sweep/sweep.node.js'
import type { Again } from './again.js'
import { EXIT } from './exit.js'
import { interruptible } from './interrupt.node.js'
import { printable } from './printable.js'
import { openRegistry, type PluginFlags } from './registry.node.js'
import { createDashboard } from './sweep-dashboard.node.js'
import type { Terminal } from './terminal.node.js'

export interface SweepFlags extends PluginFlags, ModelFlags {
  readonly agents?: readonly string[]
  readonly seeds?: string
  readonly jobs?: number
  readonly out?: string
  readonly shard?: string
  readonly only?: string
  readonly queue?: string
  readonly queueName?: string
  readonly retry?: 'errors'
  readonly replays?: boolean
  readonly horizon?: number
  readonly profile?: string
  readonly mute?: boolean
  readonly timeout?: number
  readonly maxMinutes?: number
  readonly scenes?: string
  readonly oracle?: string
  readonly sight?: 'partial' | 'global'
}

/** `coact sweep`, and `coact bench`, which is the same with a folder of its own. */
export async function sweepCommand(
  ref: string,
  flags: SweepFlags,
  terminal: Terminal,
  again: Again,
): Promise<number> {
  const suite = await suiteFor(ref, flags)
  const registry = await openRegistry(flags)
  const models = await modelsOf(withEnvironment(flags), flags)
  const out = flags.out ?? `sweeps/${suite.id}`
  const { horizon, mute } = flags
  const profile = ref === EAR ? undefined : flags.profile
  const stop = interruptible()
  const board = createDashboard(suite, terminal)
  const begun = performance.now()
  const told = await sweep({
    suite,
    registry,
    out,
    ...(flags.agents === undefined ? {} : { lineups: flags.agents }),
    seeds: seedsOf(flags.seeds ?? '0'),
    overrides: {
      ...(horizon === undefined ? {} : { horizon }),
      ...(profile === undefined ? {} : { profile }),
      ...(mute === undefined ? {} : { mute }),
    },
    jobs: flags.jobs ?? 1,
    ...(flags.shard === undefined ? {} : { shard: flags.shard }),
    ...(flags.only === undefined ? {} : { only: flags.only }),
    ...queueOf(flags),
    ...(flags.replays === undefined ? {} : { replays: flags.replays }),
    retryErrors: flags.retry === 'errors',
    ...(flags.timeout === undefined ? {} : { timeoutMs: flags.timeout }),
    ...(flags.plugins === undefined ? {} : { plugins: flags.plugins }),
    ...models,
    ...(flags.concurrency === undefined ? {} : { concurrency: flags.concurrency }),
    caps: {
      ...(flags.maxTokens === undefined ? {} : { tokens: flags.maxTokens }),
      ...(flags.maxCost === undefined ? {} : { price: flags.maxCost }),
      ...(flags.maxMinutes === undefined ? {} : { ms: flags.maxMinutes * 60_000 }),
    },
    signal: stop.signal,
    onBegin: board.begin,
    onRow: board.row,
  })
  stop.end()
  const { rows, ...rest } = told
  const table = aggregate(rows)
  terminal.document({ out, ...rest, table, again: again.line })
  for (const line of tableLines(table)) terminal.line(printable(line, 400))
  if (suite.published !== undefined)
    for (const line of publishedLines(suite.published, table)) terminal.line(printable(line, 400))
  for (const row of rows.filter((r) => r.status === 'error').slice(0, ERRORS_SHOWN))
    terminal.line(
      `failed  ${printable(`${nameOf(row)}: ${row.error?.split('\n')[0]}`, 300)}`,
      'bad',
    )
  terminal.line(summaryOf(told, out, (performance.now() - begun) / 1000))
  if (told.stopped === 'interrupted') return EXIT.interrupted
  return rest.errors > 0 ? EXIT.agentFailed : EXIT.fine
}

const queueOf = ({ queue, queueName }: SweepFlags) =>
  queue === undefined
    ? {}
    : { queue: { url: queue, ...(queueName === undefined ? {} : { name: queueName }) } }

/** The way to models here; or, where workers of a queue call them, which. @throws CoactError `sweep/queue-models` */
async function modelsOf(
  { model, price }: ModelFlags,
  flags: SweepFlags,
): Promise<Pick<SweepOptions, 'models' | 'modelAtWorkers'>> {
  if (flags.queue === undefined) {
    const models = await openGateway(withEnvironment(flags))
    return models === undefined ? {} : { models }
  }
  const given = (
    [
      'baseUrl',
      'apiKeyEnv',
      'tape',
      'tapeFrom',
      'concurrency',
      'requestsPerMinute',
      'tokensPerMinute',
    ] as const
  ).find((name) => flags[name] !== undefined)
  if (given !== undefined) {
    throw new CoactError(
      'sweep/queue-models',
      'The workers of a queue say how models are reached',
      {
        where: `--${given.replace(/[A-Z]/g, (c) => `-${c.toLowerCase()}`)}`,
        expected: 'of options for models: --model, --price and caps',
        next: 'Give it to "coact worker".',
      },
    )
  }
  if (model === undefined) return {}
  return { modelAtWorkers: { model, ...(price === undefined ? {} : { price }) } }
}

const EAR = 'ear-bench'
const ERRORS_SHOWN = 5

/** @throws CoactError `suite/unknown`, `suite/no-scenes` */
async function suiteFor(ref: string, flags: SweepFlags): Promise<Suite> {
  if (ref !== EAR) return loadSuite(ref)
  const { scenes, oracle, sight, profile } = flags
  if (profile !== undefined && profile !== 'compat' && profile !== 'strict') {
    throw new CoactError('profile/unknown', `There is no profile "${profile}"`, {
      expected: 'compat or strict',
    })
  }
  return earBench({
    ...(scenes === undefined ? {} : { scenes }),
    ...(oracle === undefined ? {} : { oracle }),
    ...(sight === undefined ? {} : { sight }),
    ...(profile === undefined ? {} : { profile }),
  })
}

const nameOf = ({ scenario, lineup, seed }: EpisodeRow): string =>
  `${scenario}, ${lineup}, seed ${seed}`

function summaryOf(told: SweepOutcome, out: string, seconds: number): string {
  const { total, done, known, errors, stopped, torn } = told
  const parts = [
    `${done} of ${total} episodes`,
    known > 0 ? `${known} were there` : '',
    errors > 0 ? `${errors} failed` : '',
    torn > 0 ? `${torn} torn ${torn === 1 ? 'line' : 'lines'} left out` : '',
    stopped === undefined ? '' : `stopped: ${stopped}`,
    `${seconds.toFixed(1)} s`,
  ].filter((part) => part !== '')
  return `${parts.join(', ')}; results in ${printable(out)}`
}
