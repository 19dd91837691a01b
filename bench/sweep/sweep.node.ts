import { existsSync } from 'node:fs'
import { writeFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import type { Gateway } from '../../agents/index.js'
import { CoactError } from '../../engine/index.js'
import { VERSION } from '../../replays/index.js'
import { loadAgents, loadPolicy, readWord } from '../agents.node.js'
import { exportOf, isPath } from '../files.node.js'
import { loadModule } from '../module.node.js'
import type { Registry } from '../registry.js'
import {
  type EpisodeSpec,
  episodesOf,
  headOf,
  type PlannedPolicies,
  type SweepPlan,
  type SweepProgress,
  shardOf,
} from './episodes.js'
import { gather } from './gather.node.js'
import { loadEpisode, OWN, playEpisode, wordsOf } from './play.node.js'
import { createPool } from './pool.node.js'
import { openQueue, type QueueAddress } from './queue.node.js'
import type { EpisodeRow } from './row.js'
import { openResults } from './store.node.js'
import { isSuite, type Suite, type SuiteScenario, suiteNamed } from './suite.js'
import type { Job } from './worker.node.js'

export interface SweepOptions {
  readonly suite: Suite
  readonly registry: Registry
  /** Policies for all seats, or `NAME=POLICY` words separated by blanks; `own` for those of each scenario. */
  readonly lineups?: readonly string[]
  readonly seeds?: readonly string[]
  readonly overrides?: SweepPlan['overrides']
  /** Only scenarios whose id or group has this in it. */
  readonly only?: string
  readonly out: string
  /** Worker threads (default 1: in this one). */
  readonly jobs?: number
  /** Worker threads even for one job. */
  readonly threads?: boolean
  /** Such as `0/4`. */
  readonly shard?: string
  /** Plays nothing here: others take the episodes from this queue, and hand in what comes of them. */
  readonly queue?: QueueAddress
  /** False: no replays are kept. */
  readonly replays?: boolean
  readonly retryErrors?: boolean
  readonly timeoutMs?: number
  readonly plugins?: boolean
  /** For policies that call language models; such episodes are played here, many at a time. */
  readonly models?: Gateway
  /** In place of `models` where a queue's workers call them: which, and what a million tokens cost. */
  readonly modelAtWorkers?: { readonly model: string; readonly price?: readonly number[] }
  readonly concurrency?: number
  /** No episode is begun after so much. */
  readonly caps?: { readonly tokens?: number; readonly price?: number; readonly ms?: number }
  /** Aborted once: what is being played is ended and saved, nothing more is begun. */
  readonly signal?: AbortSignal
  readonly onRow?: (row: EpisodeRow, told: SweepProgress) => void
  readonly onBegin?: (told: SweepProgress) => void
}

export interface SweepOutcome extends SweepProgress {
  readonly rows: readonly EpisodeRow[]
  /** Why not all was played. */
  readonly stopped?: 'interrupted' | 'tokens' | 'price' | 'time'
  readonly torn: number
}

/**
 * Plays what is missing of a suite: every scenario with every lineup and seed that the folder has no result of. The same again
 * plays nothing; more seeds or lineups add to what is there.
 *
 * @throws CoactError `suite/unknown`, `sweep/…`, `policy/…`
 */
export async function sweep(options: SweepOptions): Promise<SweepOutcome> {
  const { suite, out, shard, jobs = 1 } = options
  const specs = await plannedOf(options)
  const mine = shardOf(specs, shard)
  const { id, title, published } = suite
  const beside = published === undefined ? {} : { published }
  const info = { suite: id, title, version: VERSION, ...beside }
  const store = await openResults(out, info, shard)
  const isMissing = (spec: EpisodeSpec): boolean => {
    const row = store.rows.get(spec.key)
    return row === undefined || (row.status === 'error' && options.retryErrors === true)
  }
  const missing = inTurns(mine.filter(isMissing))
  const told = {
    total: mine.length,
    done: mine.length - missing.length,
    known: mine.length - missing.length,
    errors: 0,
    ticks: 0,
    tokens: 0,
    price: 0,
  }
  options.onBegin?.(told)
  const begun = performance.now()
  const stop = (): SweepOutcome['stopped'] => {
    const { caps = {} } = options
    if (options.signal?.aborted === true) return 'interrupted'
    if (told.tokens >= (caps.tokens ?? Infinity)) return 'tokens'
    if (told.price >= (caps.price ?? Infinity)) return 'price'
    return performance.now() - begun >= (caps.ms ?? Infinity) ? 'time' : undefined
  }
  const note = async (row: EpisodeRow): Promise<void> => {
    if (row.status === 'error' && options.signal?.aborted === true) return
    await store.add(row)
    told.done += 1
    if (row.status === 'error') told.errors += 1
    told.ticks += row.ticks ?? 0
    told.tokens += row.tokens ?? 0
    told.price += row.price ?? 0
    options.onRow?.(row, told)
  }
  let stopped: SweepOutcome['stopped']
  try {
    stopped =
      options.queue === undefined
        ? await playAll(missing, options, stop, note, jobs)
        : await playElsewhere(missing, options, options.queue, stop, note)
  } finally {
    await store.close()
  }
  const rows = mine.flatMap(({ key }) => store.rows.get(key) ?? [])
  return { ...told, rows, torn: store.torn, ...(stopped === undefined ? {} : { stopped }) }
}

/**
 * Every scenario and lineup once before any a second time: all rows of the table become certain together, whenever it ends, and
 * threads compile all they need at the start.
 */
function inTurns(specs: readonly EpisodeSpec[]): EpisodeSpec[] {
  const turns = new Map<string, EpisodeSpec[]>()
  for (const spec of specs) {
    const turn = turns.get(spec.seed)
    if (turn === undefined) turns.set(spec.seed, [spec])
    else turn.push(spec)
  }
  return [...turns.values()].flat()
}

/** All episodes of a sweep, in order. */
async function plannedOf(options: SweepOptions): Promise<readonly EpisodeSpec[]> {
  const { suite, registry, only, seeds = ['0'], overrides = {} } = options
  const lineups = options.lineups ?? suite.lineups
  const all = await suite.scenarios(registry)
  const scenarios = all.filter(
    (s) => only === undefined || s.id.includes(only) || s.group.includes(only),
  )
  if (scenarios.length === 0) {
    throw new CoactError('sweep/no-scenarios', 'No scenario of the suite fits', {
      expected: [...new Set(all.map((s) => s.group))].join(', '),
      got: String(only),
    })
  }
  const known = new Map<string, PlannedPolicies>()
  for (const lineup of lineups)
    if (lineup !== OWN) known.set(lineup, await policiesOf(lineup, options))
  const own = new Map<SuiteScenario, PlannedPolicies>()
  if (lineups.includes(OWN))
    for (const scenario of scenarios) own.set(scenario, await ownPoliciesOf(scenario, options))
  const policies = (lineup: string, scenario: SuiteScenario): PlannedPolicies =>
    known.get(lineup) ?? own.get(scenario)!
  return [
    ...episodesOf({ suite, scenarios, lineups, seeds, overrides, version: VERSION, policies }),
  ]
}

const modelOf = ({ models, modelAtWorkers }: SweepOptions): { readonly model?: string } => {
  const model = modelAtWorkers?.model ?? models?.model
  return model === undefined ? {} : { model }
}

/** A lineup with the versions of its policies. @throws CoactError `policy/…` */
async function policiesOf(lineup: string, options: SweepOptions): Promise<PlannedPolicies> {
  const words = wordsOf(lineup).map(readWord)
  const told: string[] = []
  let calls = false
  for (const { agent, policy } of words) {
    const made = await loadPolicy(policy, options.registry)
    told.push(`${agent}=${policy}:${made.id}@${made.version}`)
    calls ||= made.calls === true
    await made.close?.()
  }
  return { told: told.sort().join(' '), calls, ...modelOf(options) }
}

/** The lineup of a scenario's file. A file that cannot be loaded is told of when it is played. */
async function ownPoliciesOf(
  scenario: SuiteScenario,
  options: SweepOptions,
): Promise<PlannedPolicies> {
  const model = modelOf(options)
  if (model.model === undefined) return { told: OWN, calls: false }
  const { registry, overrides = {} } = options
  const loaded = await loadEpisode({ scenario, overrides }, registry).catch(() => undefined)
  const choices = loaded === undefined ? {} : await loadAgents([], loaded, registry)
  const calls = Object.values(choices).some((policy) => policy?.calls === true)
  return { told: OWN, calls, ...model }
}

const CALLING_AT_ONCE = 16

/** What all jobs of a sweep share. */
const commonOf = ({
  suite,
  out,
  replays,
  timeoutMs,
}: SweepOptions): Omit<Job, 'spec' | 'models' | 'account'> => ({
  suite: suite.id,
  ...(suite.metrics === undefined ? {} : { metrics: suite.metrics }),
  ...(replays === false ? {} : { out }),
  ...(timeoutMs === undefined ? {} : { timeoutMs }),
})

async function playAll(
  specs: readonly EpisodeSpec[],
  options: SweepOptions,
  stop: () => SweepOutcome['stopped'],
  note: (row: EpisodeRow) => Promise<void>,
  jobs: number,
): Promise<SweepOutcome['stopped']> {
  const { suite, registry, models, plugins, signal } = options
  const common = commonOf(options)
  const isHere = jobs <= 1 && options.threads !== true
  const scripted = specs.filter((spec) => spec.calls !== true)
  const calling = specs.filter((spec) => spec.calls === true)
  const pool = isHere || scripted.length === 0 ? undefined : await createPool(jobs)
  const play = (spec: EpisodeSpec): Promise<EpisodeRow> =>
    pool === undefined || spec.calls === true
      ? playEpisode(spec, {
          registry,
          ...common,
          ...(models === undefined ? {} : { models }),
          ...(signal === undefined ? {} : { signal }),
        })
      : pool
          .play({ spec, ...common, ...(plugins === undefined ? {} : { plugins }) })
          .catch((e: unknown) => brokenRow(spec, suite.id, e))
  let stopped: SweepOutcome['stopped']
  const lanes = (list: readonly EpisodeSpec[], atOnce: number): Promise<void>[] => {
    let next = 0
    const lane = async (): Promise<void> => {
      while (next < list.length) {
        stopped ??= stop()
        if (stopped !== undefined) return
        await note(await play(list[next++]!))
      }
    }
    return Array.from({ length: Math.min(atOnce, list.length) }, lane)
  }
  // One more waits for each thread, so that none is idle while a result is written.
  const atOnce = pool === undefined ? 1 : 2 * jobs
  try {
    const asked = lanes(calling, options.concurrency ?? CALLING_AT_ONCE)
    await Promise.all([...asked, ...lanes(scripted, atOnce)])
  } finally {
    await pool?.close()
  }
  return stopped
}

/** Leaves episodes to workers of a queue, and keeps what they hand in. */
async function playElsewhere(
  specs: readonly EpisodeSpec[],
  options: SweepOptions,
  address: QueueAddress,
  stop: () => SweepOutcome['stopped'],
  note: (row: EpisodeRow) => Promise<void>,
): Promise<SweepOutcome['stopped']> {
  const { out, plugins, modelAtWorkers } = options
  const common = { ...commonOf(options), ...(plugins === undefined ? {} : { plugins }) }
  const models = modelAtWorkers === undefined ? {} : { models: modelAtWorkers }
  const open = await openQueue(address)
  let stopped: SweepOutcome['stopped']
  try {
    const jobs = specs.map((spec) => ({
      spec,
      ...common,
      ...(spec.calls === true ? models : {}),
    }))
    await gather(open, jobs, {
      isOver() {
        stopped ??= stop()
        return stopped !== undefined
      },
      async onRow({ row, replay }) {
        if (replay !== undefined && row.replay !== undefined)
          await writeFile(join(out, row.replay), Buffer.from(replay, 'base64'))
        await note(row)
      },
    })
    return stopped
  } finally {
    await open.close()
  }
}

/** The row of an episode whose worker broke down. */
const brokenRow = (spec: EpisodeSpec, suite: string, e: unknown): EpisodeRow => ({
  ...headOf(suite, spec),
  status: 'error',
  error: `the worker broke down: ${String(e).slice(0, 500)}`,
})

/** A suite by name, or by the path of a module that exports one. @throws CoactError `suite/unknown`, `module/…` */
export async function loadSuite(ref: string): Promise<Suite> {
  if (!isPath(ref) && !existsSync(ref)) return suiteNamed(ref)
  return exportOf(await loadModule(resolve(ref)), isSuite, ref, 'suite')
}
