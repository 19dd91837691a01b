import { CHANCE, type Game, TERMINAL } from '../../../engine/index.js'
import { historyAt } from '../../kernels/board/index.js'

const NONE: readonly number[] = Object.freeze([])

export interface LiarsDiceParams {
  readonly players: number
  /** Dice of each player. */
  readonly numdice: number
  readonly diceSides: number
  /** How bids are numbered: by quantity and then face, or by face and then quantity. */
  readonly biddingRule: 'reset-face' | 'reset-quantity'
}

/** Who rolled and bid what, as the cells tell it. */
function tableOf(params: LiarsDiceParams) {
  const { players, numdice, diceSides, biddingRule } = params
  const dice = players * numdice
  const liar = dice * diceSides
  const history = historyAt(dice, liar + 1)
  const quantity = (bid: number): number =>
    biddingRule === 'reset-face' ? Math.floor(bid / diceSides) + 1 : (bid % dice) + 1
  const face = (bid: number): number =>
    biddingRule === 'reset-face' ? (bid % diceSides) + 1 : Math.floor(bid / dice) + 1
  const bidText = (bid: number): string => (bid === liar ? 'Liar' : `${quantity(bid)}-${face(bid)}`)
  const last = (s: Int32Array): number => {
    const n = history.count(s)
    return n === 0 ? -1 : history.at(s, n - 1)
  }
  const rolled = (s: Int32Array): number => {
    let n = 0
    while (n < dice && s[n] !== 0) n += 1
    return n
  }
  const turn = (s: Int32Array): number => {
    if (rolled(s) < dice) return CHANCE
    return last(s) === liar ? TERMINAL : history.count(s) % players
  }
  const diceText = (s: Int32Array, player: number): string =>
    Array.from(s.subarray(player * numdice, (player + 1) * numdice), (d) =>
      d === 0 ? -1 : d,
    ).join('')
  const bids = (s: Int32Array, from: number): string => {
    let out = ''
    for (let i = Math.max(0, from); i < history.count(s); i++)
      out += ` ${bidText(history.at(s, i))}`
    return out
  }
  const holds = (s: Int32Array, bid: number): boolean => {
    let matches = 0
    for (let i = 0; i < dice; i++) if (s[i] === face(bid) || s[i] === diceSides) matches += 1
    return matches >= quantity(bid)
  }
  const sortHands = (s: Int32Array): void => {
    for (let p = 0; p < players; p++) s.subarray(p * numdice, (p + 1) * numdice).sort()
  }
  return {
    dice,
    liar,
    history,
    quantity,
    face,
    bidText,
    last,
    rolled,
    turn,
    diceText,
    bids,
    holds,
    sortHands,
  }
}

/**
 * Liar's dice: all roll in secret, then bid in turn how many dice of a face there are among all, each bid higher than the
 * last, until somebody calls the last bidder a liar. The highest face is wild. The bidder wins when there are as many, the
 * caller otherwise.
 *
 * Cells: each player's dice, 0 before they are rolled, ascending once all are; then the history of bids.
 */
export function liarsDiceRules(params: LiarsDiceParams): Game {
  const { players, numdice, diceSides, biddingRule } = params
  const table = tableOf(params)
  const { dice, liar, history, bidText, last, rolled, turn, diceText, bids, holds, sortHands } =
    table
  const faces = Object.freeze(Array.from({ length: diceSides }, (_, i) => i))
  const all = Object.freeze(Array.from({ length: liar + 1 }, (_, i) => i))
  return {
    name: `liars_dice(bidding_rule=${biddingRule},dice_sides=${diceSides},numdice=${numdice},players=${players})`,
    players,
    moves: liar + 1,
    cells: [
      ...Array.from({ length: dice }, (_, i) => `die.${Math.floor(i / numdice)}.${i % numdice}`),
      ...history.cells,
    ],
    utility: 'zero-sum',
    minReturn: -1,
    maxReturn: 1,
    information: 'imperfect',
    rewards: 'terminal',
    longest: dice + liar + 1,
    start() {},
    turn,
    legal(s, player) {
      if (turn(s) !== player) return NONE
      return history.count(s) === 0 ? all.slice(0, liar) : all.slice(last(s) + 1)
    },
    isLegal: (s, player, move) =>
      turn(s) === player && move > last(s) && (move < liar || history.count(s) > 0) && move <= liar,
    chance: () => ({ outcomes: faces }),
    apply(s, move) {
      const n = rolled(s)
      if (n === dice) history.push(s, move)
      else {
        s[n] = 1 + move
        if (n === dice - 1) sortHands(s)
      }
    },
    returns(s) {
      const n = history.count(s)
      const out = Array.from({ length: players }, () => 0)
      if (n === 0 || last(s) !== liar) return out
      const bidder = (n - 2) % players
      const caller = (n - 1) % players
      const isTrue = holds(s, history.at(s, n - 2))
      out[bidder] = isTrue ? 1 : -1
      out[caller] = isTrue ? -1 : 1
      return out
    },
    text(s) {
      const hands = Array.from({ length: players }, (_, p) => diceText(s, p)).join(' ')
      const n = rolled(s)
      if (n === dice) return hands + bids(s, 0)
      return `${hands} - chance node, current roller is player ${Math.floor(n / numdice)}`
    },
    moveText: (_, player, move) => (player === CHANCE ? `Roll ${move + 1}` : bidText(move)),
    informationState: (s, player) => diceText(s, player) + bids(s, 0),
    observation: (s, player) => diceText(s, player) + bids(s, history.count(s) - players),
    ...seenBy(params, table),
    redeal(s, player, int) {
      const n = rolled(s)
      for (let i = 0; i < n; i++) if (Math.floor(i / numdice) !== player) s[i] = 1 + int(diceSides)
      if (n === dice) sortHands(s)
    },
  }
}

/** What a player sees as data and as numbers. */
function seenBy(
  params: LiarsDiceParams,
  table: ReturnType<typeof tableOf>,
): Pick<Game, 'view' | 'tensor'> {
  const { players, numdice, diceSides } = params
  const { dice, liar, history, quantity, face, last } = table
  return {
    view(s, player) {
      const n = history.count(s)
      const bid = last(s)
      return {
        dice: dice,
        sides: diceSides,
        own: [...s.subarray(player * numdice, (player + 1) * numdice)],
        bid: n === 0 || bid === liar ? null : { quantity: quantity(bid), face: face(bid) },
      }
    },
    /** Who it is, the faces of its dice, and the last bids, one of each player. */
    tensor: {
      length: players + numdice * diceSides + liar + 1,
      write(s, player, out) {
        out[player] = 1
        for (let d = 0; d < numdice; d++) {
          const value = s[player * numdice + d]!
          if (value !== 0) out[players + d * diceSides + value - 1] = 1
        }
        const n = history.count(s)
        for (let i = Math.max(0, n - players); i < n; i++) {
          out[players + numdice * diceSides + history.at(s, i)] = 1
        }
      },
    },
  }
}
