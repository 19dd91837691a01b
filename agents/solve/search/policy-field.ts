import type { Turn } from '../../../engine/index.js'
import { episodeField, gameField, type SearchField } from './field.js'

/** Where a policy may try out moves: over the game's rules where the world is a game, else over a copy of the episode. */
export function fieldOf(turn: Turn): SearchField {
  if (turn.game !== undefined && turn.position !== undefined)
    return gameField(turn.game, turn.position())
  return episodeField(turn.simulation!())
}
