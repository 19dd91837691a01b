import { CHANCE, type Game, TERMINAL } from '../../../engine/index.js'
import { historyAt } from '../../kernels/board/index.js'

const PASS = 0
const BET = 1
const MOVES = [PASS, BET]
const NONE: readonly number[] = Object.freeze([])

/** Who holds what and who has bet what, as the cells tell it. */
function tableOf(players: number) {
  const longest = 2 * players - 1
  const history = historyAt(players, longest)
  /** The position of the first bet, or -1. */
  const firstBet = (s: Int32Array): number => {
    const n = history.count(s)
    for (let i = 0; i < n; i++) if (history.at(s, i) === BET) return i
    return -1
  }
  const dealt = (s: Int32Array): number => {
    let n = 0
    while (n < players && s[n] !== 0) n += 1
    return n
  }
  const isOver = (s: Int32Array): boolean => {
    const first = firstBet(s)
    return history.count(s) === (first < 0 ? players : first + players)
  }
  const hasBet = (s: Int32Array, player: number): boolean => {
    for (let i = player; i < history.count(s); i += players)
      if (history.at(s, i) === BET) return true
    return false
  }
  const letters = (s: Int32Array): string => {
    let out = ''
    for (let i = 0; i < history.count(s); i++) out += history.at(s, i) === BET ? 'b' : 'p'
    return out
  }
  const winner = (s: Int32Array): number => {
    const nobody = firstBet(s) < 0
    let best = -1
    for (let p = 0; p < players; p++) {
      if ((nobody || hasBet(s, p)) && (best < 0 || s[p]! > s[best]!)) best = p
    }
    return best
  }
  const turn = (s: Int32Array): number => {
    if (s[players - 1] === 0) return CHANCE
    return isOver(s) ? TERMINAL : history.count(s) % players
  }
  return { longest, history, dealt, hasBet, letters, winner, turn }
}

/**
 * Kuhn's poker: each of n players antes one chip and gets one of n + 1 cards; players pass or bet one chip in turn until all
 * have passed, or all have answered the first bet. The highest card among those who bet, or among all when nobody did, takes
 * the pot.
 *
 * Cells: by player 1 + its card; then the history of passes and bets.
 *
 * @param players 2 to 10
 */
export function kuhnPokerRules(players: number): Game {
  const { longest, history, dealt, hasBet, letters, winner, turn } = tableOf(players)
  const tensorLength = 2 * players + 1 + 2 * longest
  return {
    name: `kuhn_poker(players=${players})`,
    players,
    moves: 2,
    cells: [...Array.from({ length: players }, (_, p) => `card.${p}`), ...history.cells],
    utility: 'zero-sum',
    minReturn: -2,
    maxReturn: 2 * (players - 1),
    information: 'imperfect',
    rewards: 'terminal',
    longest: players + longest,
    start() {},
    turn,
    legal: (s, player) => (turn(s) === player ? MOVES : NONE),
    chance(s) {
      const outcomes: number[] = []
      for (let card = 0; card <= players; card++) {
        if (!s.subarray(0, players).includes(card + 1)) outcomes.push(card)
      }
      return { outcomes }
    },
    apply(s, move) {
      const n = dealt(s)
      if (n < players) s[n] = move + 1
      else history.push(s, move)
    },
    returns(s) {
      if (turn(s) !== TERMINAL) return Array.from({ length: players }, () => 0)
      const takes = winner(s)
      const paid = Array.from({ length: players }, (_, p) => (hasBet(s, p) ? 2 : 1))
      const pot = paid.reduce((a, b) => a + b, 0)
      return paid.map((chips, p) => (p === takes ? pot - chips : -chips))
    },
    text(s) {
      const cards = Array.from({ length: dealt(s) }, (_, p) => s[p]! - 1).join(' ')
      return history.count(s) === 0 ? cards : `${cards} ${letters(s)}`
    },
    moveText: (_, player, move) =>
      player === CHANCE ? `Deal:${move}` : move === BET ? 'Bet' : 'Pass',
    informationState: (s, player) => (s[player] === 0 ? '' : `${s[player]! - 1}${letters(s)}`),
    observation(s, player) {
      if (s[player] === 0) return ''
      const chips = Array.from({ length: players }, (_, p) => (hasBet(s, p) ? 2 : 1)).join('')
      return `${s[player]! - 1}${chips}`
    },
    tensor: {
      length: tensorLength,
      /** Who it is, its card, and pass or bet for each move. */
      write(s, player, out) {
        out[player] = 1
        if (s[player] !== 0) out[players + s[player]! - 1] = 1
        for (let i = 0; i < history.count(s); i++) {
          out[2 * players + 1 + 2 * i + history.at(s, i)] = 1
        }
      },
    },
    redeal: (s, player, int) => redeal(s, players, dealt(s), player, int),
  }
}

/** Gives everybody else another card. */
function redeal(
  s: Int32Array,
  players: number,
  dealt: number,
  player: number,
  int: (n: number) => number,
): void {
  const others: number[] = []
  for (let card = 1; card <= players + 1; card++) if (card !== s[player]) others.push(card)
  for (let p = 0; p < dealt; p++) {
    if (p === player) continue
    const at = int(others.length)
    s[p] = others[at]!
    others.splice(at, 1)
  }
}
