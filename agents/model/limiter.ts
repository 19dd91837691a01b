import { createPace } from './pace.js'

/** Lets only so many requests go at once, and finds out how many that may be. */
export interface Limiter {
  /**
   * Waits for a place. Places are given to groups in turn, so that none waits for another's whole queue.
   *
   * @throws the signal's reason
   */
  enter(group: string, signal: AbortSignal): Promise<Place>
  /** How many may go at once now. */
  readonly limit: number
  readonly running: number
}

/** A place among the requests that go; it is left once. */
export interface Place {
  /** `ok`: it was answered after so long; `busy`: the server refused it because it has too much to do. */
  leave(outcome: 'ok' | 'busy' | 'failed', latencyMs: number): void
}

interface Waiting {
  readonly go: () => void
}

/** @param max requests at once at most */
export function createLimiter(max: number): Limiter {
  const pace = createPace(max)
  const groups = new Map<string, Waiting[]>()
  let running = 0
  const admit = (): void => {
    while (running < pace.limit && groups.size > 0) {
      const [group, queue] = groups.entries().next().value!
      const { go } = queue.shift()!
      // To the back of the line, for its turn comes again after the others'.
      groups.delete(group)
      if (queue.length > 0) groups.set(group, queue)
      go()
    }
  }
  const takePlace = (): Place => {
    let isLeft = false
    running += 1
    pace.entered(running)
    return {
      leave(outcome, latencyMs) {
        if (isLeft) return
        isLeft = true
        running -= 1
        if (outcome === 'busy') pace.refused(running)
        else if (outcome === 'ok') pace.answered(latencyMs)
        admit()
      },
    }
  }
  return {
    get limit() {
      return pace.limit
    },
    get running() {
      return running
    },
    enter(group, signal) {
      if (signal.aborted) return Promise.reject(signal.reason)
      if (running < pace.limit && groups.size === 0) return Promise.resolve(takePlace())
      return new Promise((resolve, reject) => {
        const queue = groups.get(group) ?? []
        const stop = (): void => {
          queue.splice(queue.indexOf(waiting), 1)
          if (queue.length === 0 && groups.get(group) === queue) groups.delete(group)
          reject(signal.reason)
        }
        const waiting: Waiting = {
          go() {
            signal.removeEventListener('abort', stop)
            resolve(takePlace())
          },
        }
        queue.push(waiting)
        groups.set(group, queue)
        signal.addEventListener('abort', stop, { once: true })
      })
    },
  }
}
