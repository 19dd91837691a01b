import { type Episode, unknownName } from '../../engine/index.js'
import { scorecard, scoreMetrics } from './catalog.js'
import { beginScores, type ScoreFold } from './fold.js'
import { ownContext, type ScoreOptions } from './score.js'

/** What a run is scored by while it goes on. */
export interface LiveScoreOptions
  extends Pick<ScoreOptions, 'meta' | 'references' | 'solo' | 'returns'> {
  /** Ids of metrics that fold over frames; those of the scorecard when left out. */
  readonly metrics?: readonly string[]
}

/** Scores a run that begins. @throws CoactError `metric/unknown` */
export function liveScores(options: LiveScoreOptions, episode: Episode): ScoreFold {
  const { scenario, seats, columns } = episode
  const known = scoreMetrics.map((m) => m.id)
  for (const id of options.metrics ?? [])
    if (!known.includes(id)) throw unknownName('metric/unknown', 'metric', id, known)
  const metrics =
    options.metrics === undefined
      ? scorecard
      : scoreMetrics.filter((m) => options.metrics!.includes(m.id))
  return beginScores(metrics, {
    ...ownContext(options, scenario.world),
    agents: seats.map(({ index, name, team, role }) => ({ index, name, team, role })),
    horizon: scenario.horizon,
    columns: columns.map((c) => c.name),
  })
}
