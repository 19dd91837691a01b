import { CHANCE, type Game, TERMINAL } from '../../../engine/index.js'

const NONE: readonly number[] = Object.freeze([])
const UNSEEN = 'ChanceNode -- no observation'
/** Cells, two of each, by player: 1 + its item, its word, its trade; 0 before. */
const ITEM = 0
const WORD = 2
const TRADE = 4

/** Who has, says and offers what, as the cells tell it. */
function tableOf(numItems: number) {
  /** How many words, or trades, there are. */
  const size = (s: Int32Array, first: number): number =>
    s[first] === 0 ? 0 : s[first + 1] === 0 ? 1 : 2
  const phase = (s: Int32Array): string => (size(s, WORD) === 2 ? 'trade' : 'comm')
  /** OpenSpiel's idea of whose turn it is, which goes on at the end. */
  const next = (s: Int32Array): number => (size(s, WORD) + size(s, TRADE)) & 1
  const turn = (s: Int32Array): number => {
    if (s[ITEM] === 0) return CHANCE
    return s[TRADE + 1] === 0 ? next(s) : TERMINAL
  }
  const give = (trade: number): number => Math.floor((trade - 1 - numItems) / numItems)
  const want = (trade: number): number => (trade - 1 - numItems) % numItems
  const tradeText = (trade: number): string => `${give(trade)}:${want(trade)}`
  const listed = (s: Int32Array, first: number): number[] =>
    Array.from({ length: size(s, first) }, (_, i) => s[first + i]!)
  const observation = (s: Int32Array, player: number): string => {
    if (s[ITEM] === 0) return UNSEEN
    const own = s[TRADE + player]!
    const other = s[TRADE + 1 - player]!
    return [
      `Current turn: ${next(s)}\n`,
      `My item: ${s[ITEM + player]! - 1}\n`,
      `Phase: ${phase(s)}\n`,
      `Comm history: ${listed(s, WORD)
        .map((word) => ` ${word - 1}`)
        .join('')}\n`,
      `Trade history size: ${size(s, TRADE)}\n`,
      own === 0 ? '' : `Observer's trade offer:  ${tradeText(own)}\n`,
      turn(s) === TERMINAL ? `Other players's trade offer:  ${tradeText(other)}\n` : '',
    ].join('')
  }
  return { size, phase, next, turn, give, want, tradeText, listed, observation }
}

/**
 * Two players get an item each, say one word each, and then offer a trade each without knowing the other's. If each gives what
 * it has for what the other has, both get 1.
 *
 * @param numItems kinds of items; words are as many
 */
export function tradeCommRules(numItems: number): Game {
  const table = tableOf(numItems)
  const { size, phase, turn, give, want, tradeText, listed, observation } = table
  const allocations = Object.freeze(Array.from({ length: numItems * numItems }, (_, i) => i))
  const words = allocations.slice(0, numItems)
  const trades = Object.freeze(allocations.map((i) => numItems + i))
  return {
    name: `trade_comm(num_items=${numItems})`,
    players: 2,
    moves: numItems + numItems * numItems,
    cells: ['item.0', 'item.1', 'word.0', 'word.1', 'trade.0', 'trade.1'],
    utility: 'general-sum',
    minReturn: 0,
    maxReturn: 1,
    information: 'imperfect',
    rewards: 'terminal',
    longest: 5,
    start() {},
    turn,
    legal(s, player) {
      if (turn(s) !== player) return NONE
      return size(s, WORD) === 2 ? trades : words
    },
    chance: () => ({ outcomes: allocations }),
    apply(s, move) {
      if (s[ITEM] === 0) {
        s[ITEM] = 1 + Math.floor(move / numItems)
        s[ITEM + 1] = 1 + (move % numItems)
      } else if (size(s, WORD) < 2) s[WORD + size(s, WORD)] = 1 + move
      else s[TRADE + size(s, TRADE)] = 1 + move
    },
    returns(s) {
      if (s[TRADE + 1] === 0) return [0, 0]
      const [first, second] = [s[TRADE]!, s[TRADE + 1]!]
      const fits =
        give(first) === s[ITEM]! - 1 &&
        give(second) === s[ITEM + 1]! - 1 &&
        want(first) === give(second) &&
        want(second) === give(first)
      return fits ? [1, 1] : [0, 0]
    },
    text(s) {
      if (s[ITEM] === 0) return 'Initial chance node'
      const said = listed(s, WORD).map((word) => word - 1)
      const offered = listed(s, TRADE).map((trade) => ` ${tradeText(trade)}`)
      return `Items: ${s[ITEM]! - 1} ${s[ITEM + 1]! - 1}\nPhase: ${phase(s)}\nComm history: ${said.join(' ')}\nTrade history:${offered.join('')}\n`
    },
    moveText(_, player, move) {
      if (player === CHANCE) return `Allocate ${Math.floor(move / numItems)} ${move % numItems}`
      return move < numItems ? `Utter ${move}` : `Trade ${tradeText(move + 1)}`
    },
    informationState: observation,
    observation,
    ...seenBy(numItems, table),
    redeal(s, player, int) {
      if (s[ITEM] === 0) return
      s[ITEM + 1 - player] = 1 + int(numItems)
      if (s[TRADE + 1 - player] !== 0) {
        s[TRADE + 1 - player] = 1 + numItems + int(numItems * numItems)
      }
    },
  }
}

/** What a player sees as data and as numbers. */
function seenBy(
  numItems: number,
  table: ReturnType<typeof tableOf>,
): Pick<Game, 'view' | 'tensor'> {
  const { size, next, turn, give, want, listed } = table
  return {
    view: (s, player) => ({
      player,
      items: numItems,
      item: s[ITEM] === 0 ? null : s[ITEM + player]! - 1,
      words: listed(s, WORD).map((word) => word - 1),
    }),
    /** Whose turn (2), whether over, whether trading, own item, own word, the other's word, how many trades (3), own trade. */
    tensor: {
      length: 7 + 5 * numItems,
      write(s, player, out) {
        if (s[ITEM] === 0) return
        out[next(s)] = 1
        if (turn(s) === TERMINAL) out[2] = 1
        if (size(s, WORD) === 2) out[3] = 1
        out[3 + s[ITEM + player]!] = 1
        const [own, other] = [s[WORD + player]!, s[WORD + 1 - player]!]
        if (own !== 0) out[3 + numItems + own] = 1
        if (other !== 0) out[3 + 2 * numItems + other] = 1
        out[4 + 3 * numItems + size(s, TRADE)] = 1
        const trade = s[TRADE + player]!
        if (trade === 0) return
        out[7 + 3 * numItems + give(trade)] = 1
        out[7 + 4 * numItems + want(trade)] = 1
      },
    },
  }
}
