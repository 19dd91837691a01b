import type { CallRecord, Frame } from '../../engine/index.js'
import type { ScoreContext, Scored, ScoreMetric } from './scored.js'

/** Several metrics being folded over one run, live or from a file. */
export interface ScoreFold {
  add(frame: Frame): void
  call(record: CallRecord): void
  /** Scores so far, by metric. */
  results(): Readonly<Record<string, Scored>>
}

/**
 * Begins to fold.
 *
 * @example
 * const fold = beginScores(scorecard, context)
 * await run(scenario, { onFrame: fold.add })
 * fold.results().success
 */
export function beginScores(metrics: readonly ScoreMetric[], context: ScoreContext): ScoreFold {
  const states = metrics.map((m) => m.init(context))
  return {
    add(frame) {
      for (let i = 0; i < metrics.length; i++)
        states[i] = metrics[i]!.step(states[i], frame, context)
    },
    call(record) {
      for (let i = 0; i < metrics.length; i++)
        states[i] = metrics[i]!.call?.(states[i], record, context) ?? states[i]
    },
    results: () => Object.fromEntries(metrics.map((m, i) => [m.id, m.finish(states[i], context)])),
  }
}
