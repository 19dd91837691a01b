import { CoactError, type Game } from '../../engine/index.js'
import { type GameTree, type InformationSet, treeOf } from './tree.js'

/** What one player does: information-state text to the probabilities of its legal moves, in ascending order of moves. */
export type PolicyTable = ReadonlyMap<string, readonly number[]>

/** What all players do, by player. */
export type PolicyProfile = readonly PolicyTable[]

/** How far from 1 the probabilities of a set may add up. */
const SUM_TOLERANCE = 1e-9

/**
 * The profile in which every legal move is equally likely.
 *
 * @throws CoactError as `buildTree`
 */
export const uniformPolicy = (given: Game | GameTree): PolicyProfile =>
  profileFrom(treeOf(given), ({ moves }) => moves.map(() => 1 / moves.length))

/**
 * The profile in which everybody always makes the first legal move.
 *
 * @throws CoactError as `buildTree`
 */
export const firstActionPolicy = (given: Game | GameTree): PolicyProfile =>
  profileFrom(treeOf(given), ({ moves }) => moves.map((_, i) => (i === 0 ? 1 : 0)))

/** A profile from a function that gives the probabilities of each information set. */
export function profileFrom(
  tree: GameTree,
  of: (set: InformationSet) => readonly number[],
): PolicyProfile {
  const tables = tree.byText.map(() => new Map<string, readonly number[]>())
  for (const set of tree.sets) tables[set.player]!.set(set.text, of(set))
  return tables
}

/** A profile from the probabilities of all sets in one list, as the tree orders them. */
export const profileOfList = (tree: GameTree, list: Float64Array): PolicyProfile =>
  profileFrom(tree, ({ at, moves }) => [...list.subarray(at, at + moves.length)])

/**
 * The probabilities of a profile in one list, as the tree orders them.
 *
 * @throws CoactError `solve/policy` when a table lacks an information state, or its numbers are no probabilities
 */
export function listOf(tree: GameTree, profile: PolicyProfile): Float64Array {
  const list = new Float64Array(tree.size)
  for (const set of tree.sets) {
    const probabilities = profile[set.player]?.get(set.text)
    if (probabilities === undefined || !isDistribution(probabilities, set.moves.length))
      throw unusable(tree, set, probabilities)
    list.set(probabilities, set.at)
  }
  return list
}

export function isDistribution(numbers: readonly number[], length: number): boolean {
  let sum = 0
  for (const p of numbers) {
    if (!(p >= 0)) return false
    sum += p
  }
  return numbers.length === length && Math.abs(sum - 1) <= SUM_TOLERANCE
}

const unusable = (
  { game }: GameTree,
  { player, text, moves }: InformationSet,
  got: readonly number[] | undefined,
): CoactError =>
  new CoactError('solve/policy', `The policy of player ${player} does not fit ${game.name}`, {
    where: `information state "${text.slice(0, 200)}"`,
    expected: `${moves.length} probabilities that add up to 1, for the moves ${moves.join(', ')}`,
    got: got === undefined ? 'nothing' : got.join(', '),
  })
