import { canonicalJson, type Episode, unknownName } from '../../engine/index.js'
import type { BranchOptions } from './branch.js'
import { createNursery } from './branch.js'
import { forkMany } from './fork-many.js'
import { teamScore } from './score.js'
import type { ForkMode, ForkScorer, ForkSpec } from './spec.js'
import type { Trunk } from './trunk.js'

/** Two decisions at the same state, one better than the other: what preference learning takes. */
export interface TrainingPair {
  /** The tick in which to decide; the state is that of the tick before. */
  readonly tick: number
  readonly agent: string
  readonly chosen: unknown
  readonly rejected: unknown
  /** By how much the score is higher. */
  readonly margin: number
}

export interface PairOptions extends Omit<BranchOptions, 'seen' | 'track'> {
  readonly agent: string
  /** Ticks before the decisions (default: all at which the agent is asked). */
  readonly at?: readonly number[]
  /** Decisions to compare with what was done (default: every legal action). @param episode is not to be changed */
  readonly candidates?: (episode: Episode, agent: number) => readonly unknown[]
  /** Whether the others repeat what they did (`frozen`, the default) or decide anew, and the agent too after the tick (`live`). */
  readonly mode?: Exclude<ForkMode, 'scripted'>
  /** How many ticks count at most. */
  readonly ticks?: number
  /** Default: what the agent's team got, and how far its goals are. */
  readonly scorer?: ForkScorer
  /** The least difference that makes a pair (default: any above 0). */
  readonly margin?: number
}

/**
 * Ranks what an agent could decide, state by state, by running each decision on, and pairs the best with each that is worse.
 *
 * @returns by tick, then by margin, widest first
 * @throws CoactError `agent/unknown`, and as `forkMany`
 * @example
 * for (const { tick, chosen, rejected } of await trainingPairs(trunk, { agent: 'ada', ticks: 20 })) …
 */
export async function trainingPairs(
  trunk: Trunk,
  options: PairOptions,
): Promise<readonly TrainingPair[]> {
  const { agent, at, mode = 'frozen', ticks, scorer, margin = 0, ...rest } = options
  const names = Object.keys(trunk.scenario.agents)
  const index = names.indexOf(agent)
  if (index < 0) throw unknownName('agent/unknown', 'agent', agent, names, trunk.scenario.id)
  const nursery = createNursery(trunk, false)
  const propose = options.candidates ?? ((episode: Episode) => episode.legal(index))
  const common = { mode, ...(ticks === undefined ? {} : { ticks }) }
  const pairs: TrainingPair[] = []
  for (const tick of at ?? ticksOf(trunk)) {
    const episode = nursery(undefined)
    episode.restore(trunk.state(tick))
    if (!episode.asked().includes(index)) continue
    const done = trunk.frame(tick + 1)?.inputs[index]?.do ?? []
    const decisions = distinct([done, ...propose(episode, index)])
    const specs = decisions.map(
      (decision): ForkSpec => ({ ...common, at: tick, action: { [agent]: decision } }),
    )
    const results = await forkMany(trunk, specs, {
      ...rest,
      track: false,
      scorer: scorer ?? teamScore(agent),
    })
    const ranked = results
      .map((r, i) => ({ decision: decisions[i], score: r.score! }))
      .sort((a, b) => b.score - a.score)
    const [best, ...worse] = ranked
    for (const w of worse.reverse()) {
      const difference = best!.score - w.score
      if (difference > 0 && difference >= margin)
        pairs.push({
          tick: tick + 1,
          agent,
          chosen: best!.decision,
          rejected: w.decision,
          margin: difference,
        })
    }
  }
  return pairs
}

const ticksOf = ({ first, last }: Trunk): number[] =>
  Array.from({ length: last - first + 1 }, (_, i) => first + i)

/** Without what is there twice; a list of one action is that action. */
function distinct(decisions: readonly unknown[]): unknown[] {
  const known = new Set<string>()
  return decisions
    .map((d) => (Array.isArray(d) && d.length === 1 ? (d[0] as unknown) : d))
    .filter((d) => {
      const text = canonicalJson(d)
      return !known.has(text) && known.add(text)
    })
}
