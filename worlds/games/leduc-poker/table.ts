import { type History, historyAt } from '../../kernels/board/index.js'

export const FOLD = 0
export const CALL = 1
export const RAISE = 2
/** Raises of all players together in one round. */
export const MOST_RAISES = 2
const RAISE_BY = [2, 4] as const

/** Where things are in the state, and what they say. Cards count from 1, 0 is none. */
export interface Layout {
  readonly cells: readonly string[]
  /** First of: each player's card. */
  readonly card: number
  readonly shared: number
  /** First of: what each player has put into the pot. */
  readonly paid: number
  /** First of: whether each player has folded. */
  readonly folded: number
  /** Who is to move in the betting, from 0. */
  readonly mover: number
  /** 0 or 1. */
  readonly round: number
  /** What a player must have paid to stay in. */
  readonly stakes: number
  readonly calls: number
  readonly raises: number
  readonly bets: readonly [History, History]
}

/** @param longest betting actions in one round */
export function layoutOf(players: number, longest: number): Layout {
  const each = (what: string) => Array.from({ length: players }, (_, p) => `${what}.${p}`)
  const cells = [
    ...[...each('card'), 'public', ...each('paid'), ...each('folded')],
    ...['mover', 'round', 'stakes', 'calls', 'raises'],
  ]
  const first = historyAt(cells.length, longest)
  const second = historyAt(cells.length + longest + 1, longest)
  return {
    cells: [
      ...cells,
      ...first.cells.map((c) => `first.${c}`),
      ...second.cells.map((c) => `second.${c}`),
    ],
    card: 0,
    shared: players,
    paid: players + 1,
    folded: 2 * players + 1,
    mover: 3 * players + 1,
    round: 3 * players + 2,
    stakes: 3 * players + 3,
    calls: 3 * players + 4,
    raises: 3 * players + 5,
    bets: [first, second],
  }
}

/** How many players have not folded. */
export function remaining(at: Layout, players: number, s: Int32Array): number {
  let n = players
  for (let p = 0; p < players; p++) n -= s[at.folded + p]!
  return n
}

/** Whether everybody has answered the last raise, or checked. */
export function isRoundOver(at: Layout, players: number, s: Int32Array): boolean {
  const answers = remaining(at, players, s) - (s[at.raises]! > 0 ? 1 : 0)
  return s[at.calls] === answers
}

/** The next player after a seat that has not folded. */
export function nextPlayer(at: Layout, players: number, s: Int32Array, seat: number): number {
  for (let i = 1; i <= players; i++) {
    const p = (seat + i) % players
    if (s[at.folded + p] === 0) return p
  }
  return seat
}

/** A player's fold, call or raise, without what follows of it. */
export function bet(at: Layout, s: Int32Array, player: number, move: number): void {
  at.bets[s[at.round] as 0 | 1].push(s, move)
  if (move === FOLD) {
    s[at.folded + player] = 1
    return
  }
  if (move === RAISE) {
    s[at.stakes]! += RAISE_BY[s[at.round] as 0 | 1]
    s[at.raises]! += 1
    s[at.calls] = 0
  } else s[at.calls]! += 1
  s[at.paid + player] = s[at.stakes]!
}
