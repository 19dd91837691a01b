import { CHANCE, type Game, SIMULTANEOUS, TERMINAL } from '../../../engine/index.js'
import { bitLists, gameName } from '../../kernels/board/index.js'
import { redeal } from './redeal.js'
import { returnsBy } from './returns.js'
import { type Layout, layoutOf } from './state.js'
import { tensorOf } from './tensor.js'
import { textsOf } from './texts.js'

/** What {@link goofspielRules} takes. */
export interface Goofspiel {
  readonly numCards: number
  /** Rounds; -1 for as many as there are cards. */
  readonly numTurns: number
  readonly players: number
  readonly pointsOrder: 'random' | 'descending' | 'ascending'
  /** Whether only who won is told, not what was bid. */
  readonly impInfo: boolean
  /** Whether numbers tell winners by their distance from who looks. */
  readonly egocentric: boolean
  readonly returnsType: 'win_loss' | 'point_difference' | 'total_points'
}

const NONE: readonly number[] = Object.freeze([])

/**
 * Goofspiel: each bids a card for each point card, all at once; the highest bid takes its points, and a tie for it nobody.
 *
 * The cells are those of {@link layoutOf}.
 *
 * @example
 * goofspielRules({ numCards: 4, numTurns: -1, players: 2, pointsOrder: 'descending', impInfo: true, egocentric: false, returnsType: 'win_loss' })
 */
export function goofspielRules(params: Goofspiel): Game {
  const { players, numCards, impInfo, returnsType } = params
  const layout = layoutOf(params)
  const { turn } = layout
  const lists = bitLists()
  const texts = textsOf(params, layout)
  const returns = returnsBy(params, layout)
  return {
    name: nameOf(params),
    players,
    moves: numCards,
    cells: layout.cells,
    ...returns.bounds,
    utility: returnsType === 'total_points' ? 'general-sum' : 'zero-sum',
    information: impInfo ? 'imperfect' : 'perfect',
    rewards: 'terminal',
    longest: 2 * layout.rounds,
    start(s) {
      for (let p = 0; p < players; p++) s[layout.hand + p] = (1 << numCards) - 1
      if (params.pointsOrder !== 'random') layout.deal(s, nextCard(params, layout, s))
    },
    turn,
    legal: (s, player) => (turn(s) === SIMULTANEOUS ? lists(s[layout.hand + player]!) : NONE),
    isLegal: (s, player, move) =>
      turn(s) === SIMULTANEOUS && ((s[layout.hand + player]! >> move) & 1) === 1,
    chance: (s) => ({ outcomes: lists(layout.undealt(s)) }),
    apply: (s, card) => layout.deal(s, card),
    applyJoint(s, bids) {
      layout.bid(s, bids)
      prepare(params, layout, s)
      if (layout.played(s) !== numCards - 1 || turn(s) === TERMINAL) return
      // What is left is no choice: the last cards are played at once.
      if (turn(s) === CHANCE) layout.deal(s, lists(layout.undealt(s))[0]!)
      const last = Array.from({ length: players }, (_, p) => lists(s[layout.hand + p]!)[0]!)
      layout.bid(s, last)
    },
    returns: returns.of,
    text: texts.state,
    moveText: (_, player, move) =>
      player === CHANCE ? `Deal ${move + 1}` : `[P${player}]Bid: ${move + 1}`,
    informationState: texts.informationState,
    observation: texts.observation,
    view: texts.view,
    tensor: tensorOf(params, layout),
    ...(impInfo ? { redeal: (s, player, int) => redeal(layout, players, s, player, int) } : {}),
  }
}

const nameOf = (params: Goofspiel): string =>
  gameName('goofspiel', {
    num_cards: [params.numCards, 13],
    num_turns: [params.numTurns, -1],
    players: [params.players, 2],
    points_order: [params.pointsOrder, 'random'],
    imp_info: [params.impInfo, false],
    egocentric: [params.egocentric, false],
    returns_type: [params.returnsType, 'win_loss'],
  })

/** Turns the next point card where their order is fixed. */
function prepare(params: Goofspiel, layout: Layout, s: Int32Array): void {
  if (params.pointsOrder === 'random' || layout.turn(s) === TERMINAL) return
  layout.deal(s, nextCard(params, layout, s))
}

const nextCard = ({ pointsOrder, numCards }: Goofspiel, layout: Layout, s: Int32Array): number =>
  pointsOrder === 'ascending' ? layout.played(s) : numCards - 1 - layout.played(s)
