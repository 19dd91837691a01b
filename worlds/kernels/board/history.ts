/** The moves of a game so far as a part of its state: how many there are, then the moves. */
export interface History {
  /** Names of its cells, to go into the game's list where `first` says. */
  readonly cells: readonly string[]
  /** How many moves were made. */
  count(s: Int32Array): number
  /** The i-th move, from 0. */
  at(s: Int32Array, i: number): number
  push(s: Int32Array, move: number): void
  /** All moves: `4, 0, 8`. */
  text(s: Int32Array): string
}

/**
 * Room for a history in a game's state.
 *
 * @param first index of its first cell; it takes `longest + 1` cells
 * @example
 * const history = historyAt(9, 9) // cells 9 to 18
 */
export const historyAt = (first: number, longest: number): History => ({
  cells: ['moves', ...Array.from({ length: longest }, (_, i) => `move.${i}`)],
  count: (s) => s[first]!,
  at: (s, i) => s[first + 1 + i]!,
  push(s, move) {
    const n = s[first]!
    s[first + 1 + n] = move
    s[first] = n + 1
  },
  text: (s) => s.subarray(first + 1, first + 1 + s[first]!).join(', '),
})

/** What fits into a cell. */
const MOST = 0x7fffffff

/**
 * Room for a long history of small numbers, several to a cell.
 *
 * @param first index of its first cell
 * @param base moves are below it, at least 2
 */
export function packedHistoryAt(first: number, longest: number, base: number): History {
  const powers = [1]
  while (powers.at(-1)! * base * base <= MOST) powers.push(powers.at(-1)! * base)
  const each = powers.length
  const at = (s: Int32Array, i: number): number =>
    Math.floor(s[first + 1 + Math.floor(i / each)]! / powers[i % each]!) % base
  return {
    cells: ['moves', ...Array.from({ length: Math.ceil(longest / each) }, (_, i) => `moves.${i}`)],
    count: (s) => s[first]!,
    at,
    push(s, move) {
      const n = s[first]!
      s[first + 1 + Math.floor(n / each)]! += move * powers[n % each]!
      s[first] = n + 1
    },
    text: (s) => Array.from({ length: s[first]! }, (_, i) => at(s, i)).join(', '),
  }
}
