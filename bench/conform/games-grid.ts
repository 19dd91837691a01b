import { z } from 'zod'
import {
  type AnyWorld,
  advance,
  CHANCE,
  chanceOf,
  type Game,
  SIMULTANEOUS,
  TERMINAL,
} from '../../engine/index.js'
import { type Entry, findGame, type Worlds } from './games-checks.js'
import { firstOf } from './games-play.js'
import { type GameTable, gameTable } from './games-table.js'

const place = z.tuple([z.int(), z.int()])
const state = z.record(z.string(), z.union([place, z.int(), z.boolean()]))
type GridState = z.output<typeof state>

const gridRow = z.object({
  game: z.string().regex(/^vsbench_/),
  max_steps: z.int().min(1),
  returns: z.array(z.number()),
  steps: z
    .array(
      z.object({
        state,
        actions: z.array(z.int()),
        rewards: z.array(z.number()),
        next_state: state,
        done: z.boolean(),
      }),
    )
    .min(1),
})
type GridPlay = z.output<typeof gridRow>

/** A recorded play of one of VS-Bench's grid games. @throws ZodError */
export function gridEntry(value: unknown, worlds: Worlds): Entry {
  const row = gridRow.parse(value)
  const found = findGame(worlds, row.game)
  if ('missing' in found) return found
  return {
    gate: 'grids',
    game: row.game,
    run: () => replayGrid(found.built, { horizon: row.max_steps }, row),
  }
}

/**
 * Plays a recorded grid game again. Chance is fed with outcomes that lead to the next recorded state; when the rules allow
 * none, that is the difference.
 */
function replayGrid(world: AnyWorld, params: unknown, row: GridPlay): string | undefined {
  const table = gameTable(world, params, row.steps.length * 8 + 8)
  const { game, episode } = table
  let seen = reach(table, row.steps[0]!.state)
  for (const [i, step] of row.steps.entries()) {
    const at = `step ${i}`
    seen ??= stateDifference(table, step.state)
    if (seen !== undefined) return `${at}, state, ${seen}`
    const before = game.returns(table.cells())
    const problem = table.play(step.actions) ?? reach(table, step.next_state)
    if (problem !== undefined) return `${at}, actions ${JSON.stringify(step.actions)}, ${problem}`
    const gained = game.returns(table.cells()).map((r, p) => r - before[p]!)
    seen = firstOf([
      ['rewards', step.rewards, gained],
      ['rewards of the episode', step.rewards, table.gained()],
      ['done', step.done, episode.end === 'done'],
    ])
    if (seen !== undefined) return `${at}, ${seen}`
    seen = stateDifference(table, step.next_state)
    if (seen !== undefined) return `${at}, next state, ${seen}`
  }
  return firstOf([['returns', row.returns, [...game.returns(table.cells())]]])
}

/** Feeds chance so that the game comes to a state; what differs when it cannot. */
function reach(table: GameTable, wanted: GridState): string | undefined {
  const { game } = table
  const way = wayTo(game, table.cells(), wanted)
  if (way === undefined) {
    const s = table.cells().slice()
    while (game.turn(s) === CHANCE) advance(game, s, chanceOf(game, s).outcomes[0]!)
    return `chance cannot lead to ${JSON.stringify(wanted)}; it could lead to ${JSON.stringify(viewOf(game, s))}`
  }
  for (const outcome of way) {
    const problem = table.play(outcome)
    if (problem !== undefined) return problem
  }
  return undefined
}

/** Outcomes of chance that lead from a state to a recorded one, the shortest way there is. */
function wayTo(game: Game, s: Int32Array, wanted: GridState): number[] | undefined {
  const turn = game.turn(s)
  if (turn !== CHANCE)
    return differenceOf(viewOf(game, s), wanted, turn) === undefined ? [] : undefined
  const ends = new Set(
    Object.values(wanted).flatMap((v) => (Array.isArray(v) ? [5 * v[0] + v[1]] : [])),
  )
  for (const outcome of chanceOf(game, s).outcomes) {
    // Whatever chance puts somewhere is still there, or something that displaced it.
    if (!ends.has(outcome)) continue
    const next = s.slice()
    advance(game, next, outcome)
    const rest = wayTo(game, next, wanted)
    if (rest !== undefined) return [outcome, ...rest]
  }
  return undefined
}

const viewOf = (game: Game, s: Int32Array): GridState => game.view!(s, 0) as GridState

/** What an agent sees of a state, against the record. */
function stateDifference({ game, episode, cells }: GameTable, wanted: GridState) {
  for (const { index } of episode.seats) {
    const { view } = episode.observe(index) as { readonly view: GridState }
    const difference = differenceOf(view, wanted, game.turn(cells()))
    if (difference !== undefined) return difference
  }
  return undefined
}

function differenceOf(view: GridState, wanted: GridState, turn: number): string | undefined {
  const { terminated, truncated, ...rest } = wanted
  return firstOf([
    ...Object.entries(rest).map(([key, value]) => [key, value, view[key]] as const),
    // The reference never ends a game, it cuts it off.
    ['terminated', terminated ?? false, false],
    ['truncated', truncated ?? false, turn === TERMINAL],
    ['whose turn', turn === TERMINAL ? TERMINAL : SIMULTANEOUS, turn],
  ])
}
