/** Pairs of a hidden state and its probability, one after the other. Bits 0–8 are the other's marks, 9–17 what it has found. */
type Belief = readonly number[]

const CELLS = [0, 1, 2, 3, 4, 5, 6, 7, 8] as const
const ALL = 0o777
const LINES = [0o007, 0o070, 0o700, 0o111, 0o222, 0o444, 0o421, 0o124]
const hasLine = Uint8Array.from({ length: 512 }, (_, marks) =>
  LINES.some((line) => (marks & line) === line) ? 1 : 0,
)
/** Cells that are alike as long as nothing is known: a corner, an edge, the middle. */
const KINDS = [0, 1, 4] as const

/**
 * The greatest probability with which anybody can win phantom tic-tac-toe against random moves: an exhaustive search over
 * what a player can have tried and found, with the exact probabilities of what is hidden.
 *
 * @param seat 0 begins
 */
export function bestOdds(seat: 0 | 1, isAbrupt: boolean): number {
  const start: Belief = seat === 0 ? [0, 1] : afterMove(0, [0, 1], isAbrupt)
  return Math.max(...KINDS.map((cell) => tryCell(0, 0, start, cell, isAbrupt)))
}

/** @param known cells of the other's that were found */
function odds(mine: number, known: number, belief: Belief, isAbrupt: boolean): number {
  let best = 0
  for (const cell of CELLS) {
    if (((mine | known) >> cell) & 1) continue
    best = Math.max(best, tryCell(mine, known, belief, cell, isAbrupt))
  }
  return best
}

function tryCell(
  mine: number,
  known: number,
  belief: Belief,
  cell: number,
  isAbrupt: boolean,
): number {
  const [taken, free]: [number[], number[]] = [[], []]
  let mass = 0
  for (let i = 0; i < belief.length; i += 2) {
    const isTaken = (belief[i]! >> cell) & 1
    ;(isTaken ? taken : free).push(belief[i]!, belief[i + 1]!)
    if (!isTaken) mass += belief[i + 1]!
  }
  let sum = 0
  const left = isAbrupt ? afterMove(mine, taken, isAbrupt) : taken
  if (left.length > 0) sum += odds(mine, known | (1 << cell), left, isAbrupt)
  if (mass === 0) return sum
  const after = mine | (1 << cell)
  if (hasLine[after]) return sum + mass
  const next = afterMove(after, free, isAbrupt)
  return next.length === 0 ? sum : sum + odds(after, known, next, isAbrupt)
}

/** What may be hidden after a random move, without the games that are over by then: those are not won. */
function afterMove(mine: number, belief: Belief, isAbrupt: boolean): Belief {
  const found = new Map<number, number>()
  for (let i = 0; i < belief.length; i += 2) {
    const [state, mass] = [belief[i]!, belief[i + 1]!]
    // In the classical game a try on a taken cell is made good at once, so that only free cells count.
    const tried = (state & ALL) | (isAbrupt ? state >> 9 : mine)
    const open = CELLS.filter((cell) => ((tried >> cell) & 1) === 0)
    for (const cell of open) {
      const next = ((mine >> cell) & 1) === 1 ? state | (1 << (9 + cell)) : state | (1 << cell)
      const marks = next & ALL
      if (hasLine[marks] || (mine | marks) === ALL) continue
      found.set(next, (found.get(next) ?? 0) + mass / open.length)
    }
  }
  return [...found].flat()
}
