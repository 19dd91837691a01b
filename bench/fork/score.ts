import type { Episode } from '../../engine/index.js'
import type { ForkScorer } from './spec.js'

/**
 * The score that serves where none is given: what the agent's team got since the fork, and how far the goals are that are
 * everybody's or the team's.
 *
 * @param agent without one, all agents and all goals count
 */
export const teamScore =
  (agent?: string): ForkScorer =>
  ({ rewards, goals }, { seats }: Episode) => {
    const team = seats.find((s) => s.name === agent)?.team
    let score = 0
    for (const s of seats) if (team === undefined || s.team === team) score += rewards[s.name] ?? 0
    for (const g of goals)
      if (team === undefined || g.team === undefined || g.team === team) score += g.progress
    return score
  }
