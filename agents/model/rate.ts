import { CoactError } from '../../engine/index.js'
import type { Clock } from './clock.js'

/** What an account at a provider bears. */
export interface RateLimit {
  readonly requestsPerMinute?: number
  /** Of input and output together. */
  readonly tokensPerMinute?: number
}

/** Lets requests of one account go no faster than it bears, whoever sends them. */
export interface Throttle {
  /** Waits until one more request may go. @param tokens what it takes, about @throws the signal's reason */
  enter(tokens: number, signal: AbortSignal): Promise<void>
  /** What a request took more, or less, than it was entered with. */
  took(more: number): void
  /** The provider refused a request because it had too many: all wait. @param ms as long as it asks for */
  refused(ms: number): void
}

/** How full a bucket is, in what it is counted in; below 0 when more was promised than it holds. */
export interface Bucket {
  level: number
  /** When that was, in milliseconds. */
  at: number
}

const MINUTE_MS = 60_000
/** This part of a minute's worth may go at once. */
const BURST = 0.1

/** What a bucket of a rate holds, and what flows into it in a millisecond: any minute lets through no more than the rate. */
export function bucketOf(perMinute: number): { readonly size: number; readonly flow: number } {
  const size = Math.max(1, Math.floor(perMinute * BURST))
  return { size, flow: (perMinute - size + 1) / MINUTE_MS }
}

/**
 * Takes from a bucket at once, and gives how many milliseconds later that may be used. What is more than the bucket's size is
 * waited for as if it were that size, and owed by those that come later.
 */
export function takeFrom(bucket: Bucket, amount: number, perMinute: number, now: number): number {
  const { size, flow } = bucketOf(perMinute)
  const level = Math.min(size, bucket.level + Math.max(0, now - bucket.at) * flow)
  const missing = Math.min(amount, size) - level
  bucket.level = level - amount
  bucket.at = Math.max(now, bucket.at)
  return missing > 0 ? Math.ceil(missing / flow) : 0
}

/** Where no such bucket was: a full one. */
export const fullBucket = (perMinute: number, now: number): Bucket => ({
  level: bucketOf(perMinute).size,
  at: now,
})

/** @throws CoactError `model/options` */
export function checkRate(rate: RateLimit): RateLimit {
  for (const [name, value] of Object.entries(rate)) {
    if (Number.isInteger(value) && value >= 1 && value <= 1e12) continue
    throw new CoactError('model/options', `"${name}" does not fit`, {
      where: `rate.${name}`,
      expected: 'a whole number from 1',
      got: String(value),
    })
  }
  return rate
}

/**
 * A throttle for the requests of this process.
 *
 * @throws CoactError `model/options`
 */
export function createThrottle(rate: RateLimit, clock: Clock): Throttle {
  const { requestsPerMinute, tokensPerMinute } = checkRate(rate)
  const begun = clock.now()
  const requests = fullBucket(requestsPerMinute ?? 1, begun)
  const tokens = fullBucket(tokensPerMinute ?? 1, begun)
  let pausedUntil = 0
  return {
    async enter(amount, signal) {
      const now = clock.now()
      const wait = Math.max(
        pausedUntil - now,
        requestsPerMinute === undefined ? 0 : takeFrom(requests, 1, requestsPerMinute, now),
        tokensPerMinute === undefined ? 0 : takeFrom(tokens, amount, tokensPerMinute, now),
      )
      if (wait > 0) await clock.sleep(wait, signal)
    },
    took(more) {
      tokens.level -= more
    },
    refused(ms) {
      pausedUntil = Math.max(pausedUntil, clock.now() + ms)
    },
  }
}
