import { z } from 'zod'
import { type Game, SIMULTANEOUS } from '../../engine/index.js'
import { type Entry, findGame, type Worlds } from './games-checks.js'
import { firstOf } from './games-play.js'

const optimumRow = z.object({
  game: z.string().regex(/^vsbench_/),
  horizon: z.int().min(1).max(1000),
  uniform_random_expected_return: z.array(z.number()),
  max_joint_return_sum: z.number(),
  max_joint_return_per_player: z.number(),
})

/** A grid game's recorded optimum; undefined when the row is of another kind. */
export function optimumEntries(value: object, worlds: Worlds): readonly Entry[] | undefined {
  if (!('max_joint_return_sum' in value)) return undefined
  const row = optimumRow.parse(value)
  const found = findGame(worlds, row.game)
  if ('missing' in found) return [found]
  return [{ gate: 'optimum', game: row.game, run: () => optimumDifference(row, found.game()) }]
}

function optimumDifference(row: z.output<typeof optimumRow>, game: Game): string | undefined {
  const board = tabulate(game)
  const sum = (r: Float64Array[]): Float64Array => r[0]!.map((x, i) => x + r[1]![i]!)
  const best = solve(board, row.horizon, sum(board.rewards), 'best')
  const uniform = board.rewards.map((r) => solve(board, row.horizon, r, 'uniform'))
  return firstOf(
    [
      ['uniform returns', row.uniform_random_expected_return, uniform],
      ['best joint return', row.max_joint_return_sum, best],
      ['best joint return of each', row.max_joint_return_per_player, best / 2],
    ],
    // Printed with five digits after the point.
    5.1e-6,
  )
}

const CELLS = 25
const MOVES = 5
const PAIRS = CELLS * CELLS
const STATES = PAIRS * PAIRS
/** Numbers of states in which chance is to put the first, the second, or both of the two things that are not players. */
const FIRST = STATES
const SECOND = FIRST + PAIRS * CELLS
const BOTH = SECOND + PAIRS * CELLS

/**
 * A game of two players and two things on 25 cells as tables, made by asking its rules: number of a state with all on the
 * board = ((red · 25 + blue) · 25 + first) · 25 + second.
 */
interface Tables {
  /** By cell and move. */
  readonly steps: Int32Array
  /** By state in which players have just arrived: the state that it leads to, chance's own included. */
  readonly next: Int32Array
  /** By player: what arriving brings. */
  readonly rewards: Float64Array[]
  /** By state of chance that puts one thing: the cells that it may choose. */
  readonly choices: readonly (readonly number[])[]
  /** States in which everything stands on its own cell: a game begins in one of them. */
  readonly starts: readonly number[]
}

function tabulate(game: Game): Tables {
  const s = new Int32Array(game.cells.length)
  const set = (...places: number[]): void => {
    s.fill(0)
    places.forEach((cell, i) => {
      s[i] = cell + 1
    })
  }
  const steps = new Int32Array(CELLS * MOVES)
  for (let cell = 0; cell < CELLS; cell++) {
    for (let move = 0; move < MOVES; move++) {
      // The others stand where they cannot matter to a player that walks: on one cell far from both ends of the step.
      const far = (cell + 12) % CELLS
      set(cell, far, far, far)
      game.applyJoint!(s, [move, 0])
      steps[cell * MOVES + move] = s[0]! - 1
    }
  }
  const next = new Int32Array(STATES)
  const rewards = [new Float64Array(STATES), new Float64Array(STATES)]
  const starts: number[] = []
  for (let i = 0; i < STATES; i++) {
    const [red, blue, first, second] = placesOf(i)
    set(red, blue, first, second)
    game.applyJoint!(s, [0, 0])
    const gained = game.returns(s)
    rewards[0]![i] = gained[0]!
    rewards[1]![i] = gained[1]!
    next[i] = numberOf(red * CELLS + blue, s[2]! - 1, s[3]! - 1)
    if (new Set([red, blue, first, second]).size === 4) starts.push(i)
  }
  return { steps, next, rewards, starts, choices: choicesOf(game, s, set) }
}

const placesOf = (i: number): [red: number, blue: number, first: number, second: number] => [
  Math.floor(i / (PAIRS * CELLS)),
  Math.floor(i / PAIRS) % CELLS,
  Math.floor(i / CELLS) % CELLS,
  i % CELLS,
]

/** @param first -1 where chance is to put it, as `second` */
function numberOf(players: number, first: number, second: number): number {
  if (first < 0) return second < 0 ? BOTH + players : FIRST + players * CELLS + second
  return second < 0 ? SECOND + players * CELLS + first : (players * CELLS + first) * CELLS + second
}

function choicesOf(game: Game, s: Int32Array, set: (...places: number[]) => void) {
  const choices: (readonly number[])[] = []
  for (let i = FIRST; i < BOTH + PAIRS; i++) {
    const isBoth = i >= BOTH
    const players = isBoth ? i - BOTH : Math.floor((i - FIRST) / CELLS) % PAIRS
    const other = (i - FIRST) % CELLS
    const rest = isBoth ? [-1, -1] : i < SECOND ? [-1, other] : [other, -1]
    set(Math.floor(players / CELLS), players % CELLS, ...rest)
    if (game.turn(s) === SIMULTANEOUS) throw new Error(`${game.name} puts nothing back`)
    choices.push(game.chance!(s).outcomes)
  }
  return choices
}

/** The value of the game over a number of joint moves, from the start. */
function solve(
  tables: Tables,
  horizon: number,
  rewards: Float64Array,
  play: 'best' | 'uniform',
): number {
  const { next, starts } = tables
  let values: Float64Array = new Float64Array(STATES)
  for (let t = 0; t < horizon; t++) {
    const chances = chanceValues(tables, values)
    // What it is worth that players arrive somewhere.
    const arrived = rewards.map((r, i) => {
      const to = next[i]!
      return r + (to < STATES ? values[to]! : chances[to - FIRST]!)
    })
    values = overMoves(tables, overMoves(tables, arrived, 1, play), CELLS, play)
  }
  return starts.reduce((sum, i) => sum + values[i]!, 0) / starts.length
}

function chanceValues({ choices }: Tables, values: Float64Array): Float64Array {
  const out = new Float64Array(choices.length)
  for (let i = 0; i < choices.length; i++) {
    const state = FIRST + i
    let sum = 0
    for (const cell of choices[i]!) {
      if (state < SECOND) {
        const players = Math.floor(i / CELLS)
        sum += values[(players * CELLS + cell) * CELLS + (i % CELLS)]!
      } else if (state < BOTH) sum += values[(state - SECOND) * CELLS + cell]!
      // Both: the first is put, then the second is to be.
      else sum += out[SECOND - FIRST + (state - BOTH) * CELLS + cell]!
    }
    out[i] = sum / choices[i]!.length
  }
  return out
}

/** Lets one player move: by the best, or by the mean of its moves. @param stride 25 for red, 1 for blue */
function overMoves(
  { steps }: Tables,
  values: Float64Array,
  stride: number,
  play: 'best' | 'uniform',
): Float64Array {
  const out = new Float64Array(STATES)
  for (let i = 0; i < STATES; i++) {
    const pair = Math.floor(i / PAIRS)
    const cell = Math.floor(pair / stride) % CELLS
    let best = -Infinity
    let sum = 0
    for (let move = 0; move < MOVES; move++) {
      const to = steps[cell * MOVES + move]!
      const value = values[i + (to - cell) * stride * PAIRS]!
      if (value > best) best = value
      sum += value
    }
    out[i] = play === 'best' ? best : sum / MOVES
  }
  return out
}
