import { type Game, startOf } from '../../../engine/index.js'

/**
 * The state after a list of moves, as information states of games of perfect information have it: `4, 0, 8`.
 *
 * @example
 * replayed(turn.game!, turn.obs.informationState)
 */
export function replayed(game: Game, moves: string): Int32Array {
  const s = startOf(game)
  for (const move of moves.split(', ')) if (move !== '') game.apply(s, Number(move))
  return s
}
