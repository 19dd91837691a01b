/** The pairs of one round; `bye` is who has to pause. */
export interface SwissRound {
  readonly pairs: readonly (readonly [number, number])[]
  readonly bye: number | undefined
}

/** What is known before a round, by entrant. */
export interface SwissState {
  readonly points: readonly number[]
  /** Whom each has met. */
  readonly met: readonly Pick<ReadonlySet<number>, 'has'>[]
  /** Who has paused. */
  readonly byes: ReadonlySet<number>
}

/**
 * Pairs entrants of about equal points who have not met, the first on the list first. Of an odd number the last who has not
 * paused pauses. When everybody would have to meet somebody again, they do.
 */
export function swissRound({ points, met, byes }: SwissState): SwissRound {
  const order = [...points.keys()].sort((a, b) => points[b]! - points[a]! || a - b)
  let bye: number | undefined
  if (order.length % 2 === 1) {
    bye = order.findLast((i) => !byes.has(i)) ?? order.at(-1)!
    order.splice(order.indexOf(bye), 1)
  }
  const budget = { left: TRIES_MAX }
  const pairs = pairUp(order, met, budget) ?? neighbours(order)
  return { pairs, bye }
}

/** How many pairings are tried before entrants meet again. */
const TRIES_MAX = 10_000

function pairUp(
  order: readonly number[],
  met: readonly Pick<ReadonlySet<number>, 'has'>[],
  budget: { left: number },
): [number, number][] | undefined {
  const [first, ...others] = order
  if (first === undefined) return []
  for (const [i, other] of others.entries()) {
    if (met[first]!.has(other)) continue
    budget.left -= 1
    if (budget.left < 0) return undefined
    const rest = pairUp([...others.slice(0, i), ...others.slice(i + 1)], met, budget)
    if (rest !== undefined) return [[first, other], ...rest]
  }
  return undefined
}

const neighbours = (order: readonly number[]): [number, number][] =>
  order.flatMap((a, i) => (i % 2 === 0 ? [[a, order[i + 1]!] as [number, number]] : []))
