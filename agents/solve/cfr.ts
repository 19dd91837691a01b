import { CHANCE, CoactError, type Game, TERMINAL } from '../../engine/index.js'
import { type PolicyProfile, profileOfList } from './tabular.js'
import { type GameTree, treeOf } from './tree.js'

export interface CfrOptions {
  /** How many times all players learn in turn, from 1. */
  readonly iterations: number
}

/** Counterfactual regret minimisation under way. */
export interface CfrSolver {
  readonly tree: GameTree
  /** Iterations done. */
  readonly iterations: number
  run(iterations: number): void
  /** The average of what was played, which approaches an equilibrium in two-player zero-sum games. */
  average(): PolicyProfile
}

/**
 * Counterfactual regret minimisation (Zinkevich et al. 2007) over the whole tree: each player in turn adds up what it
 * regrets, weighted by how likely the others make each state, and then plays in proportion to positive regret. With `plus`
 * regrets are kept from falling below 0 and iteration t counts t times in the average (CFR+, Tammelin 2014).
 *
 * @throws CoactError as `buildTree`
 * @example
 * const solver = createCfr(game)
 * solver.run(100)
 * nashConv(solver.tree, solver.average())
 */
export function createCfr(
  given: Game | GameTree,
  { plus = false }: { readonly plus?: boolean } = {},
): CfrSolver {
  const tree = treeOf(given)
  const { players } = tree.game
  const tables: Tables = {
    tree,
    plus,
    now: new Float64Array(tree.size),
    regrets: new Float64Array(tree.size),
    played: new Float64Array(tree.size),
    own: new Float64Array(tree.nodes),
    others: new Float64Array(tree.nodes),
    values: new Float64Array(tree.nodes),
    at: Int32Array.from(tree.set, (set) => (set < 0 ? -1 : tree.sets[set]!.at)),
  }
  for (const { at, moves } of tree.sets) tables.now.fill(1 / moves.length, at, at + moves.length)
  let done = 0
  return {
    tree,
    get iterations() {
      return done
    },
    run(iterations) {
      for (let i = 0; i < iterations; i++) {
        done += 1
        for (let p = 0; p < players; p++) learn(tables, p, plus ? done : 1)
      }
    },
    average: () => profileOfList(tree, normalized(tree, tables.played)),
  }
}

/**
 * The average policy after a number of iterations of counterfactual regret minimisation.
 *
 * @throws CoactError `solve/iterations`, and as `buildTree`
 * @example
 * nashConv(game, cfr(game, { iterations: 1000 })) // Kuhn's poker: 0.001875
 */
export const cfr = (given: Game | GameTree, { iterations }: CfrOptions): PolicyProfile =>
  solved(createCfr(given), iterations)

/** As {@link cfr}, with CFR+, which comes to an equilibrium faster. @throws CoactError as {@link cfr} */
export const cfrPlus = (given: Game | GameTree, { iterations }: CfrOptions): PolicyProfile =>
  solved(createCfr(given, { plus: true }), iterations)

function solved(solver: CfrSolver, iterations: number): PolicyProfile {
  if (!Number.isInteger(iterations) || iterations < 1) {
    throw new CoactError('solve/iterations', 'A number of iterations is a whole number from 1', {
      got: String(iterations),
    })
  }
  solver.run(iterations)
  return solver.average()
}

interface Tables {
  readonly tree: GameTree
  readonly plus: boolean
  /** What everybody plays now; then what each regrets, and what was played so far, weighted. By position in the sets. */
  readonly now: Float64Array
  readonly regrets: Float64Array
  readonly played: Float64Array
  /** By node, for the player that learns: how likely its own moves, and those of all others, lead there. */
  readonly own: Float64Array
  readonly others: Float64Array
  readonly values: Float64Array
  /** By node: where the probabilities of its set begin. */
  readonly at: Int32Array
}

function learn(t: Tables, player: number, weight: number): void {
  goDown(t, player)
  comeUp(t, player, weight)
  match(t, player)
}

function goDown({ tree, now, own, others, at }: Tables, player: number): void {
  const { nodes, who, first, child, odds } = tree
  own[0] = 1
  others[0] = 1
  for (let n = 0; n < nodes; n++) {
    const mover = who[n]!
    if (mover === TERMINAL) continue
    const from = first[n]!
    const end = first[n + 1]!
    const mine = own[n]!
    const theirs = others[n]!
    const isMine = mover === player
    // Chance has its own list of probabilities; `base` finds both by branch.
    const odd = mover === CHANCE ? odds : now
    const base = mover === CHANCE ? 0 : at[n]! - from
    for (let e = from; e < end; e++) {
      const c = child[e]!
      const p = odd[base + e]!
      own[c] = isMine ? mine * p : mine
      others[c] = isMine ? theirs : theirs * p
    }
  }
}

function comeUp(t: Tables, player: number, weight: number): void {
  const { tree, now, regrets, played, own, others, values, at } = t
  const { nodes, who, first, child, odds, returns } = tree
  const { players } = tree.game
  for (let n = nodes - 1; n >= 0; n--) {
    const mover = who[n]!
    if (mover === TERMINAL) {
      values[n] = returns[n * players + player]!
      continue
    }
    const from = first[n]!
    const end = first[n + 1]!
    const odd = mover === CHANCE ? odds : now
    const base = mover === CHANCE ? 0 : at[n]! - from
    let value = 0
    for (let e = from; e < end; e++) value += values[child[e]!]! * odd[base + e]!
    values[n] = value
    if (mover !== player) continue
    const theirs = others[n]!
    const mine = own[n]! * weight
    for (let e = from; e < end; e++) {
      regrets[base + e]! += theirs * (values[child[e]!]! - value)
      played[base + e]! += mine * now[base + e]!
    }
  }
}

/** Regret matching: each move in proportion to its positive regret, all alike when there is none. */
function match({ tree, plus, now, regrets }: Tables, player: number): void {
  for (const { player: owner, at, moves } of tree.sets) {
    if (owner !== player) continue
    const end = at + moves.length
    let sum = 0
    for (let i = at; i < end; i++) {
      if (plus && regrets[i]! < 0) regrets[i] = 0
      sum += Math.max(regrets[i]!, 0)
    }
    for (let i = at; i < end; i++)
      now[i] = sum > 0 ? Math.max(regrets[i]!, 0) / sum : 1 / moves.length
  }
}

function normalized(tree: GameTree, weights: Float64Array): Float64Array {
  const list = new Float64Array(tree.size)
  for (const { at, moves } of tree.sets) {
    const end = at + moves.length
    let sum = 0
    for (let i = at; i < end; i++) sum += weights[i]!
    for (let i = at; i < end; i++) list[i] = sum > 0 ? weights[i]! / sum : 1 / moves.length
  }
  return list
}
