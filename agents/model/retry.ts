import { foldText, hash64 } from '../../engine/index.js'
import type { Clock } from './clock.js'
import { faultOf, type Transport } from './transport.js'

export interface RetryOptions {
  readonly clock: Clock
  /** How often a request is sent again. */
  readonly retries: number
  /** Told of each request that is sent again. */
  readonly again?: () => void
}

const FIRST_WAIT_MS = 250
const WAIT_MS_MAX = 20_000
/** Who is asked to wait longer gives up instead. */
const RETRY_AFTER_MS_MAX = 60_000

/**
 * Sends a request again where that may help: after a broken connection, and where the server says it is busy or failed.
 * What was answered is never asked again.
 */
export function retrying(send: Transport, { clock, retries }: RetryOptions): Transport {
  return async (ask, signal) => {
    for (let attempt = 0; ; attempt++) {
      try {
        return await send(ask, signal)
      } catch (e) {
        const { isPassing, retryAfterMs = 0 } = faultOf(e)
        if (signal.aborted || !isPassing || attempt >= retries) throw e
        if (retryAfterMs > RETRY_AFTER_MS_MAX) throw e
        await clock.sleep(Math.max(retryAfterMs, waitFor(ask.id, attempt)), signal)
      }
    }
  }
}

/** Twice as long each time; spread by the request, so that those that failed together do not come again together. */
function waitFor(id: string, attempt: number): number {
  const h = hash64()
  foldText(h, `${id}/${attempt}`)
  const spread = 0.5 + (h.lo >>> 0) / 2 ** 33
  return Math.min(WAIT_MS_MAX, FIRST_WAIT_MS * 2 ** attempt) * spread
}
