import { EXIT } from './exit.js'

/** Turns the first Ctrl-C into an abort, so that what happened is kept; the second ends the process. */
export function interruptible(): { readonly signal: AbortSignal; end(): void } {
  const controller = new AbortController()
  const onInterrupt = (): void => {
    if (controller.signal.aborted) process.exit(EXIT.interrupted)
    controller.abort()
  }
  process.on('SIGINT', onInterrupt)
  process.on('SIGTERM', onInterrupt)
  return {
    signal: controller.signal,
    end() {
      process.off('SIGINT', onInterrupt)
      process.off('SIGTERM', onInterrupt)
    },
  }
}
