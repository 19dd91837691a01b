import { CHANCE, type Game, TERMINAL } from '../../../engine/index.js'
import { courseOf, kindsOf, type LeducPokerParams } from './course.js'
import { showdown } from './showdown.js'
import { CALL, FOLD, layoutOf, RAISE } from './table.js'
import { textsOf } from './texts.js'

const NONE: readonly number[] = Object.freeze([])
const ALL: readonly number[] = Object.freeze([FOLD, CALL, RAISE])

/**
 * Leduc hold'em: n + 1 ranks in two suits, a card and an ante of 1 for each player, a round of betting, a card for all, and a
 * round of betting. Raises are 2 and then 4 chips, two in a round; a pair with the shared card wins, then the higher rank.
 *
 * Cells: see {@link layoutOf}.
 */
export function leducPokerRules(params: LeducPokerParams): Game {
  const { players, startingPlayer, actionMapping, suitIsomorphism } = params
  const longest = 3 * players - 2
  const at = layoutOf(players, longest)
  const { kinds } = kindsOf(params)
  const { turn, isLegal, left, chance, deal, act } = courseOf(at, params)
  const texts = textsOf(at, players, suitIsomorphism, turn)

  return {
    name: `leduc_poker(action_mapping=${actionMapping ? 'True' : 'False'},players=${players},starting_player=${startingPlayer},suit_isomorphism=${suitIsomorphism ? 'True' : 'False'})`,
    players,
    moves: 3,
    cells: at.cells,
    utility: 'zero-sum',
    minReturn: -13,
    maxReturn: 13 * (players - 1),
    information: 'imperfect',
    rewards: 'terminal',
    longest: players + 1 + 2 * longest,
    start(s) {
      s.fill(1, at.paid, at.paid + players)
      s[at.stakes] = 1
      s[at.mover] = startingPlayer
    },
    turn,
    legal: (s, player) => (turn(s) === player ? ALL.filter((m) => isLegal(s, player, m)) : NONE),
    isLegal,
    chance,
    apply(s, move) {
      const player = turn(s)
      if (player === CHANCE) deal(s, move)
      else act(s, player, move)
    },
    returns(s) {
      if (turn(s) !== TERMINAL) return Array.from({ length: players }, () => 0)
      return showdown(at, players, suitIsomorphism, s)
    },
    ...texts,
    /** Who it is, its card, the shared card, and the chips of each player in the pot. */
    tensor: {
      length: 2 * players + 2 * kinds,
      write(s, player, out) {
        out[player] = 1
        if (s[at.card + player] !== 0) out[players + s[at.card + player]! - 1] = 1
        if (s[at.shared] !== 0) out[players + kinds + s[at.shared]! - 1] = 1
        for (let p = 0; p < players; p++) out[players + 2 * kinds + p] = s[at.paid + p]!
      },
    },
    /** Deals the others anew from what a player has not seen. */
    redeal(s, player, int) {
      const others: number[] = []
      for (let p = 0; p < players; p++) {
        if (p === player || s[at.card + p] === 0) continue
        s[at.card + p] = 0
        others.push(p)
      }
      const deck = left(s).flatMap((n, card) => Array.from({ length: n }, () => 1 + card))
      for (const p of others) s[at.card + p] = deck.splice(int(deck.length), 1)[0]!
    },
  }
}
