import type { Clock } from './clock.js'
import type { Limiter } from './limiter.js'
import { type Ask, faultOf, networkFault, type Transport } from './transport.js'

export interface SendOptions {
  readonly limiter: Limiter
  readonly clock: Clock
  /** Whose turn it uses: places go around between groups. */
  readonly group: string
  readonly requestMs: number
  /** Told when a request is on its way, and when it no longer is. */
  readonly flight: (ask: Ask, isFlying: boolean) => void
}

const BUSY = new Set([429, 503, 529])

/** Sends requests when there is a place for them, and no longer than they may take. */
export function limited(
  send: Transport,
  { limiter, clock, group, requestMs, flight }: SendOptions,
): Transport {
  return async (ask, signal) => {
    const place = await limiter.enter(group, signal)
    const own = new AbortController()
    const stop = (): void => own.abort(signal.reason)
    signal.addEventListener('abort', stop, { once: true })
    if (signal.aborted) stop()
    const timer = setTimeout(() => own.abort(), requestMs)
    const begun = clock.now()
    let outcome: 'ok' | 'busy' | 'failed' = 'failed'
    flight(ask, true)
    try {
      const answer = await orAborted(send(ask, own.signal), own.signal)
      outcome = 'ok'
      return answer
    } catch (e) {
      if (BUSY.has(faultOf(e).status ?? 0)) outcome = 'busy'
      if (own.signal.aborted && !signal.aborted)
        throw networkFault(`no answer within ${requestMs} ms`)
      throw e
    } finally {
      clearTimeout(timer)
      signal.removeEventListener('abort', stop)
      flight(ask, false)
      place.leave(outcome, clock.now() - begun)
    }
  }
}

/** A transport may not listen to its signal. */
function orAborted<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const stop = (): void => reject(signal.reason)
    if (signal.aborted) stop()
    signal.addEventListener('abort', stop, { once: true })
    work.finally(() => signal.removeEventListener('abort', stop)).then(resolve, reject)
  })
}
