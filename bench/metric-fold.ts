import type { Episode, Frame, Metric, MetricContext } from '../engine/index.js'

/** Several metrics being folded over one run. */
export interface MetricFold {
  add(frame: Frame): void
  results(): Readonly<Record<string, unknown>>
}

export function foldMetrics(
  metrics: readonly Metric[],
  { seats, scenario }: Pick<Episode, 'seats' | 'scenario'>,
): MetricFold {
  const context: MetricContext = {
    agents: seats.map(({ index, name, team, role }) => ({ index, name, team, role })),
    horizon: scenario.horizon,
  }
  const states = metrics.map((m) => m.init(context))
  return {
    add(frame) {
      for (let i = 0; i < metrics.length; i++)
        states[i] = metrics[i]!.step(states[i], frame, context)
    },
    results: () => Object.fromEntries(metrics.map((m, i) => [m.id, m.finish(states[i], context)])),
  }
}
