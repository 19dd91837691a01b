import {
  advance,
  CHANCE,
  CoactError,
  chanceOf,
  type Game,
  SIMULTANEOUS,
  startOf,
  TERMINAL,
} from '../../engine/index.js'
import { cursorOf, type TreeCursor } from './cursor.js'

/** How large a game is. Histories are counted, not positions. */
export interface TreeCount {
  readonly decisionNodes: number
  readonly chanceNodes: number
  readonly terminals: number
  /** By player. */
  readonly informationStates: readonly number[]
  /** The longest history, chance and each player's part of joint moves counted. */
  readonly depth: number
  /** The lowest and highest return of any player. */
  readonly returns: readonly [number, number]
  /** Expected returns when every legal move is equally likely, by player. */
  readonly uniformReturns: readonly number[]
}

export interface CountOptions {
  /** The most histories that are walked (default 50,000,000). */
  readonly nodesMax?: number
}

const NODES_MAX = 50_000_000

interface Tally {
  readonly nodesMax: number
  nodes: number
  decisions: number
  chances: number
  terminals: number
  depth: number
  low: number
  high: number
  readonly known: readonly Set<string>[]
  readonly expected: number[]
}

/**
 * Walks a game's whole tree and counts; nothing of it is kept but the texts of information states.
 *
 * @throws CoactError `solve/too-large`
 * @example
 * countTree(kuhnPokerRules(2)).informationStates // [6, 6]
 */
export function countTree(game: Game, { nodesMax = NODES_MAX }: CountOptions = {}): TreeCount {
  const tally: Tally = {
    nodesMax,
    nodes: 0,
    decisions: 0,
    chances: 0,
    terminals: 0,
    depth: 0,
    low: Infinity,
    high: -Infinity,
    known: Array.from({ length: game.players }, () => new Set<string>()),
    expected: Array.from({ length: game.players }, () => 0),
  }
  count(game, cursorOf(game), tally, 1)
  return {
    decisionNodes: tally.decisions,
    chanceNodes: tally.chances,
    terminals: tally.terminals,
    informationStates: tally.known.map((texts) => texts.size),
    depth: tally.depth,
    returns: [tally.low, tally.high],
    uniformReturns: tally.expected,
  }
}

function count(game: Game, at: TreeCursor, tally: Tally, reach: number): void {
  tally.nodes += 1
  if (tally.nodes > tally.nodesMax) throw tooMany(game, tally.nodesMax)
  tally.depth = Math.max(tally.depth, at.depth)
  const { who } = at
  if (who === TERMINAL) {
    tally.terminals += 1
    addReturns(tally, game.returns(at.state), reach)
  } else if (who === CHANCE) {
    tally.chances += 1
    const { outcomes, weights } = at.chance()
    const total = weights === undefined ? outcomes.length : weights.reduce((a, b) => a + b, 0)
    for (let i = 0; i < outcomes.length; i++) {
      at.down(outcomes[i]!)
      count(game, at, tally, (reach * (weights?.[i] ?? 1)) / total)
      at.up()
    }
  } else {
    tally.decisions += 1
    tally.known[who]!.add(game.informationState(at.state, who))
    const moves = at.legal()
    for (const move of moves) {
      at.down(move)
      count(game, at, tally, reach / moves.length)
      at.up()
    }
  }
}

function addReturns(tally: Tally, returns: readonly number[], reach: number): void {
  for (let p = 0; p < returns.length; p++) {
    const value = returns[p]!
    tally.low = Math.min(tally.low, value)
    tally.high = Math.max(tally.high, value)
    tally.expected[p]! += reach * value
  }
}

/**
 * How many histories have exactly 1, 2, … moves, a joint move and a chance outcome counting as one (known as perft).
 *
 * @param longest how far to count
 * @returns a list of `longest` numbers
 * @throws CoactError `solve/too-large`
 * @example
 * historiesByLength(kuhnPokerRules(2), 6) // [3, 6, 12, 24, 12, 0]
 */
export function historiesByLength(
  game: Game,
  longest: number,
  { nodesMax = NODES_MAX }: CountOptions = {},
): number[] {
  const found = Array.from({ length: longest }, () => 0)
  const states = Array.from({ length: longest + 1 }, () => new Int32Array(game.cells.length))
  states[0]!.set(startOf(game))
  let nodes = 0
  const visit = (depth: number): void => {
    const s = states[depth]!
    for (const step of stepsOf(game, s)) {
      nodes += 1
      if (nodes > nodesMax) throw tooMany(game, nodesMax)
      found[depth]! += 1
      if (depth + 1 === longest) continue
      states[depth + 1]!.set(s)
      advance(game, states[depth + 1]!, step)
      visit(depth + 1)
    }
  }
  if (longest > 0) visit(0)
  return found
}

/** All moves, outcomes or joint moves that can be made in a state. */
function stepsOf(game: Game, s: Int32Array): readonly (number | readonly number[])[] {
  const turn = game.turn(s)
  if (turn === TERMINAL) return []
  if (turn === CHANCE) return chanceOf(game, s).outcomes
  if (turn !== SIMULTANEOUS) return game.legal(s, turn)
  let joint: (readonly number[])[] = [[]]
  for (let p = 0; p < game.players; p++) {
    const legal = game.legal(s, p)
    const moves = legal.length === 0 ? [-1] : legal
    joint = joint.flatMap((head) => moves.map((move) => [...head, move]))
  }
  return joint
}

const tooMany = (game: Game, nodesMax: number): CoactError =>
  new CoactError('solve/too-large', `${game.name} has too many histories to be counted`, {
    expected: `at most ${nodesMax}`,
    next: 'Choose smaller parameters, or raise `nodesMax`.',
  })
