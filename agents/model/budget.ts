import type { CallUsage } from '../../engine/index.js'
import { rounded } from './tokens.js'
import { fault } from './transport.js'

/** The most that may be used; a request that might go beyond is not sent. */
export interface Cap {
  /** Input and output together. */
  readonly tokens?: number
  /** In money, at the prices that were given. */
  readonly cost?: number
}

/** What is or may be used. */
export interface Spending {
  readonly tokens: number
  /** 0 where the model's price is not known. */
  readonly cost: number
}

/** What is spent under one cap. */
export interface Account {
  readonly name: string
  readonly cap: Cap
  spent: Spending
  /** By requests that are under way. */
  reserved: Spending
}

export const openAccount = (name: string, cap: Cap = {}): Account => ({
  name,
  cap,
  spent: { tokens: 0, cost: 0 },
  reserved: { tokens: 0, cost: 0 },
})

export const spendingOf = ({ input, output }: CallUsage, cost = 0): Spending => ({
  tokens: input + output,
  cost,
})

const plus = (a: Spending, b: Spending, sign = 1): Spending => ({
  tokens: a.tokens + sign * b.tokens,
  cost: rounded(a.cost + sign * b.cost),
})

export function spend(accounts: readonly Account[], spending: Spending): void {
  for (const account of accounts) account.spent = plus(account.spent, spending)
}

/** Money that is set aside for requests under way. */
export interface Budget {
  /**
   * Sets aside what a request may use at most; waits while only others' reservations stand in the way.
   *
   * @returns settles it with what was used
   * @throws CoactError `model/over-budget`; the signal's reason
   */
  reserve(
    accounts: readonly Account[],
    most: Spending,
    signal: AbortSignal,
  ): Promise<(used: Spending) => void>
}

export function createBudget(): Budget {
  const waiting = new Set<() => void>()
  return {
    async reserve(accounts, most, signal) {
      for (;;) {
        for (const account of accounts) refuseOver(account, most)
        if (accounts.every((a) => fits(a, plus(a.reserved, most)))) break
        await new Promise<void>((resolve, reject) => {
          const go = (): void => {
            waiting.delete(go)
            signal.removeEventListener('abort', stop)
            resolve()
          }
          const stop = (): void => {
            waiting.delete(go)
            reject(signal.reason)
          }
          waiting.add(go)
          signal.addEventListener('abort', stop, { once: true })
        })
      }
      for (const account of accounts) account.reserved = plus(account.reserved, most)
      let isSettled = false
      return (used) => {
        if (isSettled) return
        isSettled = true
        for (const account of accounts) account.reserved = plus(account.reserved, most, -1)
        spend(accounts, used)
        for (const go of [...waiting]) go()
      }
    },
  }
}

/** Whether what is spent already and some more stays within the cap. */
const fits = ({ cap, spent }: Account, more: Spending): boolean =>
  spent.tokens + more.tokens <= (cap.tokens ?? Infinity) &&
  rounded(spent.cost + more.cost) <= (cap.cost ?? Infinity)

function refuseOver(account: Account, most: Spending): void {
  if (fits(account, most)) return
  const { cap, spent, name } = account
  const of = (used: number, max: number | undefined, more: number): string =>
    `${used} of ${max} are used, and the next request may take ${more}`
  const isTokens = spent.tokens + most.tokens > (cap.tokens ?? Infinity)
  const words = isTokens
    ? `${of(spent.tokens, cap.tokens, most.tokens)} tokens`
    : of(spent.cost, cap.cost, most.cost)
  throw fault('model/over-budget', `The cap ${name} is reached: ${words}`, { isPassing: false })
}
