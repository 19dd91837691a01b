import { z } from 'zod'
import { type Game, startOf } from '../../engine/index.js'
import {
  alphaRank,
  alphaRankPopulations,
  bimatrix,
  type Matrix,
  replicator,
  replicatorDerivative,
  replicatorDerivatives,
  replicatorPopulations,
  riskAverseBestResponse,
  turnLevelAdvantages,
} from '../theory/index.js'
import { type Entry, findGame, type Worlds } from './games-checks.js'
import { exactly, type Fraction, fraction, minus, plus, times, toNumber } from './games-fraction.js'
import { firstOf } from './games-play.js'
import { after, jointMoves } from './games-walk.js'

const numbers = z.array(z.number())

const rankRow = z.object({
  game: z.string(),
  what: z.literal('alpharank'),
  populations: z.union([z.literal(1), z.literal(2)]),
  m: z.int(),
  alpha: z.number(),
  pi: numbers,
})
const flowRow = z.object({
  game: z.string(),
  what: z.string().regex(/^replicator (single|two) .*Euler dt=[\d.]+, states after [\d,]+ steps$/),
  start: numbers,
  states: z.array(numbers),
  derivative_at_start: numbers,
})
const riskRows = z.object({
  game: z.string(),
  rows: z
    .array(
      z.object({
        opponent_stag_prob: z.string(),
        gamma: z.string(),
        best_response_stag_prob: z.string(),
        objective: z.string(),
      }),
    )
    .min(1),
})
const turnExample = z.object({
  input: z.array(z.object({ role: z.int(), rewards: numbers })),
  output: z.object({
    role_baseline: z.record(z.string(), z.number()),
    trajectories: z.array(
      z.object({
        turn_reward_centred: numbers,
        return_to_go_A: numbers,
        A_agent_centred: numbers,
      }),
    ),
  }),
})

/** What is to be checked of a row about dynamics, risk or learning; undefined when the row is of another kind. */
export function theoryEntries(value: object, worlds: Worlds): readonly Entry[] | undefined {
  if ('input' in value && 'output' in value) {
    const example = turnExample.parse(value)
    return [{ gate: 'advantages', game: 'turn-level example', run: () => turnDifference(example) }]
  }
  if ('pi' in value) {
    const row = rankRow.parse(value)
    return onTables('evolution', row.game, worlds, (tables) => rankDifference(row, tables))
  }
  if ('derivative_at_start' in value) {
    const row = flowRow.parse(value)
    return onTables('evolution', row.game, worlds, (tables) => flowDifference(row, tables))
  }
  if ('rows' in value) {
    const { game, rows } = riskRows.parse(value)
    const [name = ''] = game.split(' ')
    return rows.flatMap((row) =>
      onTables('risk', name, worlds, ([matrix]) => riskDifference(row, matrix)),
    )
  }
  return undefined
}

type Tables = readonly [row: Matrix, column: Matrix]

/** A check about the pay-off tables of a game that two play once; `rps` stands for `matrix_rps`. */
function onTables(
  gate: 'evolution' | 'risk',
  name: string,
  worlds: Worlds,
  run: (tables: Tables) => string | undefined,
): Entry[] {
  const plain = findGame(worlds, name)
  const found = 'missing' in plain ? findGame(worlds, `matrix_${name}`) : plain
  if ('missing' in found) return [plain as Entry]
  return [{ gate, game: name, run: () => run(tablesOf(found.game())) }]
}

function tablesOf(game: Game): Tables {
  const start = startOf(game)
  const width = game.legal(start, 1).length
  const returns = jointMoves(game, start).map((joint) => game.returns(after(game, start, joint)))
  const table = (player: number): number[][] =>
    game
      .legal(start, 0)
      .map((_, i) => returns.slice(i * width, (i + 1) * width).map((r) => r[player]!))
  return [table(0), table(1)]
}

function rankDifference(
  row: z.output<typeof rankRow>,
  [rows, columns]: Tables,
): string | undefined {
  const { m, alpha, pi, populations } = row
  const got =
    populations === 1
      ? alphaRank(rows, { m, alpha })
      : alphaRankPopulations(bimatrix(rows, columns), { m, alpha })
  return firstOf([[`α-rank, α ${alpha}`, pi, got]], 1e-6)
}

function flowDifference(
  row: z.output<typeof flowRow>,
  [rows, columns]: Tables,
): string | undefined {
  const dt = Number(/dt=([\d.]+\d)/.exec(row.what)![1])
  const times = /after ([\d,]+) steps/.exec(row.what)![1]!.split(',').map(Number)
  const steps = Math.max(...times)
  const { start } = row
  let slope: readonly number[]
  let states: readonly (readonly number[])[]
  if (row.what.startsWith('replicator single')) {
    slope = replicatorDerivative(rows, start)
    states = replicator(rows, start, { dt, steps })
  } else {
    const payoffs = bimatrix(rows, columns)
    const both = [start.slice(0, rows.length), start.slice(rows.length)]
    slope = replicatorDerivatives(payoffs, both).flat()
    states = replicatorPopulations(payoffs, both, { dt, steps }).map((s) => s.flat())
  }
  return firstOf([
    ['derivative at the start', row.derivative_at_start, slope],
    ...times.map((t, i) => [`after ${t} steps`, row.states[i], states[t]] as const),
  ])
}

const readFraction = (text: string): Fraction => {
  const [n = '', d = '1'] = text.split('/')
  return fraction(BigInt(n), BigInt(d))
}

/**
 * The recorded answer must be the solver's, and the recorded value exactly what it brings: mean less γ times the variance, in
 * fractions.
 */
function riskDifference(
  row: z.output<typeof riskRows>['rows'][number],
  matrix: Matrix,
): string | undefined {
  const opponent = readFraction(row.opponent_stag_prob)
  const gamma = readFraction(row.gamma)
  const best = readFraction(row.best_response_stag_prob)
  const q = toNumber(opponent)
  const answer = riskAverseBestResponse(matrix, [q, 1 - q], { gamma: toNumber(gamma) })
  const what = `opponent ${row.opponent_stag_prob}, γ ${row.gamma}`
  return firstOf([
    [`${what}: first move`, toNumber(best), answer.mixture[0]],
    [`${what}: objective`, toNumber(readFraction(row.objective)), answer.objective],
    [`${what}: objective exactly`, row.objective, textOfObjective(matrix, opponent, gamma, best)],
  ])
}

function textOfObjective(matrix: Matrix, q: Fraction, gamma: Fraction, p: Fraction): string {
  const one = exactly(1)
  const mix = (row: Fraction, other: Fraction, w: Fraction): Fraction =>
    plus(times(w, row), times(minus(one, w), other))
  // What the mixture p gets against each move of the opponent.
  const [first, second] = [0, 1].map((c) =>
    mix(exactly(matrix[0]![c]!), exactly(matrix[1]![c]!), p),
  )
  const mean = mix(first!, second!, q)
  const square = (x: Fraction): Fraction => times(x, x)
  const variance = mix(square(minus(first!, mean)), square(minus(second!, mean)), q)
  const { n, d } = minus(mean, times(gamma, variance))
  return d === 1n ? String(n) : `${n}/${d}`
}

function turnDifference({ input, output }: z.output<typeof turnExample>): string | undefined {
  const { baselines, games } = turnLevelAdvantages(input)
  return firstOf([
    ...Object.entries(output.role_baseline).map(
      ([role, mean]) => [`mean of role ${role}`, mean, baselines.get(Number(role))] as const,
    ),
    ...output.trajectories.flatMap((wanted, i) => [
      [`trajectory ${i}, centred rewards`, wanted.turn_reward_centred, games[i]?.centred] as const,
      [`trajectory ${i}, return to go`, wanted.return_to_go_A, games[i]?.toGo] as const,
      [`trajectory ${i}, advantages`, wanted.A_agent_centred, games[i]?.advantages] as const,
    ]),
  ])
}
