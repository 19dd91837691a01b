import { CHANCE, CoactError, type Game, TERMINAL } from '../../engine/index.js'
import { listOf, type PolicyProfile, type PolicyTable } from './tabular.js'
import { type GameTree, treeOf } from './tree.js'

/**
 * What each player gets on average under a profile, exactly.
 *
 * @returns by player
 * @throws CoactError `solve/policy`, and as `buildTree`
 * @example
 * expectedReturns(game, uniformPolicy(game)) // Kuhn's poker: [0.125, -0.125]
 */
export function expectedReturns(given: Game | GameTree, profile: PolicyProfile): number[] {
  const tree = treeOf(given)
  const { players } = tree.game
  const reach = reaches(tree, listOf(tree, profile), -1)
  const out = Array.from({ length: players }, () => 0)
  for (let n = 0; n < tree.nodes; n++) {
    if (tree.who[n] !== TERMINAL) continue
    for (let p = 0; p < players; p++) out[p]! += reach[n]! * tree.returns[n * players + p]!
  }
  return out
}

/** How likely each node is to be reached when one player does all it can to come there; -1: nobody does. */
function reaches(tree: GameTree, list: Float64Array, player: number): Float64Array {
  const { who, first, child, odds, set, sets } = tree
  const reach = new Float64Array(tree.nodes)
  reach[0] = 1
  for (let n = 0; n < tree.nodes; n++) {
    const from = first[n]!
    const end = first[n + 1]!
    const mover = who[n]!
    const at = mover >= 0 && mover !== player ? sets[set[n]!]!.at : -1
    for (let e = from; e < end; e++)
      reach[child[e]!] = reach[n]! * odds[e]! * (at < 0 ? 1 : list[at + e - from]!)
  }
  return reach
}

/** The best that one player can do against what the others do. */
export interface BestResponse {
  readonly player: number
  /** Its expected return. */
  readonly value: number
  /** What it does: one move for sure in every information state, the first of equally good ones. */
  readonly policy: PolicyTable
}

/**
 * A best response to a profile, exact for any number of players; the player's own table in it is not looked at.
 *
 * @throws CoactError `solve/imperfect-recall` when a player forgets what it knew; `solve/policy`, and as `buildTree`
 * @example
 * bestResponse(game, uniformPolicy(game), 0).value // Kuhn's poker: 0.5
 */
export function bestResponse(
  given: Game | GameTree,
  profile: PolicyProfile,
  player: number,
): BestResponse {
  const tree = treeOf(given)
  if (!Number.isInteger(player) || player < 0 || player >= tree.game.players) {
    throw new CoactError('solve/player', `${tree.game.name} has no player ${player}`, {
      expected: `a number from 0 to ${tree.game.players - 1}`,
    })
  }
  const others = tree.byText.map((_, p) =>
    p === player ? anything(tree, player) : (profile[p] ?? new Map()),
  )
  const list = listOf(tree, others)
  const search: Search = {
    tree,
    player,
    list,
    reach: reaches(tree, list, player),
    values: new Float64Array(tree.nodes).fill(Number.NaN),
    choice: new Int32Array(tree.sets.length).fill(UNSEEN),
  }
  const policy = new Map<string, readonly number[]>()
  for (const [i, set] of tree.sets.entries()) {
    if (set.player !== player) continue
    const best = bestOf(search, i)
    policy.set(
      set.text,
      set.moves.map((_, m) => (m === best ? 1 : 0)),
    )
  }
  return { player, value: worthAt(search, 0), policy }
}

const UNSEEN = -1
const UNDER_WAY = -2

interface Search {
  readonly tree: GameTree
  readonly player: number
  readonly list: Float64Array
  readonly reach: Float64Array
  readonly values: Float64Array
  /** By information set: the best move's position. */
  readonly choice: Int32Array
}

function anything(tree: GameTree, player: number): PolicyTable {
  const table = new Map<string, readonly number[]>()
  for (const { player: owner, text, moves } of tree.sets)
    if (owner === player)
      table.set(
        text,
        moves.map((_, i) => (i === 0 ? 1 : 0)),
      )
  return table
}

/** What a node is worth when the player does its best below it. */
function worthAt(search: Search, node: number): number {
  const { tree, player, list, values } = search
  const known = values[node]!
  if (!Number.isNaN(known)) return known
  const { who, first, child, odds, set, sets } = tree
  const mover = who[node]!
  const from = first[node]!
  let value = 0
  if (mover === TERMINAL) value = tree.returns[node * tree.game.players + player]!
  else if (mover === player) value = worthAt(search, child[from + bestOf(search, set[node]!)]!)
  else {
    const at = mover === CHANCE ? -1 : sets[set[node]!]!.at
    for (let e = from; e < first[node + 1]!; e++) {
      const p = at < 0 ? odds[e]! : list[at + e - from]!
      if (p > 0) value += p * worthAt(search, child[e]!)
    }
  }
  values[node] = value
  return value
}

/** The position of the best move in an information set. */
function bestOf(search: Search, set: number): number {
  const { tree, reach, choice } = search
  const { nodes, moves, text, player } = tree.sets[set]!
  const known = choice[set]!
  if (known >= 0) return known
  if (known === UNDER_WAY) {
    throw new CoactError(
      'solve/imperfect-recall',
      `Player ${player} of ${tree.game.name} forgets that it has moved`,
      { where: `information state "${text.slice(0, 200)}"` },
    )
  }
  choice[set] = UNDER_WAY
  let best = 0
  let most = -Infinity
  for (let m = 0; m < moves.length; m++) {
    let sum = 0
    for (const node of nodes) {
      const weight = reach[node]!
      if (weight > 0) sum += weight * worthAt(search, tree.child[tree.first[node]! + m]!)
    }
    if (sum > most) {
      most = sum
      best = m
    }
  }
  choice[set] = best
  return best
}

/** How far a profile is from an equilibrium. */
export interface NashGap {
  /** The sum of what each player could gain: 0 in a Nash equilibrium. */
  readonly nashConv: number
  /** By player: what it gets, what it could get, and the difference. */
  readonly returns: readonly number[]
  readonly bestResponses: readonly number[]
  readonly gains: readonly number[]
}

/**
 * What each player could gain by a best response, and the sum of it, known as NashConv. When no gain is above ε the profile
 * is an ε-Nash equilibrium.
 *
 * @throws CoactError as {@link bestResponse}
 */
export function nashGap(given: Game | GameTree, profile: PolicyProfile): NashGap {
  const tree = treeOf(given)
  const returns = expectedReturns(tree, profile)
  const bestResponses = returns.map((_, p) => bestResponse(tree, profile, p).value)
  const gains = bestResponses.map((value, p) => value - returns[p]!)
  return { nashConv: gains.reduce((a, b) => a + b, 0), returns, bestResponses, gains }
}

/** NashConv of a profile: see {@link nashGap}. @throws CoactError as {@link bestResponse} */
export const nashConv = (given: Game | GameTree, profile: PolicyProfile): number =>
  nashGap(given, profile).nashConv

/**
 * What a player loses on average against a best response, in games whose returns add up to a constant S:
 * (Σ best responses − S) / players.
 *
 * @throws CoactError `solve/not-constant-sum`, and as {@link bestResponse}
 * @example
 * exploitability(game, uniformPolicy(game)) // Kuhn's poker: 0.458333…
 */
export function exploitability(given: Game | GameTree, profile: PolicyProfile): number {
  const tree = treeOf(given)
  const { name, players, utility } = tree.game
  if (utility !== 'zero-sum' && utility !== 'constant-sum') {
    throw new CoactError('solve/not-constant-sum', `${name} has no constant sum of returns`, {
      expected: 'a zero-sum or constant-sum game',
      got: utility,
      next: 'Use `nashConv`, which is defined for every game.',
    })
  }
  const leaf = tree.who.indexOf(TERMINAL)
  let sum = 0
  for (let p = 0; p < players; p++) sum += tree.returns[leaf * players + p]!
  const { bestResponses } = nashGap(tree, profile)
  return (bestResponses.reduce((a, b) => a + b, 0) - sum) / players
}
