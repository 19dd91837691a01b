import { type Game, TERMINAL } from '../../../engine/index.js'
import { gameName, historyAt } from '../../kernels/board/index.js'

/** What {@link nimRules} takes. */
export interface Nim {
  readonly pileSizes: readonly number[]
  /** Whether who takes the last one loses. */
  readonly isMisere: boolean
}

const NONE: readonly number[] = Object.freeze([])
const NOBODY = [0, 0] as const
const FIRST = [1, -1] as const
const SECOND = [-1, 1] as const

/**
 * Nim: players take any number of things from one pile in turn, until all are gone.
 *
 * Cells: by pile how many are left; how many are left in all; then the history of moves.
 *
 * @example
 * nimRules({ pileSizes: [1, 3, 5, 7], isMisere: true })
 */
export function nimRules({ pileSizes, isMisere }: Nim): Game {
  const piles = pileSizes.length
  const total = pileSizes.reduce((a, b) => a + b, 0)
  const left = piles
  const history = historyAt(piles + 1, total)
  const turn = (s: Int32Array): number => (s[left] === 0 ? TERMINAL : history.count(s) & 1)
  const text = (s: Int32Array): string =>
    `(${history.count(s) & 1}): ${s.subarray(0, piles).join(' ')}`
  return {
    name: gameName('nim', { pile_sizes: [pileSizes, [1, 3, 5, 7]], is_misere: [isMisere, true] }),
    players: 2,
    moves: piles * Math.max(...pileSizes) + 1,
    cells: [...pileSizes.map((_, i) => `pile.${i}`), 'left', ...history.cells],
    utility: 'zero-sum',
    minReturn: -1,
    maxReturn: 1,
    information: 'perfect',
    rewards: 'terminal',
    longest: total,
    start(s) {
      s.set(pileSizes)
      s[left] = total
    },
    turn,
    legal: (s, player) => (turn(s) === player ? takes(s, piles) : NONE),
    isLegal: (s, player, move) => Math.floor(move / piles) < s[move % piles]! && turn(s) === player,
    apply(s, move) {
      const taken = Math.floor(move / piles) + 1
      s[move % piles]! -= taken
      s[left]! -= taken
      history.push(s, move)
    },
    returns(s) {
      if (s[left] !== 0) return NOBODY
      const last = (history.count(s) - 1) & 1
      return (last === 0) !== isMisere ? FIRST : SECOND
    },
    text,
    moveText: (_, __, move) => `pile:${(move % piles) + 1}, take:${Math.floor(move / piles) + 1};`,
    informationState: (s) => history.text(s),
    observation: text,
    view: (s) => ({ piles: [...s.subarray(0, piles)], isMisere }),
    tensor: tensorOf(pileSizes, (s) => history.count(s) & 1),
  }
}

/** Every number from every pile, as moves, ascending. */
function takes(s: Int32Array, piles: number): number[] {
  const out: number[] = []
  let highest = 0
  for (let i = 0; i < piles; i++) highest = Math.max(highest, s[i]!)
  for (let taken = 0; taken < highest; taken++) {
    for (let i = 0; i < piles; i++) if (s[i]! > taken) out.push(taken * piles + i)
  }
  return out
}

/** Who is to move, whether it is over, how many piles there are, then how many are left in each: each a one among zeros. */
function tensorOf(
  pileSizes: readonly number[],
  mover: (s: Int32Array) => number,
): NonNullable<Game['tensor']> {
  const piles = pileSizes.length
  const width = Math.max(...pileSizes) + 1
  return {
    length: 3 + piles + piles * width,
    write(s, _player, out) {
      out[mover(s)] = 1
      if (s[piles] === 0) out[2] = 1
      out[3 + piles - 1] = 1
      for (let i = 0; i < piles; i++) out[3 + piles + i * width + s[i]!] = 1
    },
  }
}
