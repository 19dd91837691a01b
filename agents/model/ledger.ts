import type { CallRecord, CallUsage } from '../../engine/index.js'
import { addUsage, NO_USAGE, rounded } from './tokens.js'

/** What calls came to. */
export interface CallTotals {
  readonly calls: number
  /** Calls that gave no answer, by code. */
  readonly failures: Readonly<Record<string, number>>
  /** Requests to servers, retries and repairs included. */
  readonly attempts: number
  readonly usage: CallUsage
  /** In money; of calls whose model has no known price nothing is in it. */
  readonly price?: number
  /** Calls whose price is not known. */
  readonly unpriced: number
}

export const NO_CALLS: CallTotals = {
  calls: 0,
  failures: {},
  attempts: 0,
  usage: NO_USAGE,
  unpriced: 0,
}

/** Totals with one more call. */
export function withCall(totals: CallTotals, { failure, attempts, usage, price }: CallRecord) {
  const { failures } = totals
  const isPaid = price === undefined && usage.input + usage.output > 0
  const sum = price === undefined ? totals.price : rounded((totals.price ?? 0) + price)
  return {
    calls: totals.calls + 1,
    failures: failure === undefined ? failures : counted(failures, failure.code),
    attempts: totals.attempts + attempts,
    usage: addUsage(totals.usage, usage),
    ...(sum === undefined ? {} : { price: sum }),
    unpriced: totals.unpriced + (isPaid ? 1 : 0),
  } satisfies CallTotals
}

/** Codes in order: calls end in any. */
const counted = (failures: CallTotals['failures'], code: string): CallTotals['failures'] =>
  Object.fromEntries(
    Object.entries({ ...failures, [code]: (failures[code] ?? 0) + 1 }).sort(([a], [b]) =>
      a < b ? -1 : 1,
    ),
  )

/** Totals of records. */
export const totalsOf = (records: Iterable<CallRecord>): CallTotals => {
  let totals: CallTotals = NO_CALLS
  for (const record of records) totals = withCall(totals, record)
  return totals
}
