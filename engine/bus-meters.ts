import type { Used } from './bus-judge.js'
import type { BusRules } from './bus-rules.js'
import type { MessageRecord } from './frame.js'

/** What agents' words take of their budgets, and cost. */
export interface Meters {
  /** Takes note of one more message of an agent. @returns what it has used before */
  begin(agent: number): Used
  /** Charges a message that was accepted. */
  charge(agent: number, record: MessageRecord, receivers: number, tick: number): void
  /** Forgets what counts by tick. */
  startTick(): void
  /** Gives each agent the tokens of a tick. */
  refill(): void
  /** What an agent's words of this tick cost in reward. */
  cost(agent: number): number
  /** Whether an agent's words keep it from acting in a tick. */
  isBusy(agent: number, tick: number): boolean
  save(): MeterState
  restore(state: MeterState): void
}

/** Absent where nothing is counted beyond a tick. */
export interface MeterState {
  /** Tokens that agents may still use; -1 for any number. */
  readonly tokens?: readonly number[]
  /** Ticks until which agents cannot act. */
  readonly busy?: readonly number[]
}

export function createMeters(agents: number, { isPlain, budget, cost }: BusRules): Meters {
  const counts = new Int32Array(agents)
  const bytes = new Float64Array(agents)
  const costs = new Float64Array(agents)
  const busy = new Float64Array(agents)
  const tokens = new Float64Array(agents).fill(budget.burst)
  return {
    begin(agent) {
      const messages = counts[agent]!
      counts[agent] = messages + 1
      return { messages, bytes: bytes[agent]!, tokens: tokens[agent]! }
    },
    charge(agent, record, receivers, tick) {
      bytes[agent]! += record.bytes
      if (isPlain) return
      tokens[agent]! -= record.tokens
      costs[agent]! += cost.message + cost.token * record.tokens * receivers
      if (cost.ticks > 0) busy[agent] = tick + cost.ticks - 1
    },
    startTick() {
      counts.fill(0)
      bytes.fill(0)
      costs.fill(0)
    },
    refill() {
      if (budget.tokens === Infinity) return
      for (let i = 0; i < agents; i++)
        tokens[i] = Math.min(budget.burst, tokens[i]! + budget.tokens)
    },
    cost: (agent) => costs[agent]!,
    isBusy: (agent, tick) => busy[agent]! >= tick,
    save: () => (isPlain ? {} : { tokens: Array.from(tokens, finite), busy: Array.from(busy) }),
    restore(state) {
      this.startTick()
      for (let i = 0; i < agents; i++) {
        tokens[i] = infinite(state.tokens?.[i] ?? finite(budget.burst))
        busy[i] = state.busy?.[i] ?? 0
      }
    },
  }
}

/** Saved states are JSON, which has no infinity. */
const finite = (n: number): number => (n === Infinity ? -1 : n)
const infinite = (n: number): number => (n === -1 ? Infinity : n)
