import type { Equilibrium } from '../theory/nash.js'
import type { Standing } from './standings.js'
import type { EmpiricalTheory } from './theory.js'
import type { TournamentResult } from './tournament.js'

/** A tournament's result as lines for people; names are not yet made safe to print. */
export function tournamentLines(result: TournamentResult): string[] {
  const { scenario, world, seed, games, system, standings, table, entrants, theory } = result
  return [
    `${scenario} (${world}), ${system}, ${games} games, seed ${seed}${result.isPartial ? ', stopped early' : ''}`,
    '',
    ...columns(
      ['', 'policy', 'games', 'won', 'drawn', 'lost', 'return', 'Elo', '95 %'],
      standings.map(standingRow),
    ),
    '',
    'mean return of each row against each column',
    ...columns(
      ['', ...entrants],
      table.payoffs.map((row, i) => [entrants[i]!, ...row.map(cell)]),
    ),
    ...standings.flatMap(problemLines),
    ...(theory === undefined ? [] : theoryLines(theory)),
  ]
}

const standingRow = (s: Standing): string[] => [
  `${s.rank}.`,
  s.name,
  ...[s.games, s.wins, s.draws, s.losses].map(String),
  s.meanReturn.toFixed(3),
  s.elo.toFixed(0),
  `${s.eloLow.toFixed(0)} to ${s.eloHigh.toFixed(0)}`,
]

const cell = (value: number | null): string => (value === null ? '-' : value.toFixed(3))

function problemLines({ name, failures, refused, firstProblem }: Standing): string[] {
  if (failures + refused === 0) return []
  return [
    '',
    `${name}: ${failures} failures, ${refused} refused actions; first: ${firstProblem ?? ''}`,
  ]
}

function theoryLines({
  names,
  pureEquilibria,
  nash,
  alphaRank,
  alphaRankSingle,
  replicator,
}: EmpiricalTheory): string[] {
  const profile = (list: readonly number[]): string => list.map((i) => names[i]).join(' / ')
  return [
    '',
    'the game of choosing a policy for each seat',
    ...pureEquilibria.map((p) => `  pure equilibrium: ${profile(p)}`),
    ...(nash ?? [])
      .filter(isMixed)
      .map((e) => `  mixed equilibrium: ${e.mixtures.map((m) => mixture(names, m)).join(' / ')}`),
    ...alphaRank
      .filter(({ mass }) => mass >= 0.005)
      .map((r) => `  α-rank: ${r.mass.toFixed(3)} ${profile(r.profile)}`),
    ...(alphaRankSingle === undefined
      ? []
      : [`  α-rank, seats in turn: ${mixture(names, alphaRankSingle)}`]),
    `  replicator dynamics: ${replicator.map((m) => mixture(names, m)).join(' / ')}`,
  ]
}

const isMixed = ({ mixtures }: Equilibrium): boolean =>
  mixtures.some((m) => m.every((p) => p < 1 - 1e-9))

/** The parts of a mixture that show. */
const mixture = (names: readonly string[], shares: readonly number[]): string =>
  shares.flatMap((p, i) => (p >= 0.005 ? [`${p.toFixed(3)} ${names[i]}`] : [])).join(' + ')

/** Rows under their heads: the first two columns of words to the left, numbers to the right. */
function columns(heads: readonly string[], rows: readonly (readonly string[])[]): string[] {
  const all = [heads, ...rows]
  const widths = heads.map((_, c) => Math.max(...all.map((row) => [...row[c]!].length)))
  const isNumber = heads.map(
    (_, c) => c > 0 && rows.every((row) => /^(-?[\d.]+( to -?\d+)?|-)$/.test(row[c]!)),
  )
  return all.map((row) =>
    `  ${row.map((text, c) => (isNumber[c] ? text.padStart(widths[c]!) : text.padEnd(widths[c]!))).join('  ')}`.trimEnd(),
  )
}
