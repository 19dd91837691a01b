import { TERMINAL } from '../../../engine/index.js'
import type { Goofspiel } from './rules.js'
import type { Layout } from './state.js'

/** What players get at the end: who won, by how much, or simply their points. */
export function returnsBy({ players, numCards, returnsType }: Goofspiel, layout: Layout) {
  const zeros = Object.freeze(Array.from({ length: players }, () => 0))
  const pointsOf = (s: Int32Array): number[] => [
    ...s.subarray(layout.points, layout.points + players),
  ]
  const all = (numCards * (numCards + 1)) / 2
  const rules = {
    win_loss: { bounds: { minReturn: -1, maxReturn: 1 }, from: winLoss },
    point_difference: {
      bounds: { minReturn: -all / players, maxReturn: all - all / players },
      from: difference,
    },
    total_points: {
      bounds: { minReturn: 0, maxReturn: all },
      from: (points: number[]) => points,
    },
  }[returnsType]
  return {
    bounds: rules.bounds,
    of: (s: Int32Array): readonly number[] =>
      layout.turn(s) === TERMINAL ? rules.from(pointsOf(s)) : zeros,
  }
}

/** Winners share 1, losers −1; when all have as many points, nobody gets anything. */
function winLoss(points: readonly number[]): number[] {
  const most = Math.max(...points)
  const winners = points.filter((n) => n === most).length
  const losers = points.length - winners
  return points.map((n) => (losers === 0 ? 0 : n === most ? 1 / winners : -1 / losers))
}

function difference(points: readonly number[]): number[] {
  const mean = points.reduce((a, b) => a + b, 0) / points.length
  return points.map((n) => n - mean)
}
