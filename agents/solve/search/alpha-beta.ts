import { CHANCE, CoactError, SIMULTANEOUS, TERMINAL } from '../../../engine/index.js'
import type { SearchField } from './field.js'

export interface AlphaBetaOptions {
  /** How many moves to look ahead; as far as `nodes` allows when left out. */
  readonly depth?: number
  /** How many positions are looked at, about (default 50,000). With `depth` there is no such limit. */
  readonly nodes?: number
}

/** What a search has found. */
export interface AlphaBetaResult {
  /** The position of the best move in the list of legal ones. */
  readonly best: number
  /** What the player to move gets, a little less for each move that it takes, as far as was looked. */
  readonly value: number
  /** How many moves ahead all was looked at. */
  readonly depth: number
  /** Whether every line was followed to its end. */
  readonly isExact: boolean
  readonly nodes: number
}

/** How much one move's delay costs of a return: wins come soon and losses late. */
const DELAY = 1e-6
const NODES = 50_000

interface Search {
  readonly field: SearchField
  readonly me: number
  readonly nodesMax: number
  nodes: number
  /** Whether a line was cut off by the depth. */
  isCut: boolean
}

/** Thrown to leave a search that has looked at enough. */
const ENOUGH = Symbol('enough')

/**
 * The best move of the player to move, by iterative deepening of alpha–beta search in a two-player zero-sum game of perfect
 * information. Lines that are cut off are worth the returns so far; chance outcomes are averaged. The first of equally good
 * moves is chosen.
 *
 * @throws CoactError `solve/joint-turn` when players move at once
 * @example
 * alphaBeta(gameField(game, startOf(game)), {}).best
 */
export function alphaBeta(
  field: SearchField,
  { depth, nodes = NODES }: AlphaBetaOptions,
): AlphaBetaResult {
  const me = field.who()
  if (me === SIMULTANEOUS) throw jointTurn()
  const search: Search = {
    field,
    me,
    nodesMax: depth === undefined ? nodes : Infinity,
    nodes: 0,
    isCut: false,
  }
  let order = [...field.legal(me).keys()]
  let found: AlphaBetaResult = { best: 0, value: 0, depth: 0, isExact: false, nodes: 0 }
  field.mark(0)
  for (let far = depth ?? 1; ; far++) {
    search.isCut = false
    try {
      const { best, value } = root(search, order, far)
      found = { best, value, depth: far, isExact: !search.isCut, nodes: search.nodes }
      order = [best, ...order.filter((i) => i !== best)]
    } catch (e) {
      if (e !== ENOUGH) throw e
      field.back(0)
      return { ...found, nodes: search.nodes }
    }
    if (!search.isCut || depth !== undefined) return found
  }
}

function root(
  search: Search,
  order: readonly number[],
  far: number,
): { readonly best: number; readonly value: number } {
  const { field, me } = search
  const moves = field.legal(me)
  let best = -1
  let value = -Infinity
  for (const i of order) {
    field.move(moves[i]!)
    const v = worth(search, 1, far, value, Infinity)
    field.back(0)
    // Of equally good moves the first in the list, whatever the order in which they were tried; a bound is no equal.
    if (v > value || best < 0) {
      best = i
      value = v
    }
  }
  return { best, value }
}

/** What a position is worth to `me`, exactly between the bounds. */
function worth(search: Search, depth: number, far: number, low: number, high: number): number {
  const { field, me } = search
  search.nodes += 1
  if (search.nodes > search.nodesMax && far > 1) throw ENOUGH
  const who = field.who()
  if (who === TERMINAL) return field.returns()[me]! * (1 - DELAY * depth)
  if (depth >= far) {
    search.isCut = true
    return field.returns()[me]!
  }
  if (who === SIMULTANEOUS) throw jointTurn()
  field.mark(depth)
  if (who === CHANCE) return average(search, depth, far)
  const sign = who === me ? 1 : -1
  let value = -Infinity * sign
  for (const move of field.legal(who)) {
    field.move(move)
    const v = worth(search, depth + 1, far, low, high)
    field.back(depth)
    if (sign > 0) {
      value = Math.max(value, v)
      low = Math.max(low, v)
    } else {
      value = Math.min(value, v)
      high = Math.min(high, v)
    }
    if (low >= high) break
  }
  return value
}

/** Averages over chance; where only a draw tells what comes, over that draw. */
function average(search: Search, depth: number, far: number): number {
  const { field } = search
  const chance = field.outcomes()
  if (chance === undefined) {
    field.draw(undefined)
    const value = worth(search, depth + 1, far, -Infinity, Infinity)
    field.back(depth)
    return value
  }
  const { outcomes, weights } = chance
  let sum = 0
  let total = 0
  for (const [i, outcome] of outcomes.entries()) {
    const weight = weights?.[i] ?? 1
    field.move(outcome)
    sum += weight * worth(search, depth + 1, far, -Infinity, Infinity)
    total += weight
    field.back(depth)
  }
  return sum / total
}

export const jointTurn = (where?: string): CoactError =>
  new CoactError('solve/joint-turn', 'Alpha–beta search needs one player to move at a time', {
    ...(where === undefined ? {} : { where }),
    next: 'Use "mcts", or "cfr" where the game is small.',
  })
