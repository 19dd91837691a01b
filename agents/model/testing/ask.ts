import { type Asking, type CallRequest, CoactError, type Json } from '../../../engine/index.js'
import type { Clock } from '../clock.js'

/** Somebody who asks and waits for ever. */
export const asking = (agent = 0, tick = 1, signal = new AbortController().signal): Asking => ({
  agent,
  tick,
  signal,
})

export const MOVE: Json = {
  type: 'object',
  properties: { dir: { enum: ['n', 'e', 's', 'w'] }, why: { type: 'string' } },
  required: ['dir'],
  additionalProperties: false,
}

export const moveRequest = (text = 'Where to?', more: Partial<CallRequest> = {}): CallRequest => ({
  purpose: 'act',
  messages: [
    { role: 'system', content: 'You walk on a grid.' },
    { role: 'user', content: text },
  ],
  answer: { name: 'move', schema: MOVE },
  ...more,
})

export const textRequest = (text = 'Say something.'): CallRequest => ({
  purpose: 'talk',
  messages: [{ role: 'user', content: text }],
})

/** A clock that jumps to where somebody sleeps to; it keeps how long each slept. */
export function jumpingClock(): Clock & { readonly slept: number[] } {
  let now = 0
  const slept: number[] = []
  return {
    slept,
    now: () => now,
    async sleep(ms, signal) {
      slept.push(ms)
      now += ms
      await Promise.resolve()
      if (signal.aborted) throw signal.reason
    },
  }
}

/** What the runner gives as the reason when time is over. */
export const timeUp = (message = 'No decision within 50 ms'): CoactError =>
  new CoactError('turn/timeout', message)
