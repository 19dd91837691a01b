/** What each agent got. */
export interface Earned {
  readonly sums: number[]
  /** By agent: sum of ticks in which it was paid, and how many. */
  readonly when: number[]
  readonly paid: number[]
  ticks: number
}

/** What metrics of rewards have in common. */
export const earning = {
  unit: '',
  init: ({ agents }: { readonly agents: readonly unknown[] }): Earned => ({
    sums: agents.map(() => 0),
    when: agents.map(() => 0),
    paid: agents.map(() => 0),
    ticks: 0,
  }),
  step(
    s: Earned,
    { tick, rewards }: { readonly tick: number; readonly rewards: readonly number[] },
  ) {
    s.ticks = tick
    for (let i = 0; i < s.sums.length; i++) {
      const reward = rewards[i] ?? 0
      s.sums[i]! += reward
      if (reward <= 0) continue
      s.when[i]! += tick
      s.paid[i]! += 1
    }
    return s
  },
}
