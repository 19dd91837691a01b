import type { Frame } from '../../engine/index.js'
import type { BranchOptions } from '../fork/branch.js'
import type { ForkMode, ForkResult, ForkSpec } from '../fork/spec.js'
import type { Trunk } from '../fork/trunk.js'
import { resampled } from '../stats/index.js'
import { meanAt } from './math.js'
import type { MetricNotes, Scored } from './scored.js'

/** A score by simulating again what would have happened otherwise. */
export interface ForkMetric extends MetricNotes {
  readonly kind: 'fork-metric'
  readonly id: string
  readonly better: 'higher' | 'lower' | 'neither'
  score(trunk: Trunk, options: ForkMetricOptions): Promise<ForkScored>
}

export interface ForkMetricOptions extends Pick<BranchOptions, 'policies' | 'models' | 'signal'> {
  /** `frozen` (the default): the others repeat what they did; `live`: they decide anew. */
  readonly mode?: Exclude<ForkMode, 'scripted'>
  /** How often each fork is made in mode `live` (default, and least, 8). */
  readonly samples?: number
  /** How many ticks count after a fork (default: to the end). */
  readonly ticks?: number
  /** How many decisions or messages are looked at (default 32), taken evenly. */
  readonly most?: number
}

/** A score with how it was come by. */
export interface ForkScored extends Scored {
  readonly mode: ForkMode
  /** The share of repeated inputs that no longer fitted; above 0.2 a frozen score says little. */
  readonly stale: number
  readonly forks: number
  /** In mode `live`: the 95 % interval. */
  readonly interval?: readonly [low: number, high: number]
}

export const LIVE_SAMPLES_MIN = 8

/** How often each fork is made: once when it always goes the same way. */
export const timesOf = ({
  mode = 'frozen',
  samples = LIVE_SAMPLES_MIN,
}: ForkMetricOptions): number => (mode === 'live' ? Math.max(LIVE_SAMPLES_MIN, samples) : 1)

/** Some of many, evenly. */
export function some<T>(all: readonly T[], most: number): readonly T[] {
  if (all.length <= most) return all
  return Array.from({ length: most }, (_, i) => all[Math.floor((i * all.length) / most)]!)
}

/** All frames of a trunk after its first. */
export function framesOf(trunk: Trunk): Frame[] {
  const frames: Frame[] = []
  for (let tick = trunk.first + 1; ; tick++) {
    const frame = trunk.frame(tick)
    if (frame === undefined) return frames
    frames.push(frame)
  }
}

/** Counts forks, and what they repeated. */
export interface ForkCount {
  readonly mode: ForkMode
  /** @param anew by agent index, who decided anew */
  note(results: readonly ForkResult[], anew?: (agent: number) => boolean): void
  readonly forks: number
  /** The share of repeated decisions that fared otherwise than recorded. */
  readonly stale: number
}

export function countForks(trunk: Trunk, mode: ForkMode): ForkCount {
  const agents = Object.keys(trunk.scenario.agents).length
  // By tick after the first, what each agent had decided until then.
  const decided: number[][] = [new Array<number>(agents).fill(0)]
  for (const { inputs } of framesOf(trunk)) {
    const before = decided.at(-1)!
    decided.push(before.map((n, i) => n + ((inputs[i]?.do?.length ?? 0) > 0 ? 1 : 0)))
  }
  const until = (tick: number): readonly number[] =>
    decided[Math.min(tick - trunk.first, decided.length - 1)]!
  let [forks, stale, repeated] = [0, 0, 0]
  return {
    mode,
    note(results, anew = () => false) {
      for (const { at, tick, stale: more } of results) {
        forks += 1
        stale += more
        if (mode === 'live') continue
        const [from, to] = [until(at), until(tick)]
        for (let i = 0; i < agents; i++) if (!anew(i)) repeated += to[i]! - from[i]!
      }
    },
    get forks() {
      return forks
    },
    get stale() {
      return repeated === 0 ? 0 : Math.min(1, stale / repeated)
    },
  }
}

/** What each fork is made with: once as it was, and in mode `live` also with other luck. Equal luck makes forks comparable. */
export const luckOf = (options: ForkMetricOptions): readonly Pick<ForkSpec, 'seed'>[] =>
  Array.from({ length: timesOf(options) }, (_, i) => (i === 0 ? {} : { seed: `sample ${i}` }))

/**
 * A score that forks told.
 *
 * @param statistic the score of some samples, given by number; a sample may come twice
 */
export function forkTold(
  { mode, stale, forks }: ForkCount,
  samples: number,
  statistic: (samples: readonly number[]) => number,
  parts: Readonly<Record<string, number | null>> = {},
): ForkScored {
  const told = { value: statistic(firstOf(samples)), parts, mode, stale, forks }
  return mode === 'live' && forks > 0 ? { ...told, interval: resampled(samples, statistic) } : told
}

/** 0 to n − 1. */
export const firstOf = (n: number): readonly number[] => Array.from({ length: n }, (_, i) => i)

/**
 * A score that is the mean of what agents have, with each of them; in mode `live` each with its interval.
 *
 * @param gains by agent and sample
 */
export function byAgent(
  count: ForkCount,
  samples: number,
  names: readonly string[],
  gains: readonly (readonly number[])[],
  parts: Readonly<Record<string, number>> = {},
): ForkScored {
  const all = firstOf(samples)
  const each: Record<string, number> = {}
  for (const [i, name] of names.entries()) {
    each[name] = meanAt(gains[i]!, all)
    if (count.mode !== 'live') continue
    const [low, high] = resampled(samples, (draw) => meanAt(gains[i]!, draw))
    each[`${name}.low`] = low
    each[`${name}.high`] = high
  }
  const mean = (draw: readonly number[]): number =>
    gains.reduce((sum, gain) => sum + meanAt(gain, draw), 0) / gains.length
  return forkTold(count, samples, mean, { ...each, ...parts })
}
