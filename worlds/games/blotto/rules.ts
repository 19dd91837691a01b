import type { Game } from '../../../engine/index.js'
import { gameName, normalFormRules } from '../../kernels/board/index.js'

/** What {@link blottoRules} takes. */
export interface Blotto {
  readonly players: number
  readonly coins: number
  readonly fields: number
}

/** In how many ways coins can be put on fields; `Infinity` when they are too many to count. */
export function splitCount(coins: number, fields: number): number {
  let ways = 1
  for (let i = 1; i < fields; i++) ways = (ways * (coins + i)) / i
  return Math.round(ways)
}

/** Every way to put coins on fields, those with few on the first fields first. */
function splits(coins: number, fields: number): number[][] {
  const all: number[][] = []
  const split = Array.from({ length: fields }, () => 0)
  const fill = (field: number, left: number): void => {
    if (left === 0 || field === fields - 1) {
      split[fields - 1]! += left
      all.push(split.slice())
      split[fields - 1]! -= left
      return
    }
    for (let n = 0; n <= left; n++) {
      split[field] = n
      fill(field + 1, left - n)
    }
    split[field] = 0
  }
  fill(0, coins)
  return all
}

/** How many fields each player takes: those on which it alone has most coins. */
function fieldsTaken(made: readonly (readonly number[])[], fields: number): number[] {
  const taken = made.map(() => 0)
  for (let f = 0; f < fields; f++) {
    const most = Math.max(...made.map((coins) => coins[f]!))
    const holders = made.flatMap((coins, p) => (coins[f] === most ? [p] : []))
    if (holders.length === 1) taken[holders[0]!]! += 1
  }
  return taken
}

/**
 * Colonel Blotto: all split their coins among fields at once; a field goes to who alone has most coins there; those with most
 * fields share 1, the others share −1; when all have as many, all get 0.
 *
 * @example
 * blottoRules({ players: 2, coins: 10, fields: 3 })
 */
export function blottoRules({ players, coins, fields }: Blotto): Game {
  const all = splits(coins, fields)
  const words = all.map((split) => `[${split.join(',')}]`)
  return normalFormRules({
    name: gameName('blotto', { players: [players, 2], coins: [coins, 10], fields: [fields, 3] }),
    counts: Array.from({ length: players }, () => all.length),
    utility: 'zero-sum',
    minReturn: -1,
    maxReturn: 1,
    payoffs(moves) {
      const taken = fieldsTaken(
        moves.map((m) => all[m]!),
        fields,
      )
      const most = Math.max(...taken)
      const winners = taken.filter((n) => n === most).length
      if (winners === players) return taken.map(() => 0)
      return taken.map((n) => (n === most ? 1 / winners : -1 / (players - winners)))
    },
    moveText: (_, move) => words[move]!,
    text: (moves) =>
      moves.reduce(
        (text, move, p) => `${text}P${p} action: ${words[move]}\n`,
        `Terminal? ${moves.length === 0 ? 0 : 1}\n`,
      ),
  })
}
