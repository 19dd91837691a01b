import { bestMatch, type Histories, matching } from './histories.js'
import { lcs } from './math.js'
import { scoreMetric } from './scored.js'

/** How well each agent's actions match a reference, gaps allowed. */
export const tesLcs = scoreMetric<Histories>({
  id: 'tes-lcs',
  title: 'Task-execution score',
  formula:
    'TES = (1 + β²) D / (m + β² n), β = 0.95, m actions of the reference, n of the agent, D their longest common subsequence; best reference, mean of agents',
  source: 'Collab-Overcooked, Sun et al. 2025, with a true longest common subsequence',
  ...matching,
  finish: (s, context) => bestMatch(s, context, lcs),
})
