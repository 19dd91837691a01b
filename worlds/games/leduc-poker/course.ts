import { CHANCE, type Chance, TERMINAL } from '../../../engine/index.js'
import {
  bet,
  CALL,
  FOLD,
  isRoundOver,
  type Layout,
  MOST_RAISES,
  nextPlayer,
  RAISE,
  remaining,
} from './table.js'

export interface LeducPokerParams {
  readonly players: number
  /** Who opens both rounds, or the next after it that has not folded. */
  readonly startingPlayer: number
  /** Every move is legal: a fold or raise that would not be is a call. */
  readonly actionMapping: boolean
  /** Cards have ranks and no suits. */
  readonly suitIsomorphism: boolean
}

/** Different cards, and how many there are of each. */
export const kindsOf = ({ players, suitIsomorphism }: LeducPokerParams) =>
  suitIsomorphism ? { kinds: players + 1, copies: 2 } : { kinds: 2 * (players + 1), copies: 1 }

/** Whose turn it is, what is legal and what follows of it. */
export function courseOf(at: Layout, params: LeducPokerParams) {
  const { players, startingPlayer, actionMapping } = params
  const { kinds, copies } = kindsOf(params)

  function turn(s: Int32Array): number {
    if (s[at.card + players - 1] === 0) return CHANCE
    if (remaining(at, players, s) === 1) return TERMINAL
    if (s[at.round] === 0) return s[at.mover]!
    if (s[at.shared] === 0) return CHANCE
    return isRoundOver(at, players, s) ? TERMINAL : s[at.mover]!
  }

  function isLegal(s: Int32Array, player: number, move: number): boolean {
    if (turn(s) !== player) return false
    if (move === CALL || actionMapping) return move <= RAISE
    if (move === FOLD) return s[at.stakes]! > s[at.paid + player]!
    return move === RAISE && s[at.raises]! < MOST_RAISES
  }

  /** How many of a card are not dealt, by card from 0. */
  function left(s: Int32Array): number[] {
    const out = Array.from({ length: kinds }, () => copies)
    for (let i = 0; i <= players; i++) if (s[i] !== 0) out[s[i]! - 1]! -= 1
    return out
  }

  function chance(s: Int32Array): Chance {
    const counts = left(s)
    const outcomes: number[] = []
    for (let card = 0; card < kinds; card++) if (counts[card] !== 0) outcomes.push(card)
    return copies === 1 ? { outcomes } : { outcomes, weights: outcomes.map((c) => counts[c]!) }
  }

  function deal(s: Int32Array, card: number): void {
    let p = 0
    while (p < players && s[at.card + p] !== 0) p += 1
    s[p < players ? at.card + p : at.shared] = 1 + card
  }

  function act(s: Int32Array, player: number, wanted: number): void {
    bet(at, s, player, isMapped(s, player, wanted) ? CALL : wanted)
    if (remaining(at, players, s) === 1) return
    if (!isRoundOver(at, players, s)) s[at.mover] = nextPlayer(at, players, s, player)
    else if (s[at.round] === 0) {
      s[at.round] = 1
      s[at.calls] = 0
      s[at.raises] = 0
      s[at.mover] = nextPlayer(at, players, s, startingPlayer + players - 1)
    }
  }

  const isMapped = (s: Int32Array, player: number, move: number): boolean =>
    actionMapping &&
    ((move === FOLD && s[at.stakes]! <= s[at.paid + player]!) ||
      (move === RAISE && s[at.raises]! >= MOST_RAISES))

  return { turn, isLegal, left, chance, deal, act }
}
