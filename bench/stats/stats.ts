import { createStreams, type Rng } from '../../engine/index.js'

/**
 * A value with the ends of its 95 % interval; null where there are too few to say. Where there is a low end alone, there is no
 * telling how far up it goes.
 */
export interface Estimate {
  readonly mean: number
  readonly low: number | null
  readonly high: number | null
  /** How many values it is of. */
  readonly n: number
}

/** A value that belongs with others: episodes of one scenario are no independent samples. */
export interface Sample {
  readonly cluster: string
  readonly value: number
}

const SAMPLES = 1000

/** A part of a whole, such as tokens of successes, to be summed up before it is divided. */
export interface Share {
  readonly cluster: string
  readonly part: number
  readonly whole: number
}

export const meanOf = (values: readonly number[]): number =>
  values.reduce((sum, x) => sum + x, 0) / values.length

/**
 * Mean with a 95 % bootstrap interval in which whole clusters are drawn again, with replacement; of one cluster, its values.
 * The same samples and seed give the same interval.
 *
 * @example
 * bootstrap([{ cluster: 'a', value: 1 }, { cluster: 'b', value: 0 }]).mean // 0.5
 */
export function bootstrap(samples: readonly Sample[], seed = 'bootstrap'): Estimate | undefined {
  if (samples.length === 0) return undefined
  const mean = meanOf(samples.map((s) => s.value))
  const n = samples.length
  if (n < 2) return { mean, low: null, high: null, n }
  const clusters = clustersOf(samples)
  const rng = createStreams(seed, {}, false).stream('bootstrap')
  const means = Array.from({ length: SAMPLES }, () => drawn(clusters, rng)).sort((a, b) => a - b)
  return { mean, low: quantile(means, 0.025), high: quantile(means, 0.975), n }
}

/**
 * Σ parts / Σ wholes with a 95 % interval as {@link bootstrap} draws it; undefined where the wholes are 0. An end that some
 * draws have no number for, because their wholes are 0, is null.
 */
export function bootstrapShare(shares: readonly Share[], seed = 'bootstrap'): Estimate | undefined {
  const n = shares.length
  const clusters = pairsOf(shares.map(({ cluster, part, whole }) => [cluster, part, whole]))
  const [part, whole] = clusters.reduce(([p, w], [a, b]) => [p + a, w + b], [0, 0])
  if (whole === 0) return undefined
  const mean = part / whole
  if (n < 2) return { mean, low: null, high: null, n }
  const rng = createStreams(seed, {}, false).stream('bootstrap')
  const found = Array.from({ length: SAMPLES }, () => drawn(clusters, rng)).sort((a, b) => a - b)
  const end = (q: number): number | null => {
    const value = quantile(found, q)
    return Number.isFinite(value) ? value : null
  }
  return { mean, low: end(0.025), high: end(0.975), n }
}

/** Sum and number of each cluster; of one alone, each value by itself. */
const clustersOf = (samples: readonly Sample[]): (readonly [sum: number, n: number])[] =>
  pairsOf(samples.map(({ cluster, value }) => [cluster, value, 1]))

function pairsOf(
  samples: readonly (readonly [cluster: string, sum: number, n: number])[],
): (readonly [sum: number, n: number])[] {
  const known = new Map<string, [number, number]>()
  for (const [cluster, sum, n] of samples) {
    const before = known.get(cluster) ?? [0, 0]
    known.set(cluster, [before[0] + sum, before[1] + n])
  }
  return known.size > 1 ? [...known.values()] : samples.map(([, sum, n]) => [sum, n])
}

function drawn(clusters: readonly (readonly [number, number])[], rng: Rng): number {
  let [sum, n] = [0, 0]
  for (let i = 0; i < clusters.length; i++) {
    const [more, count] = clusters[rng.int(clusters.length)]!
    sum += more
    n += count
  }
  return n === 0 ? Infinity : sum / n
}

/** A quantile of sorted values, between the nearest two. */
export function quantile(sorted: readonly number[], q: number): number {
  const at = (sorted.length - 1) * q
  const low = Math.floor(at)
  const [a, b] = [sorted[low]!, sorted[Math.min(low + 1, sorted.length - 1)]!]
  return a === b ? a : a + (b - a) * (at - low)
}

/**
 * The 95 % interval of any statistic of samples that are drawn again, with replacement.
 *
 * @param statistic given numbers of samples, from 0 to n − 1, some more than once
 * @example
 * resampled(values.length, (draw) => Math.max(...draw.map((i) => values[i])))
 */
export function resampled(
  n: number,
  statistic: (draw: readonly number[]) => number,
  seed = 'resampled',
): readonly [low: number, high: number] {
  const rng = createStreams(seed, {}, false).stream('bootstrap')
  const draw = new Array<number>(n)
  const found = Array.from({ length: SAMPLES }, () => {
    for (let i = 0; i < n; i++) draw[i] = rng.int(n)
    return statistic(draw)
  }).sort((a, b) => a - b)
  return [quantile(found, 0.025), quantile(found, 0.975)]
}

/** Wilson's 95 % interval of a share: right also near 0 and 1, and for few. */
export function wilson(successes: number, n: number): Estimate | undefined {
  if (n === 0) return undefined
  const z = 1.959963984540054
  const p = successes / n
  const scale = 1 + (z * z) / n
  const middle = (p + (z * z) / (2 * n)) / scale
  const half = (z / scale) * Math.sqrt((p * (1 - p)) / n + (z * z) / (4 * n * n))
  return { mean: p, low: Math.max(0, middle - half), high: Math.min(1, middle + half), n }
}

/** Two policies on the same episodes. */
export interface Comparison {
  /** Mean difference, first less second, with its interval. */
  readonly difference: Estimate
  /** The mean difference in standard deviations of differences (Cohen's d_z); null where all are the same. */
  readonly effect: number | null
  /** Two-sided, by flipping signs of whole clusters. */
  readonly p: number
}

/**
 * Compares pairs of values: a bootstrap interval of the difference, and a sign-flip permutation test, exact for up to twelve
 * clusters and else with 2,000 seeded flips.
 */
export function comparePairs(
  pairs: readonly { readonly cluster: string; readonly a: number; readonly b: number }[],
  seed = 'pairs',
): Comparison | undefined {
  const samples = pairs.map(({ cluster, a, b }) => ({ cluster, value: a - b }))
  const difference = bootstrap(samples, seed)
  if (difference === undefined) return undefined
  const values = samples.map((s) => s.value)
  const spread = Math.sqrt(
    values.reduce((sum, x) => sum + (x - difference.mean) ** 2, 0) / Math.max(1, values.length - 1),
  )
  return {
    difference,
    effect: spread === 0 ? null : difference.mean / spread,
    p: signFlips(clustersOf(samples), seed),
  }
}

const EXACT_MAX = 12
const FLIPS = 2000

function signFlips(clusters: readonly (readonly [number, number])[], seed: string): number {
  const sums = clusters.map(([sum]) => sum)
  const seen = Math.abs(sums.reduce((a, b) => a + b, 0))
  const isAsFar = (sum: number): boolean => Math.abs(sum) >= seen - 1e-12
  if (sums.length <= EXACT_MAX) {
    let hits = 0
    const all = 2 ** sums.length
    for (let flips = 0; flips < all; flips++)
      if (isAsFar(sums.reduce((s, x, i) => s + ((flips >> i) & 1 ? -x : x), 0))) hits += 1
    return hits / all
  }
  const rng = createStreams(seed, {}, false).stream('flips')
  let hits = 1
  for (let i = 0; i < FLIPS; i++)
    if (isAsFar(sums.reduce((s, x) => s + (rng.chance(0.5) ? x : -x), 0))) hits += 1
  return hits / (FLIPS + 1)
}
