import type { Frame, Goal } from '../../engine/index.js'

/** Sums over the frames of a run. */
export interface Totals {
  add(frame: Frame): void
  /** By agent index. */
  readonly rewards: readonly number[]
  /** Actions tried, accepted or not; those that the world chose for an agent do not count. */
  readonly actions: number
  readonly rejected: number
  /** Messages that were accepted. */
  readonly messages: number
  /** Decisions that failed. */
  readonly failures: number
  /** Those of the last frame. */
  readonly goals: readonly Goal[]
}

/** @param agents how many there are */
export function createTotals(agents: number): Totals {
  const rewards: number[] = new Array(agents).fill(0)
  const sums = { actions: 0, rejected: 0, messages: 0, failures: 0, goals: [] as readonly Goal[] }
  return Object.assign(sums, {
    rewards,
    add(frame: Frame) {
      for (const a of frame.actions) {
        if (a.fallback === true) continue
        sums.actions += 1
        if (a.verdict !== 'ok') sums.rejected += 1
      }
      for (const m of frame.messages) if (m.verdict === 'ok') sums.messages += 1
      for (const input of frame.inputs) if (input?.failure !== undefined) sums.failures += 1
      for (let i = 0; i < agents; i++) rewards[i]! += frame.rewards[i] ?? 0
      sums.goals = frame.goals
    },
  })
}
