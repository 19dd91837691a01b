import type { Gateway } from '../../agents/index.js'
import { CoactError, type Scenario } from '../../engine/index.js'
import { type CloseError, closePolicies } from '../close.js'
import { groupsOf, seatingsOf } from './lineups.js'
import { type CrossTable, crossTable, type Standing, standingsOf } from './standings.js'
import { swissRound } from './swiss.js'
import { type Entrant, type Game, type GameTable, gameTable } from './table.js'
import { type EmpiricalTheory, empiricalPayoffs, theoryOf } from './theory.js'

export interface TournamentOptions {
  /** Games of each group of entrants that meet, rounded up so that each seed is played in every seating (default 20). */
  readonly games?: number
  /** Rounds by the Swiss system, for two seats; without it everybody meets everybody. */
  readonly swiss?: number
  /** A number or a non-empty text (default 0). */
  readonly seed?: number | string
  /** Whether the empirical game is analysed; entrants then also play themselves. */
  readonly theory?: boolean
  /** Samples for the intervals of ratings (default 200). */
  readonly samples?: number
  /** Milliseconds for one decision (default 30000); 0: for ever. */
  readonly timeoutMs?: number
  /** The way to language models, for policies that call them. */
  readonly models?: Gateway
  readonly signal?: AbortSignal
  /** Told of each game, with how many are expected in all. */
  readonly onGame?: (game: Game, of: number) => void
}

/** How a tournament went. All but `closeErrors` follows from the scenario, the entrants and the seed. */
export interface TournamentResult {
  readonly format: 'coact/tournament/1'
  readonly scenario: string
  /** Id and version. */
  readonly world: string
  readonly profile: string
  readonly seed: string
  readonly system: 'round-robin' | 'swiss'
  /** Games that count, those for theory alone left out. */
  readonly games: number
  /** Entrants in the order in which the tables have them. */
  readonly entrants: readonly string[]
  /** The best first. */
  readonly standings: readonly Standing[]
  readonly table: CrossTable
  readonly theory?: EmpiricalTheory
  /** Whether it was stopped before its end. */
  readonly isPartial: boolean
  readonly closeErrors: readonly CloseError[]
}

const GAMES = 20
const SAMPLES = 200
const TIMEOUT_MS = 30_000

/**
 * Lets policies play each other in a scenario's seats: everybody meets everybody, or rounds by the Swiss system. Each seed is
 * played in all seatings of a group, and all groups play the same seeds. Failures and refused actions are counted, and end
 * nothing.
 *
 * @throws CoactError `tournament/entrants`, `tournament/swiss`, `tournament/too-many-profiles`; `policy/…` when a policy does
 *   not fit the scenario
 * @example
 * const { standings } = await tournament(ticTacToe, [{ name: 'a', policy: alphaBetaPolicy({}) }, { name: 'b', policy: random }])
 */
export async function tournament(
  scenario: Scenario,
  entrants: readonly Entrant[],
  options: TournamentOptions = {},
): Promise<TournamentResult> {
  const seats = Object.keys(scenario.agents).length
  const seed = String(options.seed ?? 0)
  check(scenario, entrants, options, seats)
  const expected = expectedGames(entrants.length, seats, options)
  const table = gameTable(scenario, entrants, {
    seed,
    timeoutMs: options.timeoutMs ?? TIMEOUT_MS,
    ...(options.models === undefined ? {} : { models: options.models }),
    ...(options.signal === undefined ? {} : { signal: options.signal }),
    onGame: (game) => options.onGame?.(game, expected),
  })
  const games =
    options.swiss === undefined
      ? await roundRobin(table, entrants.length, seats, options)
      : await swiss(table, entrants.length, options.swiss, options)
  const payoffs =
    options.theory === true && options.signal?.aborted !== true
      ? await empiricalPayoffs(table, entrants.length, seats, roundsOf(options, seats))
      : undefined
  const names = entrants.map((e) => e.name)
  const { world } = scenario
  return {
    format: 'coact/tournament/1',
    scenario: scenario.id,
    world: `${world.id}@${world.version}`,
    profile: scenario.profile,
    seed,
    system: options.swiss === undefined ? 'round-robin' : 'swiss',
    games: games.length,
    entrants: names,
    standings: standingsOf(entrants, games, { seed, samples: options.samples ?? SAMPLES }),
    table: crossTable(entrants.length, games),
    ...(payoffs === undefined ? {} : { theory: theoryOf(names, payoffs) }),
    isPartial: options.signal?.aborted === true,
    closeErrors: await closePolicies(
      entrants.map((e) => e.policy),
      options.timeoutMs ?? TIMEOUT_MS,
    ),
  }
}

/** How many seeds each seating of a full table is played with. */
const roundsOf = ({ games = GAMES }: TournamentOptions, seats: number): number =>
  Math.max(1, Math.ceil(games / (seats === 1 ? 1 : 2)))

async function playGroup(
  table: GameTable,
  group: readonly number[],
  seats: number,
  { games = GAMES }: TournamentOptions,
  meeting = 0,
): Promise<Game[]> {
  const seatings = seatingsOf(group, seats)
  const rounds = Math.ceil(games / seatings.length)
  const out: Game[] = []
  for (let round = 0; round < rounds; round++) {
    for (const lineup of seatings) {
      const game = await table.play(lineup, meeting * rounds + round)
      if (game === undefined) return out
      out.push(game)
    }
  }
  return out
}

async function roundRobin(
  table: GameTable,
  entrants: number,
  seats: number,
  options: TournamentOptions,
): Promise<Game[]> {
  const out: Game[] = []
  for (const group of groupsOf(entrants, seats))
    out.push(...(await playGroup(table, group, seats, options)))
  return out
}

async function swiss(
  table: GameTable,
  entrants: number,
  rounds: number,
  options: TournamentOptions,
): Promise<Game[]> {
  const out: Game[] = []
  const points = Array.from({ length: entrants }, () => 0)
  const met = points.map(() => new Map<number, number>())
  const byes = new Set<number>()
  for (let r = 0; r < rounds; r++) {
    const { pairs, bye } = swissRound({ points, met, byes })
    if (bye !== undefined) {
      points[bye]! += 1
      byes.add(bye)
    }
    for (const [a, b] of pairs) {
      const meeting = met[a]!.get(b) ?? 0
      const games = await playGroup(table, [a, b], 2, options, meeting)
      const { wins, draws } = crossTable(entrants, games)
      const share = (wins[a]![b]! + draws[a]![b]! / 2) / Math.max(1, games.length)
      points[a]! += share
      points[b]! += 1 - share
      met[a]!.set(b, meeting + 1)
      met[b]!.set(a, meeting + 1)
      out.push(...games)
    }
  }
  return out
}

function expectedGames(entrants: number, seats: number, options: TournamentOptions): number {
  const { games = GAMES, swiss: rounds } = options
  const perGroup = (group: readonly number[]): number => {
    const seatings = seatingsOf(group, seats).length
    return Math.ceil(games / seatings) * seatings
  }
  if (rounds !== undefined) return rounds * Math.floor(entrants / 2) * perGroup([0, 1])
  return groupsOf(entrants, seats).reduce((sum, group) => sum + perGroup(group), 0)
}

function check(
  scenario: Scenario,
  entrants: readonly Entrant[],
  options: TournamentOptions,
  seats: number,
): void {
  const names = entrants.map((e) => e.name)
  const twice = names.find((name, i) => names.indexOf(name) < i)
  if (entrants.length < 2 || twice !== undefined) {
    throw new CoactError(
      'tournament/entrants',
      'A tournament needs entrants with names of their own',
      {
        expected: 'two or more policies',
        got: twice === undefined ? `${entrants.length}` : `"${twice}" twice`,
      },
    )
  }
  if (options.swiss !== undefined && seats !== 2) {
    throw new CoactError('tournament/swiss', 'The Swiss system is for two players', {
      where: scenario.id,
      got: `${seats} players`,
      next: 'Let everybody meet everybody: leave the rounds out.',
    })
  }
}
