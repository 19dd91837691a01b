import { CHANCE, type Game, TERMINAL } from '../../../engine/index.js'

const NONE: readonly number[] = Object.freeze([])

export interface FirstPriceAuctionParams {
  readonly players: number
  readonly maxValue: number
}

/**
 * A first-price sealed-bid auction of one thing: chance draws for each player what the thing is worth to it, each bids less
 * than that without seeing the others' bids, and the highest bidder (one of them by lot) gets the thing for its bid.
 *
 * Cells: by player its value, 0 before it is drawn; by player 1 + its bid; 1 + the winner.
 */
export function firstPriceAuctionRules({ players, maxValue }: FirstPriceAuctionParams): Game {
  const BID = players
  const WINNER = 2 * players
  const values = Object.freeze(Array.from({ length: maxValue }, (_, i) => 1 + i))
  const bids = Object.freeze(Array.from({ length: maxValue }, (_, i) => i))
  const filled = (s: Int32Array, first: number): number => {
    let n = 0
    while (n < players && s[first + n] !== 0) n += 1
    return n
  }
  const turn = (s: Int32Array): number => {
    if (s[players - 1] === 0) return CHANCE
    const n = filled(s, BID)
    if (n < players) return n
    return s[WINNER] === 0 ? CHANCE : TERMINAL
  }
  const listed = (s: Int32Array, first: number, less: number): string =>
    Array.from({ length: filled(s, first) }, (_, p) => s[first + p]! - less).join(',')
  return {
    name: `first_sealed_auction(max_value=${maxValue},players=${players})`,
    players,
    moves: maxValue,
    cells: [
      ...['value', 'bid'].flatMap((w) => Array.from({ length: players }, (_, p) => `${w}.${p}`)),
      'winner',
    ],
    utility: 'general-sum',
    minReturn: 0,
    maxReturn: maxValue,
    information: 'imperfect',
    rewards: 'terminal',
    longest: 2 * players + 1,
    start() {},
    turn,
    legal: (s, player) => (turn(s) === player ? bids.slice(0, s[player]) : NONE),
    isLegal: (s, player, move) => move < s[player]! && turn(s) === player,
    chance(s) {
      if (s[players - 1] === 0) return { outcomes: values }
      const highest = Math.max(...s.subarray(BID, WINNER))
      const outcomes: number[] = []
      for (let p = 0; p < players; p++) if (s[BID + p] === highest) outcomes.push(p)
      return { outcomes }
    },
    apply(s, move) {
      if (s[players - 1] === 0) s[filled(s, 0)] = move
      else if (s[WINNER - 1] === 0) s[BID + filled(s, BID)] = 1 + move
      else s[WINNER] = 1 + move
    },
    returns: (s) =>
      Array.from({ length: players }, (_, p) =>
        s[WINNER] === 1 + p ? s[p]! - (s[BID + p]! - 1) : 0,
      ),
    text: (s) =>
      `${listed(s, 0, 0)};${listed(s, BID, 1)}${s[WINNER] === 0 ? '' : `;${s[WINNER]! - 1}`}`,
    moveText(s, player, move) {
      if (player !== CHANCE) return `Player ${player} bid: ${move}`
      return s[players - 1] === 0 ? `Player ${filled(s, 0)} value: ${move}` : `Chose winner ${move}`
    },
    informationState(s, player) {
      const value = s[player] === 0 ? '' : ` val ${s[player]}`
      return `p${player}${value}${s[BID + player] === 0 ? '' : ` bid ${s[BID + player]! - 1}`}`
    },
    observation: (s, player) => (s[player] === 0 ? '' : String(s[player])),
    view: (s, player) => ({ players, maxValue, value: s[player] === 0 ? null : s[player]! }),
    /** Who it is, its value, and its bid. */
    tensor: {
      length: players + 2 * maxValue,
      write(s, player, out) {
        out[player] = 1
        if (s[player] !== 0) out[players + s[player]! - 1] = 1
        if (s[BID + player] !== 0) out[players + maxValue + s[BID + player]! - 1] = 1
      },
    },
    redeal(s, player, int) {
      for (let p = 0; p < players; p++) {
        if (p === player || s[p] === 0) continue
        s[p] = 1 + int(maxValue)
        if (s[BID + p] !== 0) s[BID + p] = 1 + int(s[p]!)
      }
    },
  }
}
