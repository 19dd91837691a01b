import { join } from 'node:path'
import type { Gateway } from '../../agents/index.js'
import { errorText } from '../../engine/index.js'
import { loadAgents } from '../agents.node.js'
import { fromData, type Loaded, loadScenario } from '../load.node.js'
import { chooseMetrics } from '../metrics/index.js'
import type { Registry } from '../registry.js'
import type { RunResult } from '../result.js'
import { run } from '../run.js'
import { type EpisodeSpec, headOf } from './episodes.js'
import type { EpisodeRow } from './row.js'

export interface PlayContext {
  readonly registry: Registry
  readonly suite: string
  readonly metrics?: readonly string[]
  /** Folder of results; replays go into `replays/` in it. */
  readonly out?: string
  readonly timeoutMs?: number
  readonly models?: Gateway
  readonly signal?: AbortSignal
}

/** The words of a lineup. */
export const wordsOf = (lineup: string): string[] =>
  lineup === OWN ? [] : (lineup.match(/(?:[^\s"]|"[^"]*")+/g) ?? [])

/** The lineup in which a scenario's own policies play. */
export const OWN = 'own'

export async function loadEpisode(
  { scenario, overrides }: Pick<EpisodeSpec, 'scenario' | 'overrides'>,
  registry: Registry,
): Promise<Loaded> {
  if (scenario.data === undefined) return loadScenario(scenario.id, registry, overrides)
  return fromData(scenario.data, scenario.id, registry, overrides)
}

/** Plays an episode to its end; what goes wrong is told in its row. */
export async function playEpisode(spec: EpisodeSpec, context: PlayContext): Promise<EpisodeRow> {
  const { key, scenario, lineup, seed } = spec
  const { registry, suite, metrics, out, timeoutMs, models, signal } = context
  const head = headOf(suite, spec)
  const begun = performance.now()
  try {
    const loaded = await loadEpisode(spec, registry)
    const agents = await loadAgents(wordsOf(lineup), loaded, registry)
    const replay = out === undefined ? undefined : `replays/${key}.mcap`
    const meta = (scenario.data ?? (loaded.source as { meta?: unknown } | undefined))?.['meta']
    const result = await run(loaded.scenario, {
      seed,
      agents,
      source: loaded.source,
      scores: {
        meta,
        ...(metrics === undefined ? {} : { metrics: chooseMetrics(metrics, registry.metrics) }),
      },
      ...(models === undefined ? {} : { models }),
      ...(replay === undefined ? {} : { out: join(out!, replay) }),
      ...(timeoutMs === undefined ? {} : { timeoutMs }),
      ...(signal === undefined ? {} : { signal }),
    })
    const row = rowOf(result, performance.now() - begun)
    const { reference } = scenario
    return {
      ...head,
      ...row,
      ...(reference === undefined ? {} : { reference }),
      ...(replay === undefined ? {} : { replay }),
    }
  } catch (e) {
    return { ...head, status: 'error', error: errorText(e).slice(0, 2000) }
  }
}

function rowOf(result: RunResult, ms: number): Omit<EpisodeRow, keyof Head> {
  const { end, ticks, chain, success, agents, scores = {}, calls, world, profile } = result
  const totals = Object.entries(agents)
  const shares = Object.entries(scores).flatMap(([id, { over }]) =>
    over === undefined ? [] : [[id, over] as const],
  )
  if (end === 'aborted') return { status: 'error', error: 'it was interrupted' }
  return {
    status: 'ok',
    chain,
    world,
    profile,
    policies: Object.fromEntries(totals.map(([name, a]) => [name, a.policy])),
    end,
    ticks,
    ...(success === undefined ? {} : { success }),
    rewards: Object.fromEntries(totals.map(([name, a]) => [name, a.reward])),
    actions: totals.reduce((sum, [, a]) => sum + a.actions, 0),
    failures: result.failures.length,
    scores: Object.fromEntries(Object.entries(scores).map(([id, s]) => [id, s.value])),
    ...(shares.length === 0 ? {} : { shares: Object.fromEntries(shares) }),
    ...(calls === undefined ? {} : { tokens: calls.usage.input + calls.usage.output }),
    ...(calls?.price === undefined ? {} : { price: calls.price }),
    ms: Math.round(ms),
  }
}

type Head = Pick<EpisodeRow, 'key' | 'suite' | 'scenario' | 'group' | 'lineup' | 'seed'>
