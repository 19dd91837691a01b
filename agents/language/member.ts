import type { Turn } from '../../engine/index.js'
import { type LanguageMemory, recall } from './memory.js'
import { type Moves, movesOf } from './moves.js'
import type { LanguageOptions } from './options.js'
import { viewOf } from './view.js'

/** One agent as its commander sees it. */
export interface Member {
  readonly turn: Turn
  readonly memory: LanguageMemory
  readonly came: readonly string[]
  readonly view: string
  readonly moves: Moves
}

export function memberOf(turn: Turn, options: LanguageOptions, members: number): Member {
  const memory = turn.memory as LanguageMemory
  const came = recall(memory, turn)
  const view = viewOf(turn, options, members)
  return { turn, memory, came, view, moves: movesOf(turn, view, options) }
}
