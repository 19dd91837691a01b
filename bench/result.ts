import type { CallTotals } from '../agents/index.js'
import type { EndReason, Episode, Frame, Goal } from '../engine/index.js'
import type { CloseError } from './close.js'
import type { MetricFold } from './metric-fold.js'
import type { Scored } from './metrics/scored.js'
import type { AgentTotals, RunFailure, Tally } from './tally.js'

/** How a run went. Everything but `wall` and `closeErrors` follows from the scenario, the seed and the inputs. */
export interface RunResult {
  readonly scenario: string
  /** Id and version. */
  readonly world: string
  readonly profile: string
  readonly seed: string
  readonly end: EndReason
  readonly ticks: number
  /** The chain hash of the last tick: it names the whole run. */
  readonly chain: string
  readonly goals: readonly Goal[]
  /** Whether all goals are done, where teams compete those of one team; absent where there are none. */
  readonly success?: boolean
  readonly agents: Readonly<Record<string, AgentTotals>>
  /** By metric. */
  readonly metrics: Readonly<Record<string, unknown>>
  /** By metric, where scores were asked for. */
  readonly scores?: Readonly<Record<string, Scored>>
  /** Decisions that failed: the first of them; `agents` counts all. */
  readonly failures: readonly RunFailure[]
  /** What calls of language models came to; absent where there were none. */
  readonly calls?: CallTotals
  readonly closeErrors: readonly CloseError[]
  /** Whether the replay, simulated again, gave the same hashes; absent when that was not asked. */
  readonly verified?: boolean
  /** Where it first differed. */
  readonly difference?: string
  /** What depends on the machine. */
  readonly wall: {
    readonly ms: number
    /** Answers that came after their tick was over, and were dropped. */
    readonly lateAnswers: number
    /** Calls of models that were answered from a tape. */
    readonly callsFromTape?: number
  }
}

/** What follows from the inputs alone. */
export type RunSummary = Omit<
  RunResult,
  'scores' | 'closeErrors' | 'verified' | 'difference' | 'wall'
>

/** Whether everyone's aims are reached and, where teams play against each other, all those of one of them. */
export function isSuccess(goals: readonly Goal[]): boolean {
  const teams = new Set(goals.flatMap((g) => g.team ?? []))
  const isReached = (team: string | undefined): boolean =>
    goals.every((g) => g.team !== team || g.done)
  return isReached(undefined) && (teams.size === 0 || [...teams].some(isReached))
}

/** @param last the latest frame */
export function summarize(
  { scenario, seed, end }: Episode,
  {
    tally,
    metrics,
    calls,
    last,
  }: {
    readonly tally: Tally
    readonly metrics: MetricFold
    readonly calls?: { readonly totals: CallTotals } | undefined
    readonly last: Frame
  },
): RunSummary {
  const { world } = scenario
  return {
    scenario: scenario.id,
    world: `${world.id}@${world.version}`,
    profile: scenario.profile,
    seed,
    end: end ?? 'aborted',
    ticks: last.tick,
    chain: last.chain,
    goals: last.goals,
    ...(last.goals.length === 0 ? {} : { success: isSuccess(last.goals) }),
    agents: tally.agents(),
    metrics: metrics.results(),
    failures: tally.failures,
    ...(calls === undefined || calls.totals.calls === 0 ? {} : { calls: calls.totals }),
  }
}
