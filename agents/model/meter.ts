import type { CallUsage } from '../../engine/index.js'
import type { Progress } from './answers.js'
import { type Spending, spendingOf } from './budget.js'
import type { Job, Made } from './episode.js'
import { addUsage, messageTokens, NO_USAGE, type Prices, priceOf } from './tokens.js'
import type { Answer, Ask } from './transport.js'

/** Counts what a call takes while it goes on. */
export interface Meter {
  readonly progress: Progress
  made(): Made
  flight(ask: Ask, isFlying: boolean): void
  answered(ask: Ask, answer: Answer): Spending
  /** What was on its way when the call was given up, as far as it is known. */
  lost(): Spending
}

export function createMeter(job: Job, prices: Prices): Meter {
  const progress: Progress = { messages: [...job.request.messages] }
  let usage: CallUsage = NO_USAGE
  let attempts = 0
  let flying = 0
  let left: CallUsage = NO_USAGE
  const spending = (part: CallUsage): Spending =>
    spendingOf(part, priceOf(part, job.model, prices) ?? 0)
  return {
    progress,
    flight(ask, isFlying) {
      if (isFlying) attempts += 1
      flying = isFlying ? messageTokens(ask.messages) : 0
      // A server that is not waited for has read the input all the same.
      if (!isFlying && job.signal.aborted)
        left = { ...NO_USAGE, input: messageTokens(ask.messages) }
    },
    answered(ask, { usage: told, text, reasoning = '' }) {
      const part: CallUsage = told ?? {
        ...NO_USAGE,
        input: messageTokens(ask.messages),
        output: messageTokens([{ role: 'assistant', content: text + reasoning }]),
        reasoning:
          reasoning === '' ? 0 : messageTokens([{ role: 'assistant', content: reasoning }]),
        estimated: true,
      }
      usage = addUsage(usage, part)
      return spending(part)
    },
    lost: () => spending(left),
    made() {
      const { messages, by } = progress
      const whole =
        flying === 0 ? usage : addUsage(usage, { ...NO_USAGE, input: flying, estimated: true })
      const price = attempts === 0 ? undefined : priceOf(whole, job.model, prices)
      return {
        messages: messages.slice(),
        usage: whole,
        attempts,
        ...(by === undefined ? {} : { by }),
        ...(price === undefined ? {} : { price }),
      }
    },
  }
}
