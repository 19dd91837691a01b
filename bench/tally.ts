import type { FailureType, Frame, Seat } from '../engine/index.js'

/** What one agent did in a run. */
export interface AgentTotals {
  readonly policy: string
  /** Actions tried, accepted or not; those that the world chose for the agent do not count. */
  readonly actions: number
  /** Rejected actions by code. */
  readonly rejected: Readonly<Record<string, number>>
  /** Messages that were accepted. */
  readonly messages: number
  /** Decisions that failed, by type. */
  readonly failures: Readonly<Partial<Record<FailureType, number>>>
  /** Sum of rewards. */
  readonly reward: number
}

/** A decision that failed. */
export interface RunFailure {
  readonly tick: number
  readonly agent: string
  readonly type: FailureType
  readonly message: string
}

/** Adds up what frames tell about each agent. */
export interface Tally {
  add(frame: Frame): void
  agents(): Readonly<Record<string, AgentTotals>>
  /** The first failures, up to {@link FAILURES_KEPT}; all are in the replay. */
  readonly failures: readonly RunFailure[]
  /** How many there were. */
  readonly failed: number
}

export const FAILURES_KEPT = 1000

interface Counts {
  actions: number
  readonly rejected: Map<string, number>
  messages: number
  readonly failures: Map<FailureType, number>
  reward: number
}

export function createTally(
  seats: readonly Pick<Seat, 'name'>[],
  policies: readonly string[],
): Tally {
  const counts = seats.map(
    (): Counts => ({
      actions: 0,
      rejected: new Map(),
      messages: 0,
      failures: new Map(),
      reward: 0,
    }),
  )
  const byName = new Map(seats.map((s, i) => [s.name, counts[i]!]))
  const failures: RunFailure[] = []
  let failed = 0
  return {
    add(frame) {
      for (const a of frame.actions) {
        if (a.fallback === true) continue
        const mine = counts[a.agent]!
        mine.actions += 1
        if (a.verdict !== 'ok') count(mine.rejected, a.verdict)
      }
      for (const m of frame.messages) if (m.verdict === 'ok') byName.get(m.from)!.messages += 1
      frame.inputs.forEach((input, i) => {
        if (input?.failure === undefined) return
        failed += 1
        count(counts[i]!.failures, input.failure.type)
        if (failures.length < FAILURES_KEPT)
          failures.push({ tick: frame.tick, agent: seats[i]!.name, ...input.failure })
      })
      frame.rewards.forEach((r, i) => {
        counts[i]!.reward += r
      })
    },
    agents: () =>
      Object.fromEntries(
        seats.map(({ name }, i) => {
          const { rejected, failures: byType, ...rest } = counts[i]!
          const totals = {
            policy: policies[i]!,
            ...rest,
            rejected: sorted(rejected),
            failures: sorted(byType),
          }
          return [name, totals]
        }),
      ),
    failures,
    get failed() {
      return failed
    },
  }
}

const count = <K>(map: Map<K, number>, key: K): void => {
  map.set(key, (map.get(key) ?? 0) + 1)
}

const sorted = (map: ReadonlyMap<string, number>): Record<string, number> =>
  Object.fromEntries([...map].sort(([a], [b]) => (a < b ? -1 : 1)))
