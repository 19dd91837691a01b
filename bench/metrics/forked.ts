import type { Frame } from '../../engine/index.js'
import type { BranchOptions } from '../fork/branch.js'
import type { ForkMode } from '../fork/spec.js'
import type { Trunk } from '../fork/trunk.js'
import { bootstrap } from '../stats/index.js'
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

/** Adds up what forks told. */
export function forkTold(
  values: readonly number[],
  counts: {
    readonly mode: ForkMode
    readonly stale: number
    readonly repeated: number
    readonly forks: number
  },
  parts: Readonly<Record<string, number | null>> = {},
): ForkScored {
  const { mode, stale, repeated, forks } = counts
  const told = bootstrap(values.map((value, i) => ({ cluster: String(i), value })))
  const isSampled = mode === 'live' && told?.low != null && told.high != null
  return {
    value: told?.mean ?? null,
    parts,
    mode,
    stale: repeated === 0 ? 0 : stale / repeated,
    forks,
    ...(isSampled ? { interval: [told.low!, told.high!] as const } : {}),
  }
}
