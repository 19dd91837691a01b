import type { Clock } from './clock.js'
import type { Limiter, Place } from './limiter.js'
import type { Throttle } from './rate.js'
import { messageTokens } from './tokens.js'
import { type Answer, type Ask, faultOf, networkFault, type Transport } from './transport.js'

export interface SendOptions {
  readonly limiter: Limiter
  /** Of the account, where it is known what that bears. */
  readonly throttle?: Throttle | undefined
  readonly clock: Clock
  /** Whose turn it uses: places go around between groups. */
  readonly group: string
  readonly requestMs: number
  /** Told when a request is on its way, and when it no longer is. */
  readonly flight: (ask: Ask, isFlying: boolean) => void
}

const TOO_MANY = 429
const BUSY = new Set([TOO_MANY, 503, 529])
/** How long all of an account wait when its provider refuses one for too many, and does not say how long. */
const REFUSED_MS = 1000
/** Tokens that an answer is taken to have until it is known. */
const ANSWER_TOKENS = 256

/** Sends requests when there is a place for them, and no longer than they may take. */
export function limited(
  send: Transport,
  { limiter, throttle, clock, group, requestMs, flight }: SendOptions,
): Transport {
  return async (ask, signal) => {
    const place = await limiter.enter(group, signal)
    const tokens = await entered(ask, place, throttle, signal)
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
      throttle?.took(tokensOf(ask, answer) - tokens)
      return answer
    } catch (e) {
      const { status = 0, retryAfterMs = REFUSED_MS } = faultOf(e)
      if (BUSY.has(status)) outcome = 'busy'
      if (status === TOO_MANY) throttle?.refused(retryAfterMs)
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

/** Waits for the account's turn; gives the tokens that were reckoned with. */
async function entered(
  ask: Ask,
  place: Place,
  throttle: Throttle | undefined,
  signal: AbortSignal,
): Promise<number> {
  if (throttle === undefined) return 0
  const tokens = messageTokens(ask.messages) + Math.min(ask.maxTokens, ANSWER_TOKENS)
  try {
    await throttle.enter(tokens, signal)
    return tokens
  } catch (e) {
    place.leave('failed', 0)
    throw e
  }
}

/** What an answer took, question and all. */
const tokensOf = ({ messages }: Ask, { usage, text, reasoning = '' }: Answer): number =>
  usage === undefined
    ? messageTokens([...messages, { role: 'assistant', content: text + reasoning }])
    : usage.input + usage.output

/** Waits for work that may not listen to a signal. @throws the signal's reason */
export function orAborted<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const stop = (): void => reject(signal.reason)
    if (signal.aborted) stop()
    signal.addEventListener('abort', stop, { once: true })
    work.finally(() => signal.removeEventListener('abort', stop)).then(resolve, reject)
  })
}
