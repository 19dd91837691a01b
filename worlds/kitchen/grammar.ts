import type { ActionCall, Rejection } from '../../engine/index.js'
import { DIRECTIONS, type Direction } from '../kernels/grid/index.js'

const WORDS: Readonly<Record<Direction, string>> = {
  n: 'north',
  s: 'south',
  e: 'east',
  w: 'west',
}

const OTHER: Readonly<Record<string, Direction>> = { up: 'n', down: 's', right: 'e', left: 'w' }

const DIRECTION_OF: ReadonlyMap<string, Direction> = new Map([
  ...DIRECTIONS.flatMap((d) => [[d, d] as const, [WORDS[d], d] as const]),
  ...Object.entries(OTHER),
])

/** Reads a command: `MOVE north`, `STAY`, `INTERACT`; case and extra blanks do not matter. */
export function parse(_w: unknown, text: string): ActionCall | Rejection {
  const words = text.trim().toLowerCase().split(/\s+/)
  const [verb = '', ...rest] = words
  if (verb === '') return { reject: 'empty-command', text: 'Say MOVE, STAY or INTERACT' }
  if (verb === 'move') {
    const dir = DIRECTION_OF.get(rest[0] ?? '')
    if (dir !== undefined && rest.length === 1) return { action: 'move', args: { dir } }
    return { reject: 'bad-format', text: 'MOVE north, south, east or west' }
  }
  if (verb !== 'stay' && verb !== 'interact')
    return { reject: 'unknown-command', text: 'Commands are MOVE, STAY and INTERACT' }
  if (rest.length > 0) return { reject: 'bad-format', text: `${verb.toUpperCase()} stands alone` }
  return { action: verb, args: {} }
}

/** Writes an action as a command. */
export const format = (action: string, args: Readonly<Record<string, unknown>>): string =>
  action === 'move' ? `MOVE ${WORDS[args['dir'] as Direction]}` : action.toUpperCase()
