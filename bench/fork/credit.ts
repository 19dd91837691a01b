import { CoactError } from '../../engine/index.js'
import type { BranchOptions } from './branch.js'
import { forkMany } from './fork-many.js'
import { teamScore } from './score.js'
import type { ForkMode, ForkResult, ForkScorer, ForkSpec } from './spec.js'
import type { Trunk } from './trunk.js'

export interface CreditOptions extends Omit<BranchOptions, 'seen' | 'track'> {
  readonly agent: string
  /** The tick before the decision in question. */
  readonly at: number
  /**
   * What the agent might have done instead, each as a policy would return it; `noop`: nothing; `default`: what the world's
   * fallback says (default: `noop`).
   */
  readonly alternatives?: 'noop' | 'default' | readonly unknown[]
  /** Whether the others repeat what they did (`frozen`, the default) or decide anew (`live`). */
  readonly mode?: Exclude<ForkMode, 'scripted'>
  /** How many ticks count at most. */
  readonly ticks?: number
  /** Default: what the agent's team got, and how far its goals are. */
  readonly scorer?: ForkScorer
}

/** What a decision was worth. */
export interface Credit {
  readonly agent: string
  readonly at: number
  /** Of the run as it was, over the ticks that count. */
  readonly score: number
  /** One for each alternative: its score, and how much better the decision was. */
  readonly alternatives: readonly {
    readonly decision: unknown
    readonly score: number
    readonly credit: number
    readonly stale: number
  }[]
  /** The difference from the alternatives' mean. */
  readonly credit: number
}

/**
 * Counterfactual credit of one decision: how the run came out, less how it comes out when that agent decides otherwise in that
 * one tick (difference rewards, Wolpert and Tumer 2002; with several alternatives their mean, as in Foerster et al. 2018). It
 * cannot be read from a replay: each alternative is simulated.
 *
 * @throws CoactError `credit/no-default` when the world has no fallback then; as `forkMany`
 * @example
 * const { credit } = await creditFor(trunk, { agent: 'ada', at: 40, alternatives: 'noop' })
 */
export async function creditFor(trunk: Trunk, options: CreditOptions): Promise<Credit> {
  const { agent, at, alternatives = 'noop', mode = 'frozen', ticks, scorer, ...rest } = options
  const decisions =
    alternatives === 'noop'
      ? [null]
      : alternatives === 'default'
        ? [await fallbackOf(trunk, agent, at)]
        : alternatives
  const common: ForkSpec = { at, mode, ...(ticks === undefined ? {} : { ticks }) }
  const specs = decisions.map(
    (decision): ForkSpec => ({ ...common, action: { [agent]: decision } }),
  )
  // The run itself is never decided anew.
  const whole: ForkSpec = { ...common, mode: 'frozen' }
  const [own, ...others] = await forkMany(trunk, [whole, ...specs], {
    ...rest,
    track: false,
    scorer: scorer ?? teamScore(agent),
  })
  const score = own!.score!
  const told = others.map((r: ForkResult, i) => ({
    decision: decisions[i],
    score: r.score!,
    credit: score - r.score!,
    stale: r.stale,
  }))
  const mean = told.reduce((sum, t) => sum + t.credit, 0) / Math.max(told.length, 1)
  return { agent, at, score, alternatives: told, credit: mean }
}

/** What the world does for an agent that does nothing. */
async function fallbackOf(trunk: Trunk, agent: string, at: number): Promise<unknown> {
  const [result] = await forkMany(trunk, [{ at, ticks: 1, action: { [agent]: null } }], {
    frames: true,
  })
  const index = Object.keys(trunk.scenario.agents).indexOf(agent)
  const made = result!.frames![0]?.actions.find((a) => a.agent === index && a.fallback === true)
  if (made !== undefined) return { action: made.action, args: made.args }
  throw new CoactError('credit/no-default', `The world has no default action for ${agent}`, {
    where: `tick ${at + 1}`,
    next: 'Take the alternative `noop`.',
  })
}
