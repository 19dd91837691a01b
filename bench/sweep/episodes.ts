import { CoactError, foldText, hash64, hex } from '../../engine/index.js'
import type { Suite, SuiteScenario } from './suite.js'

/** One episode that is to be played, as plain data. */
export interface EpisodeSpec {
  /** Hash of all that decides how it goes. */
  readonly key: string
  readonly scenario: SuiteScenario
  /** Who plays: words as on the command line, separated by blanks. */
  readonly lineup: string
  readonly seed: string
  /** Whether it calls language models, and which where its policies do not say. */
  readonly calls?: true
  readonly model?: string
  readonly overrides: {
    readonly horizon?: number
    readonly profile?: string
    readonly mute?: boolean
  }
}

/** Who played, as tables call them: with the model, where one was called. */
const lineupOf = ({ lineup, model }: Pick<EpisodeSpec, 'lineup' | 'model'>): string =>
  model === undefined ? lineup : `${lineup} (${model})`

/** What a row says of its episode, however that went. */
export const headOf = (suite: string, spec: EpisodeSpec) => ({
  key: spec.key,
  suite,
  scenario: spec.scenario.id,
  group: spec.scenario.group,
  lineup: lineupOf(spec),
  seed: spec.seed,
})

export interface SweepPlan {
  readonly suite: Suite
  readonly scenarios: readonly SuiteScenario[]
  readonly lineups: readonly string[]
  readonly seeds: readonly string[]
  readonly overrides: EpisodeSpec['overrides']
  /** Of the engine; with another, every episode is another. */
  readonly version: string
  policies(lineup: string, scenario: SuiteScenario): PlannedPolicies
}

/** What is known of a lineup before it plays. */
export interface PlannedPolicies {
  /** Ids and versions of its policies, or its words for those that cannot be known beforehand. */
  readonly told: string
  readonly calls: boolean
  /** What its policies call where they do not say. */
  readonly model?: string
}

/** How far a sweep is. */
export interface SweepProgress {
  readonly total: number
  readonly done: number
  /** Found in the folder. */
  readonly known: number
  readonly errors: number
  readonly ticks: number
  readonly tokens: number
  readonly price: number
}

/** Every scenario with every lineup and seed, by scenario, then lineup. */
export function* episodesOf(plan: SweepPlan): Generator<EpisodeSpec> {
  for (const scenario of plan.scenarios)
    for (const lineup of plan.lineups)
      for (const seed of plan.seeds) {
        const { overrides, version } = plan
        const { told, calls, model } = plan.policies(lineup, scenario)
        const asked = calls && model !== undefined ? { model } : {}
        const all = [scenario.data ?? scenario.id, told, seed, { ...overrides, ...asked }, version]
        const h = hash64()
        foldText(h, JSON.stringify(all))
        const calling = calls ? ({ calls: true } as const) : {}
        yield { key: hex(h), scenario, lineup, seed, ...calling, ...asked, overrides }
      }
}

const SHARD = /^(\d{1,6})\/(\d{1,6})$/
const SEEDS_MAX = 1_000_000

/** The part of a list that a shard plays: every n-th. @param shard such as `0/4` @throws CoactError `sweep/shard` */
export function shardOf<T>(all: readonly T[], shard: string | undefined): readonly T[] {
  if (shard === undefined) return all
  const [, index, of] = SHARD.exec(shard) ?? []
  if (index !== undefined && Number(index) < Number(of))
    return all.filter((_, i) => i % Number(of) === Number(index))
  throw new CoactError('sweep/shard', 'There is no such shard', {
    expected: 'INDEX/COUNT, the index from 0, such as 0/4',
    got: shard.slice(0, 40),
  })
}

/** Seeds as they are written: `7`, `0..99`, `1,5,9..12`. @throws CoactError `sweep/seeds` */
export function seedsOf(text: string): string[] {
  const seeds: string[] = []
  for (const part of text.split(',')) {
    const [, from, to] = /^(\d{1,15})\.\.(\d{1,15})$/.exec(part.trim()) ?? []
    if (from === undefined) {
      if (part.trim() === '') throw badSeeds(text)
      seeds.push(part.trim())
      continue
    }
    const count = Number(to) - Number(from) + 1
    if (count < 1 || count + seeds.length > SEEDS_MAX) throw badSeeds(text)
    for (let s = Number(from); s <= Number(to); s++) seeds.push(String(s))
  }
  return [...new Set(seeds)]
}

const badSeeds = (text: string): CoactError =>
  new CoactError('sweep/seeds', 'These are no seeds', {
    expected: `numbers, texts or spans such as 0..99, joined by commas; at most ${SEEDS_MAX}`,
    got: text.slice(0, 80),
  })
