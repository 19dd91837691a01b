/** Finds out how many requests a server bears at once: more while it answers quickly, fewer when it refuses or slows down. */
export interface Pace {
  readonly limit: number
  /** A request is under way. @param running it and others */
  entered(running: number): void
  /** A request was answered. */
  answered(latencyMs: number): void
  /** The server refused a request because it has too much to do. @param running others under way */
  refused(running: number): void
}

/** Where it begins; doubling each round from there until a limit is met, then one more each round. */
const FIRST_LIMIT = 8
/** Answers that take so much longer than the quickest of late ask for no more at once, or for less. */
const SLOW = 2
const TOO_SLOW = 6
const LESS = 0.9
const LATENCY_WEIGHT = 0.1
/** The quickest is forgotten slowly, for what is asked changes. */
const FORGET = 1.002

/** @param max requests at once at most */
export function createPace(max: number): Pace {
  let limit = Math.min(max, FIRST_LIMIT)
  let isProbing = true
  let credit = 0
  let best = Number.POSITIVE_INFINITY
  let mean = 0
  let refusedInARow = 0
  let sinceLess = 0
  /** Answers still to come of a time when as many as may be were under way. */
  let full = 0
  return {
    get limit() {
      return limit
    },
    entered(running) {
      if (running >= limit) full = limit
    },
    answered(latencyMs) {
      refusedInARow = 0
      sinceLess += 1
      mean = mean === 0 ? latencyMs : mean + (latencyMs - mean) * LATENCY_WEIGHT
      best = Math.min(best * FORGET, latencyMs)
      const ratio = mean / Math.max(1, best)
      if (ratio > TOO_SLOW && sinceLess > limit) {
        isProbing = false
        sinceLess = 0
        limit = Math.max(1, Math.floor(limit * LESS))
      } else if (ratio < SLOW && full > 0) {
        // Only where the limit was reached it is known that there may be more.
        full -= 1
        credit += isProbing ? 1 : 1 / limit
        const more = Math.floor(credit)
        credit -= more
        limit = Math.min(max, limit + more)
      }
    },
    refused(running) {
      isProbing = false
      credit = 0
      refusedInARow += 1
      // What the server did not refuse it bears; where it refuses everything, half as much is tried.
      const isAll = refusedInARow > limit
      if (isAll) refusedInARow = 0
      limit = Math.max(1, isAll ? limit >> 1 : Math.min(limit, running))
    },
  }
}
