export { DEFAULT_METRICS, forkMetrics, scorecard, scoreMetrics } from './catalog.js'
export { chooseMetrics, type KnownMetrics, type MetricChoice } from './choose.js'
export { beginScores, type ScoreFold } from './fold.js'
export type { ForkMetric, ForkMetricOptions, ForkScored } from './forked.js'
export { type LiveScoreOptions, liveScores } from './live.js'
export {
  contextOf,
  ownContext,
  type ScoreOptions,
  type Scores,
  scoreReplay,
} from './score.js'
export {
  type MetricNotes,
  type Reference,
  type ScoreContext,
  type Scored,
  type ScoreMetric,
  scoreMetric,
} from './scored.js'
