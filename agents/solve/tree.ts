import {
  CHANCE,
  type Chance,
  CoactError,
  type Game,
  probability,
  TERMINAL,
} from '../../engine/index.js'
import { cursorOf, type TreeCursor } from './cursor.js'

/** States in which a player knows the same, and so must do the same. */
export interface InformationSet {
  readonly player: number
  readonly text: string
  /** Legal moves, ascending. */
  readonly moves: readonly number[]
  /** Where its probabilities begin in a list of those of all sets. */
  readonly at: number
  /** Its nodes in the tree, ascending. */
  readonly nodes: readonly number[]
}

/** A game's whole tree as flat arrays. A node comes before all that is below it; the start is node 0. */
export interface GameTree {
  readonly game: Game
  readonly nodes: number
  /** By node: the player to move, `CHANCE` or `TERMINAL`. */
  readonly who: Int8Array
  /** By node, and one more at the end: where its branches begin. */
  readonly first: Int32Array
  /** By branch: the node it leads to. */
  readonly child: Int32Array
  /** By branch: the move or outcome. */
  readonly move: Int32Array
  /** By branch: its probability where chance moves, else 1. */
  readonly odds: Float64Array
  /** By node: the information set of the player to move, or -1. */
  readonly set: Int32Array
  /** By node and player: the returns at the end, else 0. */
  readonly returns: Float64Array
  readonly sets: readonly InformationSet[]
  /** By player: information-state text to the number of its set. */
  readonly byText: readonly ReadonlyMap<string, number>[]
  /** How many probabilities a policy of all players has. */
  readonly size: number
}

export interface TreeOptions {
  /** The most nodes that are kept (default 2,000,000, about 200 MB). */
  readonly nodesMax?: number
}

const NODES_MAX = 2_000_000

interface Growing {
  readonly game: Game
  readonly nodesMax: number
  readonly who: number[]
  readonly first: number[]
  readonly child: number[]
  readonly move: number[]
  readonly odds: number[]
  readonly set: number[]
  readonly leaves: (readonly [number, readonly number[]])[]
  readonly sets: { player: number; text: string; moves: readonly number[]; nodes: number[] }[]
  readonly byText: Map<string, number>[]
}

/**
 * Unfolds a game's whole tree. Joint turns become hidden moves one after the other.
 *
 * @throws CoactError `solve/too-large` when there are more nodes than allowed; `solve/inconsistent` when states that look
 *   the same to a player have different legal moves
 * @example
 * buildTree(kuhnPokerRules(2)).nodes // 58
 */
export function buildTree(game: Game, { nodesMax = NODES_MAX }: TreeOptions = {}): GameTree {
  const t: Growing = {
    game,
    nodesMax,
    who: [],
    first: [],
    child: [],
    move: [],
    odds: [],
    set: [],
    leaves: [],
    sets: [],
    byText: Array.from({ length: game.players }, () => new Map()),
  }
  grow(t, cursorOf(game))
  t.first.push(t.child.length)
  return finished(t)
}

/** The tree of a game, or the tree itself. */
export const treeOf = (given: Game | GameTree): GameTree =>
  'sets' in given ? given : buildTree(given)

/** Adds the node that the cursor is at, and all that is below it. */
function grow(t: Growing, at: TreeCursor): number {
  const node = t.who.length
  if (node >= t.nodesMax) throw tooLarge(t, at)
  const { who } = at
  const edge = t.child.length
  t.who.push(who)
  t.first.push(edge)
  t.set.push(-1)
  if (who === TERMINAL) {
    t.leaves.push([node, t.game.returns(at.state)])
    return node
  }
  const chance = who === CHANCE ? at.chance() : undefined
  const moves = chance?.outcomes ?? at.legal()
  if (chance === undefined) t.set[node] = join(t, at, node, moves)
  branch(t, moves, chance)
  for (let i = 0; i < moves.length; i++) {
    at.down(moves[i]!)
    t.child[edge + i] = grow(t, at)
    at.up()
  }
  return node
}

function branch(t: Growing, moves: readonly number[], chance: Chance | undefined): void {
  for (let i = 0; i < moves.length; i++) {
    t.child.push(-1)
    t.move.push(moves[i]!)
    t.odds.push(chance === undefined ? 1 : probability(chance, i))
  }
}

/** Puts a node into its information set. */
function join(t: Growing, at: TreeCursor, node: number, moves: readonly number[]): number {
  const player = at.who
  const text = t.game.informationState(at.state, player)
  const known = t.byText[player]!.get(text)
  if (known === undefined) {
    t.byText[player]!.set(text, t.sets.length)
    t.sets.push({ player, text, moves, nodes: [node] })
    return t.sets.length - 1
  }
  const set = t.sets[known]!
  if (set.moves.length !== moves.length || set.moves.some((m, i) => m !== moves[i])) {
    throw new CoactError(
      'solve/inconsistent',
      `States of ${t.game.name} that look the same to player ${player} have different legal moves`,
      { where: text, expected: set.moves.join(', '), got: moves.join(', ') },
    )
  }
  set.nodes.push(node)
  return known
}

function finished(t: Growing): GameTree {
  const { players } = t.game
  const nodes = t.who.length
  const returns = new Float64Array(nodes * players)
  for (const [node, list] of t.leaves) returns.set(list, node * players)
  let size = 0
  const sets = t.sets.map((set) => {
    const at = size
    size += set.moves.length
    return { ...set, at }
  })
  return {
    game: t.game,
    nodes,
    who: Int8Array.from(t.who),
    first: Int32Array.from(t.first),
    child: Int32Array.from(t.child),
    move: Int32Array.from(t.move),
    odds: Float64Array.from(t.odds),
    set: Int32Array.from(t.set),
    returns,
    sets,
    byText: t.byText,
    size,
  }
}

const tooLarge = ({ game, nodesMax }: Growing, at: TreeCursor): CoactError =>
  new CoactError('solve/too-large', `The tree of ${game.name} is too large to be unfolded`, {
    expected: `at most ${nodesMax} nodes`,
    got: `more, in lines of up to ${game.longest} moves; the ${nodesMax}th node was met at depth ${at.depth}`,
    next: 'Choose smaller parameters, raise `nodesMax` (the option `nodes` of policies), or search with "mcts" or "alpha-beta" where information is perfect.',
  })
