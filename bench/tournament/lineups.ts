/** Who sits where: by seat, the number of an entrant. */
export type Lineup = readonly number[]

/** Above this many ways to seat a group, only turns around the table are played. */
const SEATINGS_MAX = 24

/**
 * Every group of entrants that meet: all of as many as there are seats; where there are fewer entrants than seats, the one
 * group of all of them.
 */
export function groupsOf(entrants: number, seats: number): number[][] {
  const size = Math.min(entrants, seats)
  const out: number[][] = []
  const extend = (group: readonly number[], from: number): void => {
    if (group.length === size) out.push([...group])
    else for (let i = from; i < entrants; i++) extend([...group, i], i + 1)
  }
  extend([], 0)
  return out
}

/**
 * The ways to seat a group: all different ones, or where these are more than 24 one for each turn around the table. A group
 * smaller than the table fills it by taking several seats each.
 *
 * @example
 * seatingsOf([0, 1], 2) // [[0, 1], [1, 0]]
 */
export function seatingsOf(group: readonly number[], seats: number): Lineup[] {
  const filled = Array.from({ length: seats }, (_, i) => group[i % group.length]!)
  if (arrangements(filled) > SEATINGS_MAX) {
    const turns = filled.map((_, k) => filled.map((__, i) => filled[(i + k) % seats]!))
    return distinct(turns)
  }
  const out: number[][] = []
  const place = (left: readonly number[], done: readonly number[]): void => {
    if (left.length === 0) out.push([...done])
    for (const [i, entrant] of left.entries()) {
      if (left.indexOf(entrant) < i) continue
      place([...left.slice(0, i), ...left.slice(i + 1)], [...done, entrant])
    }
  }
  place(filled, [])
  return out
}

/** How many different orders a list with repetitions has. */
function arrangements(list: readonly number[]): number {
  let count = 1
  const seen = new Map<number, number>()
  for (const [i, value] of list.entries()) {
    const n = (seen.get(value) ?? 0) + 1
    seen.set(value, n)
    count = (count * (i + 1)) / n
  }
  return count
}

const distinct = (lineups: readonly Lineup[]): Lineup[] => {
  const keys = lineups.map((l) => l.join())
  return lineups.filter((_, i) => keys.indexOf(keys[i]!) === i)
}
