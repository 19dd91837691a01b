import { CoactError, type Scenario } from '../../engine/index.js'
import { alphaRank, alphaRankPopulations, rankedBy } from '../theory/alpha-rank.js'
import { type Equilibrium, nashEquilibria, pureEquilibria } from '../theory/nash.js'
import { type Payoffs, profileAt, profileCount, uniformMixture } from '../theory/payoffs.js'
import { replicatorPopulations } from '../theory/replicator.js'
import type { Lineup } from './lineups.js'
import { type Entrant, type GameTable, gameTable } from './table.js'

/** The game whose strategies are the entrants, one player for each seat. */
export interface EmpiricalTheory {
  /** Entrants. */
  readonly names: readonly string[]
  /** Mean returns by seat and profile, the last seat's entrant varying fastest. */
  readonly payoffs: Payoffs
  /** Profiles from which no seat gains by another entrant, by seat. */
  readonly pureEquilibria: readonly (readonly number[])[]
  /** Two seats only, up to ten entrants: all that support enumeration finds. */
  readonly nash?: readonly Equilibrium[]
  /** How much of the time each profile is played in the limit of strong selection, most first, up to ten. */
  readonly alphaRank: readonly { readonly profile: readonly number[]; readonly mass: number }[]
  /** Two seats only: how much of the time each entrant is played, seats being taken in turn. */
  readonly alphaRankSingle?: readonly number[]
  /** Shares of entrants by seat after 1000 replicator steps of 0.05 from even shares, payoffs being scaled to 0 to 1. */
  readonly replicator: readonly (readonly number[])[]
}

/** How many profiles are played at most. */
const PROFILES_MAX = 1024
const NASH_ENTRANTS_MAX = 10

/**
 * As {@link empiricalGame}, at a table where some games may have been played already.
 *
 * @param rounds how many seeds each profile is played with, from 1
 * @returns undefined when it was stopped
 * @throws CoactError `tournament/too-many-profiles`
 */
export async function empiricalPayoffs(
  table: GameTable,
  entrants: number,
  seats: number,
  rounds: number,
): Promise<Payoffs | undefined> {
  const shape = Array.from({ length: seats }, () => entrants)
  const profiles = profileCount(shape)
  if (profiles > PROFILES_MAX) {
    throw new CoactError('tournament/too-many-profiles', 'The empirical game is too large', {
      expected: `at most ${PROFILES_MAX} profiles`,
      got: `${entrants} entrants in ${seats} seats: ${profiles}`,
      next: 'Take fewer policies.',
    })
  }
  const values = shape.map((): number[] => [])
  for (let n = 0; n < profiles; n++) {
    const lineup: Lineup = profileAt(shape, n)
    const sums = shape.map(() => 0)
    for (let round = 0; round < rounds; round++) {
      const game = await table.play(lineup, round)
      if (game === undefined) return undefined
      for (const [seat, got] of game.returns.entries()) sums[seat]! += got
    }
    for (const [seat, sum] of sums.entries()) values[seat]!.push(sum / rounds)
  }
  return { shape, values }
}

/**
 * Plays every profile of entrants in a scenario's seats, each with the same seeds, and gives the mean returns.
 *
 * @returns by seat and profile, the last seat's entrant varying fastest
 * @throws CoactError `tournament/too-many-profiles` above 1024 profiles; `policy/…` when a policy does not fit
 * @example
 * pureEquilibria(await empiricalGame(scenario, [{ name: 'a', policy: random }, { name: 'b', policy: greedy }], { rounds: 50 }))
 */
export async function empiricalGame(
  scenario: Scenario,
  entrants: readonly Entrant[],
  { rounds, seed = 0 }: { readonly rounds: number; readonly seed?: number | string },
): Promise<Payoffs> {
  const table = gameTable(scenario, entrants, { seed: String(seed), timeoutMs: 0 })
  const seats = Object.keys(scenario.agents).length
  return (await empiricalPayoffs(table, entrants.length, seats, rounds))!
}

/** What game theory says of an empirical game. */
export function theoryOf(names: readonly string[], payoffs: Payoffs): EmpiricalTheory {
  const { shape, values } = payoffs
  const pi = alphaRankPopulations(payoffs)
  const isPair = shape.length === 2
  return {
    names,
    payoffs,
    pureEquilibria: pureEquilibria(payoffs),
    ...(isPair && names.length <= NASH_ENTRANTS_MAX ? { nash: nashEquilibria(payoffs) } : {}),
    alphaRank: rankedBy(pi)
      .slice(0, 10)
      .map((n) => ({ profile: profileAt(shape, n), mass: pi[n]! })),
    ...(isPair && names.length > 1 ? { alphaRankSingle: alphaRank(symmetric(payoffs)) } : {}),
    replicator: replicatorPopulations(scaled(values, shape), shape.map(uniformMixture), {
      steps: 1000,
      dt: 0.05,
    }).at(-1)!,
  }
}

/** What each entrant gets against each other when seats are taken in turn. */
function symmetric({ shape, values }: Payoffs): number[][] {
  const n = shape[0]!
  const at = (seat: number, row: number, column: number): number => values[seat]![row * n + column]!
  return Array.from({ length: n }, (_, a) =>
    Array.from({ length: n }, (__, b) => (at(0, a, b) + at(1, b, a)) / 2),
  )
}

function scaled(values: Payoffs['values'], shape: Payoffs['shape']): Payoffs {
  const all = values.flat()
  const low = Math.min(...all)
  const width = Math.max(...all) - low || 1
  return { shape, values: values.map((list) => list.map((v) => (v - low) / width)) }
}
