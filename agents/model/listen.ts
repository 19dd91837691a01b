const heard = new WeakMap<AbortSignal, Set<() => void>>()

/**
 * Calls back when a signal is aborted; many who wait for the same signal are one listener of it, for platforms warn of many.
 *
 * @returns stops waiting
 */
export function whenAborted(signal: AbortSignal, hear: () => void): () => void {
  let waiting = heard.get(signal)
  if (waiting === undefined) {
    const all = new Set<() => void>()
    waiting = all
    heard.set(signal, all)
    signal.addEventListener(
      'abort',
      () => {
        for (const each of [...all]) each()
      },
      { once: true },
    )
  }
  waiting.add(hear)
  return () => {
    waiting.delete(hear)
  }
}
