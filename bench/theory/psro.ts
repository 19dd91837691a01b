import {
  bestResponse,
  buildTree,
  type GameTree,
  nashConv,
  type PolicyProfile,
  type PolicyTable,
  uniformPolicy,
} from '../../agents/index.js'
import type { Game } from '../../engine/index.js'
import { fictitiousPlay } from './meta.js'
import { nashEquilibria } from './nash.js'
import type { Mixtures, Payoffs } from './payoffs.js'
import { tabularPayoffs } from './strategic.js'

export interface PsroOptions {
  /** How many times everybody may add a policy, from 1. */
  readonly iterations: number
  /** How policies are mixed, given what they get against each other (default {@link metaNash}). */
  readonly meta?: (payoffs: Payoffs) => Mixtures
  /** NashConv at which it ends (default 1e-9). */
  readonly tolerance?: number
}

export interface PsroResult {
  /** The mixture of all policies, as one policy for each player. */
  readonly profile: PolicyProfile
  /** NashConv of the mixture before each iteration, and at the end. */
  readonly nashConvs: readonly number[]
  /** By player: how many policies it came to have, and how they are mixed. */
  readonly mixtures: Mixtures
}

const SUPPORTS_UP_TO = 6
const ROUNDS = 2000

/** The first equilibrium of two players with at most six policies each; fictitious play for more. */
export function metaNash(payoffs: Payoffs): Mixtures {
  if (payoffs.shape.length === 2 && Math.max(...payoffs.shape) <= SUPPORTS_UP_TO) {
    const [first] = nashEquilibria(payoffs)
    if (first !== undefined) return first.mixtures
  }
  return fictitiousPlay(payoffs, { iterations: ROUNDS })
}

/**
 * Policy-space response oracles (Lanctot et al. 2017) with exact best responses: each player begins with uniform play, the
 * policies found so far are mixed by a meta-solver, and each player adds its best response to the others' mixture. With
 * Nash mixtures this is the double oracle algorithm (McMahan et al. 2003).
 *
 * @throws CoactError as `buildTree` and `bestResponse`; `theory/too-large`
 * @example
 * psro(kuhnPokerRules(2), { iterations: 10 }).nashConvs // from 0.9167 down
 */
export function psro(
  given: Game | GameTree,
  { iterations, meta = metaNash, tolerance = 1e-9 }: PsroOptions,
): PsroResult {
  const tree = 'sets' in given ? given : buildTree(given)
  const tables = uniformPolicy(tree).map((table) => [table])
  const nashConvs: number[] = []
  for (let t = 0; ; t++) {
    const mixtures = meta(tabularPayoffs(tree, tables))
    const profile = tables.map((own, p) => mixTables(tree, p, own, mixtures[p]!))
    const gap = nashConv(tree, profile)
    nashConvs.push(gap)
    if (gap <= tolerance || t >= iterations) return { profile, nashConvs, mixtures }
    for (const [p, own] of tables.entries()) own.push(bestResponse(tree, profile, p).policy)
  }
}

/**
 * One policy that does what a mixture of policies does, one of which is drawn at the start: in each information state
 * policies count by how likely they come there (Kuhn 1953).
 *
 * @param weights probabilities, one for each table
 */
export function mixTables(
  tree: GameTree,
  player: number,
  tables: readonly PolicyTable[],
  weights: readonly number[],
): PolicyTable {
  const reaches = tables.map((table) => ownReach(tree, player, table))
  const out = new Map<string, readonly number[]>()
  for (const { player: owner, text, moves, nodes } of tree.sets) {
    if (owner !== player) continue
    const counts = reaches.map((reach, k) => weights[k]! * reach[nodes[0]!]!)
    const total = counts.reduce((a, b) => a + b, 0)
    out.set(
      text,
      moves.map((_, m) => {
        if (total === 0) return 1 / moves.length
        let sum = 0
        for (const [k, table] of tables.entries()) sum += counts[k]! * table.get(text)![m]!
        return sum / total
      }),
    )
  }
  return out
}

/** By node: how likely a player's own moves lead there. */
function ownReach(tree: GameTree, player: number, table: PolicyTable): Float64Array {
  const { who, first, child, set, sets } = tree
  const reach = new Float64Array(tree.nodes)
  reach[0] = 1
  for (let n = 0; n < tree.nodes; n++) {
    const own = who[n] === player ? table.get(sets[set[n]!]!.text)! : undefined
    for (let e = first[n]!; e < first[n + 1]!; e++)
      reach[child[e]!] = reach[n]! * (own === undefined ? 1 : own[e - first[n]!]!)
  }
  return reach
}
