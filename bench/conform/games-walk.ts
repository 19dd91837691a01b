import {
  advance,
  CHANCE,
  chanceOf,
  type Game,
  SIMULTANEOUS,
  startOf,
  TERMINAL,
} from '../../engine/index.js'
import { exactly, type Fraction, ONE, plus, ratio, times, ZERO } from './games-fraction.js'

/** One way on from a state: what is played, and for chance how likely it is. */
export interface Branch {
  readonly step: number | readonly number[]
  readonly chance: Fraction
}

/** Every way on from a state that is not the end: outcomes with their chances, moves, or joint moves. */
export function branches(game: Game, s: Int32Array): Branch[] {
  const turn = game.turn(s)
  if (turn === CHANCE) {
    const { outcomes, weights } = chanceOf(game, s)
    const total = weights === undefined ? outcomes.length : weights.reduce((a, b) => a + b, 0)
    return outcomes.map((step, i) => ({ step, chance: ratio(weights?.[i] ?? 1, total) }))
  }
  if (turn !== SIMULTANEOUS) return game.legal(s, turn).map((step) => ({ step, chance: ONE }))
  return jointMoves(game, s).map((step) => ({ step, chance: ONE }))
}

/** Joint moves, the last player's varying fastest; -1 for players without a legal one. */
export function jointMoves(game: Game, s: Int32Array): number[][] {
  let joint: number[][] = [[]]
  for (let p = 0; p < game.players; p++) {
    const legal = game.legal(s, p)
    const own = legal.length === 0 ? [-1] : legal
    joint = joint.flatMap((before) => own.map((move) => [...before, move]))
  }
  return joint
}

export function after(game: Game, s: Int32Array, step: Branch['step']): Int32Array {
  const next = s.slice()
  advance(game, next, step)
  return next
}

/** How the complete games of a tree end. */
export interface Endings {
  /** Histories by length, from 0. */
  readonly byLength: readonly number[]
  /** Complete games that each player won. */
  readonly won: readonly number[]
  readonly drawn: number
}

export function endings(game: Game): Endings {
  const byLength: number[] = []
  const won = Array.from({ length: game.players }, () => 0)
  let drawn = 0
  const visit = (s: Int32Array, depth: number): void => {
    byLength[depth] = (byLength[depth] ?? 0) + 1
    if (game.turn(s) === TERMINAL) {
      const winner = game.returns(s).findIndex((r) => r > 0)
      if (winner < 0) drawn += 1
      else won[winner]! += 1
      return
    }
    for (const { step } of branches(game, s)) visit(after(game, s, step), depth + 1)
  }
  visit(startOf(game), 0)
  return { byLength, won, drawn }
}

/** How likely a player's moves are, by their number and place: uniform play, or always the first. */
export type Plan = (count: number, i: number) => Fraction

export const uniformly: Plan = (count) => ratio(1, count)
export const firstly: Plan = (_, i) => (i === 0 ? ONE : ZERO)

/** How likely a branch is when everybody plays by a plan, players of `not` left out. */
export function likelihood(
  game: Game,
  s: Int32Array,
  { step, chance }: Branch,
  plan: Plan,
  not = -1,
): Fraction {
  const turn = game.turn(s)
  if (turn === CHANCE) return chance
  let p = ONE
  for (let player = 0; player < game.players; player++) {
    const legal = game.legal(s, player)
    if (player === not || legal.length === 0) continue
    const move = typeof step === 'number' ? step : step[player]!
    p = times(p, plan(legal.length, legal.indexOf(move)))
  }
  return p
}

/** What each player gets on average when all play by a plan; states of equal text are worked out once. */
export function exactReturns(game: Game, plan: Plan): Fraction[] {
  const known = new Map<string, Fraction[]>()
  const canJoin = game.information === 'perfect' && game.rewards === 'terminal'
  const visit = (s: Int32Array): Fraction[] => {
    if (game.turn(s) === TERMINAL) return game.returns(s).map(exactly)
    const key = canJoin ? `${game.turn(s)} ${game.text(s)}` : ''
    const found = known.get(key)
    if (canJoin && found !== undefined) return found
    let sum = Array.from({ length: game.players }, () => ZERO)
    for (const branch of branches(game, s)) {
      const p = likelihood(game, s, branch, plan)
      if (p.n === 0n) continue
      const below = visit(after(game, s, branch.step))
      sum = sum.map((x, i) => plus(x, times(p, below[i]!)))
    }
    if (canJoin) known.set(key, sum)
    return sum
  }
  return visit(startOf(game))
}
