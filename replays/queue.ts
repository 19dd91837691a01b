/** Does work in order, at once where nothing waits and nothing in it takes time. After a failure nothing more is done. */
export interface Queue {
  /** Works that are not done yet. */
  readonly waiting: number
  add(work: () => Promise<void> | void): void
  /** Throws what a work threw. */
  check(): void
  /** Waits for all, then checks. */
  done(): Promise<void>
}

export function createQueue(): Queue {
  let failure: { readonly error: unknown } | undefined
  let waiting = 0
  let last: Promise<void> = Promise.resolve()
  const fail = (error: unknown): void => {
    failure ??= { error }
  }
  const waitFor = (working: Promise<void>): void => {
    waiting += 1
    last = working.catch(fail).then(() => {
      waiting -= 1
    })
  }
  const check = (): void => {
    if (failure !== undefined) throw failure.error
  }
  return {
    get waiting() {
      return waiting
    },
    add(work) {
      if (failure !== undefined) return
      if (waiting > 0) {
        waitFor(last.then(() => (failure === undefined ? work() : undefined)))
        return
      }
      try {
        const working = work()
        if (working !== undefined) waitFor(working)
      } catch (error) {
        fail(error)
      }
    },
    check,
    async done() {
      await last
      check()
    },
  }
}
