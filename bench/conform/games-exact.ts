import { z } from 'zod'
import {
  bestResponse,
  countTree,
  createCfr,
  expectedReturns,
  exploitability,
  firstActionPolicy,
  gameValue,
  historiesByLength,
  nashConv,
  uniformPolicy,
} from '../../agents/index.js'
import type { Game } from '../../engine/index.js'
import { bestAnswer } from './games-answer.js'
import { type Check, type Entry, findGame, type Gate, type Worlds } from './games-checks.js'
import { minus, plus, textOf, ZERO } from './games-fraction.js'
import { firstOf } from './games-play.js'
import { endings, exactReturns, uniformly } from './games-walk.js'

const numbers = z.array(z.number())
const checkpoint = z.object({ nash_conv: z.number(), returns: numbers })

const solverRow = z.object({
  game: z.string(),
  decision_nodes: z.int(),
  chance_nodes: z.int(),
  terminal_histories: z.int(),
  max_depth_incl_chance: z.int(),
  terminal_utility_min_max: numbers,
  information_states_per_player: numbers,
  uniform_random_expected_returns: numbers,
  uniform_random_nash_conv: z.number(),
  uniform_random_exploitability: z.number().optional(),
  best_response_value_vs_uniform: numbers,
  first_action_policy_nash_conv: z.number(),
  first_action_policy_returns: numbers,
  cfr_average_policy_by_iteration: z.record(z.string().regex(/^\d+$/), checkpoint).optional(),
  cfr_plus: checkpoint.extend({ iterations: z.int() }).optional(),
})

const leavesRow = z.object({ game: z.string(), leaves_at_depth_1_to_n: z.array(z.int()).min(1) })

const solvedRow = z.object({
  game: z.string(),
  value_player0: z.number(),
  distinct_states_incl_terminal: z.int(),
})

const fractionRow = z.object({
  game: z.string(),
  decision_nodes: z.int(),
  chance_nodes: z.int(),
  terminal_histories: z.int(),
  information_states_per_player: numbers,
  uniform_returns: z.array(z.string()),
  best_response_value_vs_uniform: z.array(z.string()),
  nash_conv_uniform: z.string(),
})

const endingsRow = z.object({
  game: z.string(),
  value: z.number(),
  distinct_positions: z.int(),
  complete_games: z.int(),
  games_won_by_x: z.int(),
  games_won_by_o: z.int(),
  drawn_games: z.int(),
  histories_by_length: numbers,
  uniform_random_value_player0: z.string(),
})

/** Numbers that belong to a game, by the field that tells what they are. */
const KINDS: Readonly<Record<string, (row: unknown, game: () => Game) => readonly Part[]>> = {
  uniform_random_expected_returns: (row, game) => solverParts(solverRow.parse(row), game),
  leaves_at_depth_1_to_n(row, game) {
    const { leaves_at_depth_1_to_n: leaves } = leavesRow.parse(row)
    return [['leaves', () => compare('leaves', leaves, historiesByLength(game(), leaves.length))]]
  },
  distinct_states_incl_terminal(row, game) {
    const r = solvedRow.parse(row)
    return [['solved', () => solvedDifference(r, game())]]
  },
  nash_conv_uniform: (row, game) => fractionParts(fractionRow.parse(row), game),
  complete_games: (row, game) => [
    ['fractions', () => endingsDifference(endingsRow.parse(row), game())],
  ],
}

type Part = readonly [gate: Gate, run: () => string | undefined]

/** What is to be checked of a row of numbers about a game; undefined when the row is of another kind. */
export function exactEntries(value: object, worlds: Worlds): readonly Entry[] | undefined {
  const kind = Object.keys(KINDS).find((key) => key in value)
  if (kind === undefined) return undefined
  const { game: name } = z.object({ game: z.string() }).parse(value)
  const found = findGame(worlds, name)
  const parts = KINDS[kind]!(value, 'missing' in found ? never : found.game)
  if ('missing' in found) return parts.map(() => found)
  return parts.map(([gate, run]): Check => ({ gate, game: name, run }))
}

const never = (): never => {
  throw new Error('a game that is not built was asked for')
}

const compare = (what: string, expected: unknown, got: unknown, tolerance = 1e-9) =>
  firstOf([[what, expected, got]], tolerance)

function solverParts(row: z.output<typeof solverRow>, game: () => Game): Part[] {
  return [
    ['sizes', () => sizeDifference(row, game())],
    ['uniform', () => uniformDifference(row, game())],
    ...cfrParts(row, game),
  ]
}

function sizeDifference(row: z.output<typeof solverRow>, game: Game): string | undefined {
  const size = countTree(game)
  return firstOf([
    ['decision nodes', row.decision_nodes, size.decisionNodes],
    ['chance nodes', row.chance_nodes, size.chanceNodes],
    ['ends', row.terminal_histories, size.terminals],
    ['depth', row.max_depth_incl_chance, size.depth],
    ['least and most return', row.terminal_utility_min_max, [...size.returns]],
    ['information states', row.information_states_per_player, size.informationStates],
    ['uniform returns', row.uniform_random_expected_returns, size.uniformReturns],
  ])
}

function uniformDifference(row: z.output<typeof solverRow>, game: Game): string | undefined {
  const uniform = uniformPolicy(game)
  const first = firstActionPolicy(game)
  const answers = uniform.map((_, player) => bestResponse(game, uniform, player).value)
  const known = row.uniform_random_exploitability
  return firstOf([
    ['uniform returns', row.uniform_random_expected_returns, expectedReturns(game, uniform)],
    ['uniform NashConv', row.uniform_random_nash_conv, nashConv(game, uniform)],
    ['best responses to uniform play', row.best_response_value_vs_uniform, answers],
    ['NashConv of first moves', row.first_action_policy_nash_conv, nashConv(game, first)],
    ['returns of first moves', row.first_action_policy_returns, expectedReturns(game, first)],
    ...(known === undefined
      ? []
      : [['uniform exploitability', known, exploitability(game, uniform)] as const]),
  ])
}

/** Averages of CFR at each recorded iteration, and of CFR+ at its last. */
function cfrParts(row: z.output<typeof solverRow>, game: () => Game): Part[] {
  const stages = Object.entries(row.cfr_average_policy_by_iteration ?? {})
    .map(([text, expected]) => ({ iterations: Number(text), expected }))
    .sort((a, b) => a.iterations - b.iterations)
  let solver: ReturnType<typeof createCfr> | undefined
  const parts = stages.map(
    ({ iterations, expected }): Part => [
      'cfr',
      () => {
        if (solver === undefined || solver.iterations > iterations) solver = createCfr(game())
        solver.run(iterations - solver.iterations)
        return averageDifference(`CFR after ${iterations}`, expected, solver)
      },
    ],
  )
  const last = row.cfr_plus
  if (last === undefined) return parts
  const plusPart: Part = [
    'cfr',
    () => {
      const plus = createCfr(game(), { plus: true })
      plus.run(last.iterations)
      return averageDifference(`CFR+ after ${last.iterations}`, last, plus)
    },
  ]
  return [...parts, plusPart]
}

function averageDifference(
  what: string,
  expected: z.output<typeof checkpoint>,
  solver: ReturnType<typeof createCfr>,
): string | undefined {
  const average = solver.average()
  return firstOf(
    [
      [`${what}: NashConv`, expected.nash_conv, nashConv(solver.tree, average)],
      [`${what}: returns`, expected.returns, expectedReturns(solver.tree, average)],
    ],
    1e-6,
  )
}

function solvedDifference(row: z.output<typeof solvedRow>, game: Game): string | undefined {
  const { values, positions } = gameValue(game)
  return firstOf([
    ['value for player 0', row.value_player0, values[0]],
    ['states', row.distinct_states_incl_terminal, positions],
  ])
}

function fractionParts(row: z.output<typeof fractionRow>, game: () => Game): Part[] {
  return [['fractions', () => fractionDifference(row, game())]]
}

function fractionDifference(row: z.output<typeof fractionRow>, game: Game): string | undefined {
  const returns = exactReturns(game, uniformly)
  const answers = returns.map((_, player) => bestAnswer(game, player, uniformly))
  const gain = answers.reduce((sum, b, p) => plus(sum, minus(b, returns[p]!)), ZERO)
  const size = countTree(game)
  return firstOf([
    ['decision nodes', row.decision_nodes, size.decisionNodes],
    ['chance nodes', row.chance_nodes, size.chanceNodes],
    ['ends', row.terminal_histories, size.terminals],
    ['information states', row.information_states_per_player, size.informationStates],
    ['uniform returns', row.uniform_returns, returns.map(textOf)],
    ['best responses to uniform play', row.best_response_value_vs_uniform, answers.map(textOf)],
    ['uniform NashConv', row.nash_conv_uniform, textOf(gain)],
  ])
}

function endingsDifference(row: z.output<typeof endingsRow>, game: Game): string | undefined {
  const ends = endings(game)
  const { values, positions } = gameValue(game)
  const [won, lost] = ends.won
  return firstOf([
    ['value', row.value, values[0]],
    ['positions', row.distinct_positions, positions],
    ['complete games', row.complete_games, won! + lost! + ends.drawn],
    ['won by the first player', row.games_won_by_x, won],
    ['won by the second player', row.games_won_by_o, lost],
    ['drawn', row.drawn_games, ends.drawn],
    ['histories by length', row.histories_by_length, ends.byLength],
    ['uniform value', row.uniform_random_value_player0, textOf(exactReturns(game, uniformly)[0]!)],
  ])
}
