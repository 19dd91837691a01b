import { type Game, startOf, TERMINAL } from '../../engine/index.js'
import { exactly, type Fraction, isMore, ONE, plus, times, ZERO } from './games-fraction.js'
import { after, type Branch, branches, likelihood, type Plan } from './games-walk.js'

/** States that a player cannot tell apart, each with how likely the others and chance lead there. */
interface Group {
  readonly states: { readonly s: Int32Array; readonly reach: Fraction }[]
  /** The best move, once it is known. */
  best?: number
}

/**
 * What a player gets at most when all others play by a plan: by exact fractions over the whole tree, for games of perfect
 * recall. Independent of the solvers, which count in floats.
 */
export function bestAnswer(game: Game, player: number, plan: Plan): Fraction {
  const groups = new Map<string, Group>()
  const isAsked = (s: Int32Array): boolean => game.legal(s, player).length > 0
  const groupOf = (s: Int32Array): Group => {
    const key = game.informationState(s, player)
    let group = groups.get(key)
    if (group === undefined) {
      group = { states: [] }
      groups.set(key, group)
    }
    return group
  }
  const gather = (s: Int32Array, reach: Fraction): void => {
    if (game.turn(s) === TERMINAL) return
    if (isAsked(s)) groupOf(s).states.push({ s, reach })
    for (const branch of branches(game, s)) {
      const p = likelihood(game, s, branch, plan, player)
      if (p.n !== 0n) gather(after(game, s, branch.step), times(reach, p))
    }
  }
  const value = (s: Int32Array): Fraction => {
    if (game.turn(s) === TERMINAL) return exactly(game.returns(s)[player]!)
    return onward(s, isAsked(s) ? bestMove(groupOf(s)) : undefined)
  }
  /** The value of a state when the player makes a move, or has none to make. */
  const onward = (s: Int32Array, move: number | undefined): Fraction => {
    let sum = ZERO
    for (const branch of branches(game, s)) {
      if (move !== undefined && ownMove(branch, player) !== move) continue
      const p = likelihood(game, s, branch, plan, player)
      if (p.n !== 0n) sum = plus(sum, times(p, value(after(game, s, branch.step))))
    }
    return sum
  }
  const bestMove = (group: Group): number => {
    if (group.best !== undefined) return group.best
    let best: Fraction | undefined
    for (const move of game.legal(group.states[0]!.s, player)) {
      let sum = ZERO
      for (const { s, reach } of group.states) sum = plus(sum, times(reach, onward(s, move)))
      if (best !== undefined && !isMore(sum, best)) continue
      best = sum
      group.best = move
    }
    return group.best!
  }
  const start = startOf(game)
  gather(start, ONE)
  return value(start)
}

const ownMove = ({ step }: Branch, player: number): number =>
  typeof step === 'number' ? step : step[player]!
