import { CoactError, type Episode } from '../../engine/index.js'
import { scorecard } from './catalog.js'
import { chooseMetrics, isFork, type MetricChoice, misfit } from './choose.js'
import { beginScores, type ScoreFold } from './fold.js'
import { ownContext, type ScoreOptions } from './score.js'
import type { Scored, ScoreMetric } from './scored.js'

/** What a run is scored by while it goes on. */
export interface LiveScoreOptions
  extends Pick<ScoreOptions, 'meta' | 'references' | 'solo' | 'returns'> {
  /** Metrics that fold over frames, or their ids; those of the scorecard when left out. */
  readonly metrics?: readonly MetricChoice[]
}

/** Scores a run that begins. @throws CoactError `metric/unknown`; `metric/simulates` */
export function liveScores(options: LiveScoreOptions, episode: Episode): ScoreFold {
  const { scenario, seats, columns } = episode
  const folds: ScoreMetric[] = []
  const others: Record<string, Scored> = {}
  for (const metric of chooseMetrics(options.metrics ?? scorecard)) {
    if (isFork(metric)) throw simulates(metric.id)
    const no = misfit(metric, scenario.world.id)
    if (no === undefined) folds.push(metric)
    else others[metric.id] = no
  }
  const fold = beginScores(folds, {
    ...ownContext(options, scenario.world),
    agents: seats.map(({ index, name, team, role }) => ({ index, name, team, role })),
    horizon: scenario.horizon,
    columns: columns.map((c) => c.name),
  })
  return { ...fold, results: () => ({ ...fold.results(), ...others }) }
}

const simulates = (id: string): CoactError =>
  new CoactError('metric/simulates', `"${id}" is known only once the run is over`, {
    where: 'scores.metrics',
    expected: 'metrics that fold over frames',
    next: `Record the run, then: coact score FILE --metrics ${id}.`,
  })
