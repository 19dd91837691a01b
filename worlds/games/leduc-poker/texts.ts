import { CHANCE, type Game, type Json, TERMINAL } from '../../../engine/index.js'
import type { History } from '../../kernels/board/index.js'
import { finalMoney, START_MONEY } from './showdown.js'
import type { Layout } from './table.js'

const MOVES = ['Fold', 'Call', 'Raise'] as const
/** How OpenSpiel prints a card that is not dealt. */
const NO_CARD = -10000

/** The texts of Leduc poker, as OpenSpiel has them. */
export function textsOf(
  at: Layout,
  players: number,
  hasNoSuits: boolean,
  turn: (s: Int32Array) => number,
): Pick<Game, 'text' | 'moveText' | 'informationState' | 'observation'> & {
  view(s: Int32Array, player: number): Json
} {
  /** From 0, or null. */
  const rankOf = (card: number): number | null =>
    card === 0 ? null : hasNoSuits ? card - 1 : Math.floor((card - 1) / 2)
  const card = (s: Int32Array, cell: number): number => (s[cell] === 0 ? NO_CARD : s[cell]! - 1)
  const isOver = (s: Int32Array): boolean => turn(s) === TERMINAL
  /** Who acts, or who acted last when the game is over. */
  const actor = (s: Int32Array): number => (turn(s) === CHANCE ? CHANCE : s[at.mover]!)
  const paid = (s: Int32Array): number[] => [...s.subarray(at.paid, at.paid + players)]
  const pot = (s: Int32Array): number => (isOver(s) ? 0 : paid(s).reduce((a, b) => a + b, 0))
  const money = (s: Int32Array): string =>
    (isOver(s)
      ? finalMoney(at, players, hasNoSuits, s)
      : paid(s).map((chips) => START_MONEY - chips)
    )
      .map(sixDigits)
      .join(' ')
  const moves = (s: Int32Array, bets: History): number[] =>
    Array.from({ length: bets.count(s) }, (_, i) => bets.at(s, i))
  const words = (s: Int32Array, bets: History): string =>
    moves(s, bets)
      .map((m) => MOVES[m as 0 | 1 | 2])
      .join(', ')
  const seen = (s: Int32Array, player: number): string =>
    [
      `[Observer: ${player}][Private: ${card(s, at.card + player)}]`,
      `[Round ${s[at.round]! + 1}][Player: ${actor(s)}][Pot: ${pot(s)}][Money: ${money(s)}]`,
      s[at.shared] === 0 ? '' : `[Public: ${card(s, at.shared)}]`,
    ].join('')
  const [first, second] = at.bets
  const names = players > 2 ? 'player_0 player_1 [...]' : 'player_0 player_1'
  return {
    text: (s) =>
      [
        `Round: ${s[at.round]! + 1}`,
        `Player: ${actor(s)}`,
        `Pot: ${pot(s)}`,
        `Money (${names}): ${money(s)}`,
        `Cards (public ${names}): ${card(s, at.shared)} ${Array.from({ length: players }, (_, p) => `${card(s, at.card + p)} `).join('')}`,
        `Round 1 sequence: ${words(s, first)}`,
        `Round 2 sequence: ${words(s, second)}`,
        '',
      ].join('\n'),
    moveText: (_, player, move) =>
      player === CHANCE ? `Chance outcome:${move}` : MOVES[move as 0 | 1 | 2],
    informationState: (s, player) =>
      `${seen(s, player)}[Round1: ${moves(s, first).join(' ')}][Round2: ${moves(s, second).join(' ')}]`,
    observation: (s, player) => `${seen(s, player)}[Ante: ${paid(s).join(' ')}]`,
    view: (s, player) => ({
      ranks: players + 1,
      rank: rankOf(s[at.card + player]!),
      public: rankOf(s[at.shared]!),
      paid: paid(s),
      toCall: s[at.stakes]! - s[at.paid + player]!,
    }),
  }
}

/** A number with at most six significant digits, as C++ prints it. */
const sixDigits = (x: number): string => String(Number(x.toPrecision(6)))
