import { createStreams, type Rng } from '../../engine/index.js'
import { eloRatings } from '../theory/elo.js'
import type { Game } from './table.js'

/** How one entrant did. Wins, draws and losses are against each other entrant at the table; who plays alone is compared by seed. */
export interface Standing {
  readonly name: string
  readonly policy: string
  readonly rank: number
  readonly games: number
  readonly wins: number
  readonly draws: number
  readonly losses: number
  /** Wins and half the draws, of all comparisons: 0 to 1. */
  readonly score: number
  /** Mean return of a game; where it took several seats, their mean. */
  readonly meanReturn: number
  /** Maximum-likelihood rating, the lowest of all 0, with its 95 % bootstrap interval. */
  readonly elo: number
  readonly eloLow: number
  readonly eloHigh: number
  /** Decisions that failed, and actions that were refused. */
  readonly failures: number
  readonly refused: number
  readonly firstProblem?: string
}

/** How two entrants fared against each other: by row and column. */
export interface CrossTable {
  readonly wins: readonly (readonly number[])[]
  readonly draws: readonly (readonly number[])[]
  /** Mean return of the row entrant in games with the column entrant; null where they never met. */
  readonly payoffs: readonly (readonly (number | null)[])[]
}

/** How near returns are taken for equal. */
const EQUAL = 1e-9

/** One result of one entrant against another. */
interface Meeting {
  readonly a: number
  readonly b: number
  /** 1 when a got more, 0 when both got the same, -1. */
  readonly sign: number
  readonly returnA: number
  readonly returnB: number
}

/** Who got what, where it can be compared: at one table, or alone with the same luck. */
type Contest = Pick<Game, 'lineup' | 'returns'>

function contestsOf(games: readonly Game[]): Contest[] {
  if (games.some((g) => g.lineup.length > 1)) return [...games]
  const rounds = new Map<number, Game[]>()
  for (const game of games) rounds.set(game.round, [...(rounds.get(game.round) ?? []), game])
  return [...rounds.values()].map((same) => ({
    lineup: same.flatMap((g) => g.lineup),
    returns: same.flatMap((g) => g.returns),
  }))
}

/** All pairs of different entrants in a contest. */
function meetingsOf({ lineup, returns }: Contest): Meeting[] {
  const out: Meeting[] = []
  for (let i = 0; i < lineup.length; i++) {
    for (let j = i + 1; j < lineup.length; j++) {
      const [a, b] = [lineup[i]!, lineup[j]!]
      if (a === b) continue
      const more = returns[i]! - returns[j]!
      const sign = Math.abs(more) <= EQUAL ? 0 : Math.sign(more)
      out.push({ a, b, sign, returnA: returns[i]!, returnB: returns[j]! })
    }
  }
  return out
}

const square = (n: number): number[][] =>
  Array.from({ length: n }, () => Array.from({ length: n }, () => 0))

/** Adds up games by pairs of entrants. */
export function crossTable(entrants: number, games: readonly Game[]): CrossTable {
  const [wins, draws, sums, counts] = [0, 1, 2, 3].map(() => square(entrants)) as [
    number[][],
    number[][],
    number[][],
    number[][],
  ]
  const add = (row: number, column: number, sign: number, got: number): void => {
    if (sign > 0) wins[row]![column]! += 1
    if (sign === 0) draws[row]![column]! += 1
    sums[row]![column]! += got
    counts[row]![column]! += 1
  }
  for (const { a, b, sign, returnA, returnB } of contestsOf(games).flatMap(meetingsOf)) {
    add(a, b, sign, returnA)
    add(b, a, -sign, returnB)
  }
  const payoffs = sums.map((row, i) =>
    row.map((sum, j) => (counts[i]![j] === 0 ? null : sum / counts[i]![j]!)),
  )
  return { wins, draws, payoffs }
}

interface StandingsOptions {
  readonly seed: string
  /** How many samples of games the intervals are taken from. */
  readonly samples: number
}

/** Everybody's standing, the best first: by rating, then by mean return, then as they were given. */
export function standingsOf(
  entrants: readonly { readonly name: string; readonly policy: { readonly id: string } }[],
  games: readonly Game[],
  { seed, samples }: StandingsOptions,
): Standing[] {
  const n = entrants.length
  const { wins, draws } = crossTable(n, games)
  const ratings = eloRatings(wins, draws)
  const rng = createStreams(seed, {}, false).stream('tournament/bootstrap')
  const intervals = bootstrap(n, games, ratings, samples, rng)
  const rows = entrants.map(({ name, policy }, i) => {
    const won = total(wins[i]!)
    const drawn = total(draws[i]!)
    const lost = wins.reduce((sum, row) => sum + row[i]!, 0)
    const compared = won + drawn + lost
    return {
      name,
      policy: policy.id,
      ...taking(i, games),
      wins: won,
      draws: drawn,
      losses: lost,
      score: compared === 0 ? 0 : (won + drawn / 2) / compared,
      elo: ratings[i]!,
      eloLow: intervals[i]![0],
      eloHigh: intervals[i]![1],
    }
  })
  const order = [...rows.keys()].sort(
    (a, b) =>
      round(rows[b]!.elo) - round(rows[a]!.elo) ||
      rows[b]!.meanReturn - rows[a]!.meanReturn ||
      a - b,
  )
  return order.map((i, at) => ({ rank: at + 1, ...rows[i]! }))
}

const round = (x: number): number => Math.round(x * 1e6)
const total = (list: readonly number[]): number => list.reduce((a, b) => a + b, 0)

/** What an entrant's own games tell. */
function taking(entrant: number, games: readonly Game[]) {
  let [count, sum, failures, refused] = [0, 0, 0, 0]
  let firstProblem: string | undefined
  for (const game of games) {
    const seats = [...game.lineup.keys()].filter((i) => game.lineup[i] === entrant)
    if (seats.length === 0) continue
    count += 1
    sum += total(seats.map((i) => game.returns[i]!)) / seats.length
    for (const i of seats) {
      failures += game.failures[i]!
      refused += game.refused[i]!
      firstProblem ??= game.first[i]
    }
  }
  return {
    games: count,
    meanReturn: count === 0 ? 0 : sum / count,
    failures,
    refused,
    ...(firstProblem === undefined ? {} : { firstProblem }),
  }
}

/** 95 % intervals of ratings: games are drawn again with replacement, ratings being compared about their mean. */
function bootstrap(
  entrants: number,
  games: readonly Game[],
  ratings: readonly number[],
  samples: number,
  rng: Rng,
): (readonly [number, number])[] {
  const meetings = contestsOf(games).map(meetingsOf)
  const mean = total(ratings) / entrants
  const drawn: number[][] = ratings.map(() => [])
  for (let s = 0; s < samples && meetings.length > 0; s++) {
    const [wins, draws] = [square(entrants), square(entrants)]
    for (let g = 0; g < meetings.length; g++) {
      for (const { a, b, sign } of meetings[rng.int(meetings.length)]!) {
        if (sign > 0) wins[a]![b]! += 1
        else if (sign < 0) wins[b]![a]! += 1
        else {
          draws[a]![b]! += 1
          draws[b]![a]! += 1
        }
      }
    }
    const sample = eloRatings(wins, draws, { iterationsMax: 500, tolerance: 1e-8 })
    const middle = total(sample) / entrants
    for (const [i, rating] of sample.entries()) drawn[i]!.push(rating - middle + mean)
  }
  return drawn.map((list, i) => {
    if (list.length === 0) return [ratings[i]!, ratings[i]!]
    list.sort((a, b) => a - b)
    const at = (q: number): number => list[Math.round(q * (list.length - 1))]!
    return [at(0.025), at(0.975)]
  })
}
