/** How votes are counted. */
export type Rule = 'plurality' | 'approval' | 'borda' | 'condorcet'

/** A voter's options: one, the approved ones, or the best first. */
export interface Ballot {
  readonly options: readonly string[]
  readonly weight: number
}

/** Who wins: one, or several that are level. */
export interface Count {
  readonly winners: readonly string[]
  /** Points by option; of Condorcet's rule, the duels that it won. */
  readonly points: Readonly<Record<string, number>>
}

/**
 * Counts ballots. Plurality and approval: a point for each option named. Borda: of n options the first gets n - 1 points, the next
 * n - 2, …; options left out get none. Condorcet: the option that beats every other one in duels, where being named beats being
 * left out; Borda decides where there is none.
 */
export function countBallots(
  rule: Rule,
  options: readonly string[],
  ballots: readonly Ballot[],
): Count {
  if (rule === 'condorcet') return condorcet(options, ballots)
  const n = options.length
  const points = Object.fromEntries(options.map((option) => [option, 0]))
  for (const { options: named, weight } of ballots) {
    named.forEach((option, place) => {
      points[option]! += weight * (rule === 'borda' ? n - 1 - place : 1)
    })
  }
  return { winners: highest(points), points }
}

function condorcet(options: readonly string[], ballots: readonly Ballot[]): Count {
  const points = Object.fromEntries(
    options.map((a) => [a, options.filter((b) => a !== b && beats(a, b, ballots)).length]),
  )
  const winner = options.find((option) => points[option] === options.length - 1)
  if (winner !== undefined) return { winners: [winner], points }
  return countBallots('borda', options, ballots)
}

function beats(a: string, b: string, ballots: readonly Ballot[]): boolean {
  let lead = 0
  for (const { options, weight } of ballots) {
    const [x, y] = [options.indexOf(a), options.indexOf(b)]
    if (x >= 0 && (y < 0 || x < y)) lead += weight
    else if (y >= 0 && (x < 0 || y < x)) lead -= weight
  }
  return lead > 0
}

function highest(points: Readonly<Record<string, number>>): string[] {
  const most = Math.max(...Object.values(points))
  return Object.keys(points).filter((option) => points[option] === most)
}
