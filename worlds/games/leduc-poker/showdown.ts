import { type Layout, remaining } from './table.js'

/** Each player's money before the antes. */
export const START_MONEY = 100

/** What a hand of one card and the shared one is worth; equal hands share the pot. */
function worth(card: number, shared: number, players: number, hasNoSuits: boolean): number {
  const rank = (c: number): number => (hasNoSuits ? c : Math.floor((c - 1) / 2))
  const [a, b] = [rank(card), rank(shared)]
  const high = Math.max(a, b)
  const low = Math.min(a, b)
  const most = 2 * (players + 2)
  return (a === b ? most * most : 0) + high * most + low
}

/** Who gets the pot at the end: the last one in, or the best hands. */
function winners(at: Layout, players: number, hasNoSuits: boolean, s: Int32Array): number[] {
  const all = Array.from({ length: players }, (_, p) => p).filter((p) => s[at.folded + p] === 0)
  if (remaining(at, players, s) === 1) return all
  const values = all.map((p) => worth(s[at.card + p]!, s[at.shared]!, players, hasNoSuits))
  const best = Math.max(...values)
  return all.filter((_, i) => values[i] === best)
}

/** Money of each player at the end. */
export function finalMoney(at: Layout, players: number, hasNoSuits: boolean, s: Int32Array) {
  const won = winners(at, players, hasNoSuits, s)
  let pot = 0
  for (let p = 0; p < players; p++) pot += s[at.paid + p]!
  return Array.from({ length: players }, (_, p) => {
    const left = START_MONEY - s[at.paid + p]!
    return won.includes(p) ? left + pot / won.length : left
  })
}

/** Net chips of each player. */
export const showdown = (at: Layout, players: number, hasNoSuits: boolean, s: Int32Array) =>
  finalMoney(at, players, hasNoSuits, s).map((money) => money - START_MONEY)
