import { CHANCE, type Game, TERMINAL } from '../../../engine/index.js'
import { act, deal, isTouched } from './act.js'
import { copiesOf, type HanabiParams } from './moves.js'
import { redeal } from './redeal.js'
import { handOf, layoutOf, mostMoves, score, shortOfCards } from './table.js'
import { tensorOf } from './tensor.js'
import { textsOf } from './texts.js'

const NONE: readonly number[] = Object.freeze([])

/**
 * Hanabi: a team plays cards of each colour in ascending order. Nobody sees its own hand; hints cost tokens, discards and
 * finished colours bring them back. Three wrong cards lose all.
 *
 * Cells: see {@link layoutOf}.
 */
export function hanabiRules(params: HanabiParams): Game {
  const { players, colors, ranks, handSize, maxInformationTokens, maxLifeTokens } = params
  const at = layoutOf(params)
  const most = colors * ranks

  function turn(s: Int32Array): number {
    if (s[at.lives] === 0 || s[at.turns] === 0 || score(at, s) === most) return TERMINAL
    if (s[at.deck]! > 0 && shortOfCards(at, s) >= 0) return CHANCE
    return at.history.count(s) % players
  }

  /** Whose hand the texts mark, which goes on at the end. */
  const mover = (s: Int32Array): number =>
    s[at.deck]! > 0 && shortOfCards(at, s) >= 0 ? CHANCE : at.history.count(s) % players

  function isPossible(s: Int32Array, player: number, id: number): boolean {
    const move = at.moves[id]
    if (move === undefined) return false
    if (move.kind === 'play') return move.slot < handOf(at, s, player)
    if (move.kind === 'discard') {
      return s[at.hints]! < maxInformationTokens && move.slot < handOf(at, s, player)
    }
    if (s[at.hints] === 0) return false
    const first = ((player + move.target) % players) * handSize
    for (let i = 0; i < handSize; i++) {
      if (isTouched(at, s, first + i, move.kind === 'color', move.value)) return true
    }
    return false
  }

  return {
    name: `hanabi(colors=${colors},hand_size=${handSize},max_information_tokens=${maxInformationTokens},max_life_tokens=${maxLifeTokens},players=${players},ranks=${ranks})`,
    players,
    moves: at.moves.length,
    cells: at.cells,
    utility: 'identical',
    minReturn: 0,
    maxReturn: most,
    information: 'imperfect',
    rewards: 'each',
    longest: at.cards + mostMoves(params),
    start(s) {
      for (let kind = 0; kind < at.kinds; kind++) s[at.left + kind] = copiesOf(kind % ranks, ranks)
      s[at.deck] = at.cards
      s[at.lives] = maxLifeTokens
      s[at.hints] = maxInformationTokens
      s[at.turns] = players
    },
    turn,
    legal(s, player) {
      if (turn(s) !== player) return NONE
      const out: number[] = []
      for (let id = 0; id < at.moves.length; id++) if (isPossible(s, player, id)) out.push(id)
      return out
    },
    isLegal: (s, player, id) => turn(s) === player && isPossible(s, player, id),
    chance(s) {
      const outcomes: number[] = []
      const weights: number[] = []
      for (let kind = 0; kind < at.kinds; kind++) {
        const n = s[at.left + kind]!
        if (n === 0) continue
        outcomes.push(kind)
        weights.push(n)
      }
      return { outcomes, weights }
    },
    apply(s, move) {
      const player = turn(s)
      if (player === CHANCE) deal(at, s, move)
      else act(at, s, player, move)
    },
    returns: (s) => Array.from({ length: players }, () => score(at, s)),
    ...textsOf(at, mover),
    tensor: tensorOf(at),
    redeal: (s, player, int) => redeal(at, s, player, int),
  }
}
