import type { Goal } from '../../engine/index.js'

/** The mean progress of goals; null where there are none. */
export const meanProgress = (goals: readonly Goal[]): number | null =>
  goals.length === 0 ? null : goals.reduce((sum, g) => sum + g.progress, 0) / goals.length

/** Why a score of goals has no value. */
export const NO_GOALS = 'the scenario has no goals'
