import type { Episode } from '../../engine/index.js'

/** Where a line of play has come to. */
export interface Ending {
  readonly episode: Episode
  /** The index of the agent that searches. */
  readonly me: number
  /** By agent index: rewards since the search began. */
  readonly gained: readonly number[]
  /** Ticks since the search began. */
  readonly ticks: number
}

/** Rates a line of play for the agent that searches: higher is better, on any scale. */
export type SearchScorer = (ending: Ending) => number

/** How much of a goal's worth one tick of delay costs. */
const DELAY = 1e-3

/**
 * The score that serves where none is given: what the agent got, and how far its goals are, those of all and of its team. What is
 * over sooner counts a little more.
 */
export const goalScore: SearchScorer = ({ episode, me, gained, ticks }) => {
  const { team } = episode.seats[me]!
  let progress = 0
  for (const g of episode.goals())
    if (g.team === undefined || g.team === team) progress += g.progress
  return (gained[me]! + progress) * (1 - DELAY * Math.min(ticks, 500))
}
