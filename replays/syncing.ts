/** Makes files durable again and again, beside the work: while one round goes on, the next one waits for all that comes meanwhile. */
export interface Syncing {
  /** There is something new. @throws what a round threw */
  touch(): void
  /** Waits until everything is durable. @throws what a round threw */
  done(): Promise<void>
}

/** @param steps a round, in this order */
export function createSyncing(steps: readonly (() => Promise<void>)[]): Syncing {
  let failure: { readonly error: unknown } | undefined
  let running: Promise<void> | undefined
  let isStale = false
  const rounds = async (): Promise<void> => {
    while (isStale && failure === undefined) {
      isStale = false
      try {
        for (const step of steps) await step()
      } catch (error) {
        failure = { error }
      }
    }
    running = undefined
  }
  const check = (): void => {
    if (failure !== undefined) throw failure.error
  }
  return {
    touch() {
      check()
      isStale = true
      running ??= rounds()
    },
    async done() {
      await running
      check()
    },
  }
}
