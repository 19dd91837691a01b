import type { Json } from './docs.js'
import { CoactError } from './errors.js'
import type { Rng } from './rng.js'

/** What {@link Game.turn} gives when no single player is to move. */
export const CHANCE = -1
export const SIMULTANEOUS = -2
export const TERMINAL = -4

/** What chance may do now. */
export interface Chance {
  /** Outcome ids, ascending. */
  readonly outcomes: readonly number[]
  /** How often each comes, as whole numbers; all alike when left out. */
  readonly weights?: readonly number[]
}

/**
 * The rules of a game of moves, chance and hidden information as pure functions over a state of whole numbers. The state is
 * all there is: the same cells, the same future. Worlds of the board kernel play it in episodes; solvers walk its tree.
 * Terms are those of extensive games; ids and texts follow OpenSpiel where it has the game.
 */
export interface Game {
  /** Name and parameters: `kuhn_poker(players=2)`. */
  readonly name: string
  readonly players: number
  /** Players' moves are numbered from 0 to `moves - 1`. */
  readonly moves: number
  /** A name for each cell of the state, unique. */
  readonly cells: readonly string[]
  readonly utility: 'zero-sum' | 'constant-sum' | 'general-sum' | 'identical'
  readonly minReturn: number
  readonly maxReturn: number
  readonly information: 'perfect' | 'imperfect'
  /** Whether returns stay 0 until the end. */
  readonly rewards: 'terminal' | 'each'
  /** An upper bound of moves, joint moves and chance outcomes from start to end. */
  readonly longest: number
  /** Writes the start into cells that are all 0. */
  start(s: Int32Array): void
  /** Whose turn it is: a player, {@link CHANCE}, {@link SIMULTANEOUS} or {@link TERMINAL}. */
  turn(s: Int32Array): number
  /** Legal moves of a player, ascending; empty when it is not to move. A fresh or frozen list: do not change it. */
  legal(s: Int32Array, player: number): readonly number[]
  /** Whether one move is legal; found in {@link Game.legal} when left out. */
  isLegal?(s: Int32Array, player: number, move: number): boolean
  /** What may come; called at chance turns only. */
  chance?(s: Int32Array): Chance
  /** Does the move of the player whose turn it is, or a chance outcome. It must be legal. */
  apply(s: Int32Array, move: number): void
  /** Does a joint move: one per player, -1 for those without a legal one. */
  applyJoint?(s: Int32Array, moves: ArrayLike<number>): void
  /** What each player has got so far. */
  returns(s: Int32Array): readonly number[]
  /** The whole state as text. */
  text(s: Int32Array): string
  /** A move, or with {@link CHANCE} an outcome, in words. */
  moveText(s: Int32Array, player: number, move: number): string
  /** Everything that a player has seen since the start: two states with equal texts are the same to it. */
  informationState(s: Int32Array, player: number): string
  /** What a player sees now. */
  observation(s: Int32Array, player: number): string
  /** The observation as plain data. */
  view?(s: Int32Array, player: number): Json
  /** The observation as numbers of one length, for those who train; cells are taken where information is perfect. */
  readonly tensor?: {
    readonly length: number
    write(s: Int32Array, player: number, out: Float32Array): void
  }
  /** Replaces in place what a player cannot know by something else that it could be, `int(n)` drawing from 0 to n - 1. */
  redeal?(s: Int32Array, player: number, int: (n: number) => number): void
}

/**
 * A game's first state.
 *
 * @example
 * const s = startOf(game)
 * while (game.turn(s) !== TERMINAL) game.apply(s, game.legal(s, game.turn(s))[0]!)
 */
export function startOf(game: Game): Int32Array {
  const s = new Int32Array(game.cells.length)
  game.start(s)
  return s
}

export const isLegalMove = (game: Game, s: Int32Array, player: number, move: number): boolean =>
  game.isLegal === undefined ? game.legal(s, player).includes(move) : game.isLegal(s, player, move)

/** What chance may do. @throws CoactError `game/no-chance` when the rules have none */
export function chanceOf(game: Game, s: Int32Array): Chance {
  if (game.chance !== undefined) return game.chance(s)
  throw new CoactError('game/no-chance', `${game.name} has a chance turn without outcomes`, {
    expected: 'a function "chance" in its rules',
  })
}

/** How likely an outcome of a chance turn is, by its position in the list. */
export const probability = (chance: Chance, i: number): number =>
  chance.weights === undefined
    ? 1 / chance.outcomes.length
    : chance.weights[i]! / totalWeight(chance)

function totalWeight({ outcomes, weights }: Chance): number {
  if (weights === undefined) return outcomes.length
  let total = 0
  for (let i = 0; i < weights.length; i++) total += weights[i]!
  return total
}

/** Draws an outcome with one whole number below the sum of the weights. */
export function drawOutcome(chance: Chance, rng: Pick<Rng, 'int'>): number {
  const { outcomes, weights } = chance
  let drawn = rng.int(totalWeight(chance))
  if (weights === undefined) return outcomes[drawn]!
  for (let i = 0; i < weights.length; i++) {
    if (drawn < weights[i]!) return outcomes[i]!
    drawn -= weights[i]!
  }
  return outcomes[outcomes.length - 1]!
}

/**
 * The number on a tape that makes {@link drawOutcome} give an outcome.
 *
 * @throws CoactError `game/outcome` when chance cannot give it
 */
export function tapeFor(chance: Chance, outcome: number): number {
  const at = chance.outcomes.indexOf(outcome)
  if (at < 0) {
    throw new CoactError('game/outcome', `Chance cannot give ${outcome} here`, {
      expected: `one of ${chance.outcomes.slice(0, 50).join(', ')}`,
    })
  }
  if (chance.weights === undefined) return at
  let before = 0
  for (let i = 0; i < at; i++) before += chance.weights[i]!
  return before
}

/** Does one step of a game: a player's move, a chance outcome, or a joint move as a list. */
export function advance(game: Game, s: Int32Array, move: number | ArrayLike<number>): void {
  if (typeof move === 'number') game.apply(s, move)
  else if (game.applyJoint !== undefined) game.applyJoint(s, move)
  else {
    throw new CoactError('game/no-joint-moves', `${game.name} has no joint moves`, {
      expected: 'a function "applyJoint" in its rules',
    })
  }
}
