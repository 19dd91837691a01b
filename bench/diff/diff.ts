import type { Replay } from '../../replays/index.js'
import { type AboutDifference, aboutDifferences, json, jsonDifferences } from './about.js'
import { type ActDifference, firstActs } from './acts.js'
import { causeOf, type Divergence, lengthDivergence } from './cause.js'
import { findParting } from './first.js'
import { finalDifferences, type StateDifference } from './state.js'
import { type AgentCounts, totalsOf } from './totals.js'

/** What one agent did in either run; one of them is absent where only the other has the agent. */
export interface AgentDiff {
  readonly agent: string
  readonly a: AgentCounts | undefined
  readonly b: AgentCounts | undefined
}

/** How two replays differ. */
export interface ReplayDiff {
  /** True when everything that happened and every score is the same, whatever the replays say of themselves. */
  readonly equal: boolean
  /** What they say otherwise of their runs: seed, versions, policies … */
  readonly about: readonly AboutDifference[]
  /** Ticks that both have. */
  readonly shared: readonly [from: number, to: number]
  /** Where and why they part. */
  readonly first: Divergence | undefined
  /** When something else was first done: after a seed or a memory differs it may take a while. */
  readonly acts: ActDifference | undefined
  /** Agents that did something else in all. */
  readonly agents: readonly AgentDiff[]
  /** Ends, goals and metrics that differ. */
  readonly scores: readonly AboutDifference[]
  /** Parts of the last states that differ. */
  readonly state: readonly StateDifference[]
}

/**
 * Aligns two replays tick by tick, finds where they part and why, and sums up how they differ. No code of the world is
 * needed.
 *
 * @throws CoactError `diff/no-common-tick`, `replay/corrupt`
 * @example
 * const { equal, first } = await diffReplays(await openReplayFile('a.mcap'), await openReplayFile('b.mcap'))
 * if (!equal) console.log(first?.tick, first?.cause, first?.why)
 */
export async function diffReplays(a: Replay, b: Replay): Promise<ReplayDiff> {
  const about = await aboutDifferences(a, b)
  const parting = await findParting(a, b)
  const { from, to, tick } = parting
  const first =
    tick === undefined ? lengthDivergence(a, b) : await causeOf(a, b, { ...parting, tick }, about)
  const scores = scoreDifferences(a, b)
  const isSame = first === undefined
  return {
    equal: isSame && scores.length === 0,
    about,
    shared: [from, to],
    first,
    acts: isSame ? undefined : await firstActs(a, b, [from, to]),
    agents: isSame ? [] : await agentDifferences(a, b),
    scores,
    state: isSame ? [] : await finalDifferences(a, b),
  }
}

async function agentDifferences(a: Replay, b: Replay): Promise<AgentDiff[]> {
  const [x, y] = [await totalsOf(a), await totalsOf(b)]
  return [...new Set([...x.keys(), ...y.keys()])]
    .map((agent) => ({ agent, a: x.get(agent), b: y.get(agent) }))
    .filter((d) => json(d.a) !== json(d.b))
}

function scoreDifferences(a: Replay, b: Replay): AboutDifference[] {
  const scores = ({ info: { result } }: Replay) =>
    result === undefined
      ? {}
      : {
          end: result.end,
          goals: Object.fromEntries(result.goals.map((g) => [g.id, g.progress])),
          metrics: result.metrics,
        }
  return jsonDifferences(scores(a), scores(b), 'scores').map(({ what, ...values }) => ({
    what: what.replace(/^scores\.?/, ''),
    ...values,
  }))
}
