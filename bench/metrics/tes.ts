import { bestMatch, type Histories, matching } from './histories.js'
import { anchored } from './math.js'
import { scoreMetric } from './scored.js'

/** The same as released: the reference's first action anchors it, and the first gap ends it. */
export const tes = scoreMetric<Histories>({
  id: 'tes',
  title: 'Task-execution score as released',
  formula:
    'as tes-lcs, with D the actions of the reference that are met in order from its first on, up to the first that is not met',
  source: 'Collab-Overcooked, Sun et al. 2025, by its code',
  ...matching,
  finish: (s, context) => bestMatch(s, context, anchored),
})
