import { keyFor } from '../cursor/keys.js'
import type { LegalTold } from './told.js'

const DIGITS = [...'1234567890']
/** Letters that do nothing else in the page. */
const LETTERS = [...'bghoquvwyz'].filter((letter) => keyFor(letter) === undefined)

/**
 * A key for each button, as far as they go: moves that have a number keep it, others are counted.
 *
 * @param isWatching whether the keys of the viewer do what they do there
 * @example
 * keysOf([{ label: 'x(0,0)', call: { action: 'play', args: { move: 0 } } }], false) // ['0']
 */
export function keysOf(
  legal: readonly LegalTold[],
  isWatching: boolean,
): readonly (string | undefined)[] {
  const isFree = (key: string): boolean => !isWatching || keyFor(key) === undefined
  const own = legal.map(numberOf)
  const isNumbered = own.every((key) => key !== undefined) && new Set(own).size === own.length
  const keys = isNumbered ? own : [...DIGITS.slice(0, 9), ...LETTERS].filter(isFree)
  return legal.map((_, i) => (keys[i] !== undefined && isFree(keys[i]) ? keys[i] : undefined))
}

/** The number of a move that is nothing but a number, where a key has it. */
function numberOf({ call: { args } }: LegalTold): string | undefined {
  const values = Object.values(args)
  const key = values.length === 1 ? String(values[0]) : ''
  return typeof values[0] === 'number' && DIGITS.includes(key) ? key : undefined
}
