import { type Game, SIMULTANEOUS, TERMINAL } from '../../../engine/index.js'

/** A game in which all choose once, at the same time. */
export interface NormalForm {
  readonly name: string
  /** By player: how many moves it has. */
  readonly counts: readonly number[]
  readonly utility: Game['utility']
  readonly minReturn: number
  readonly maxReturn: number
  /** What each player gets when these are the moves. */
  payoffs(moves: readonly number[]): readonly number[]
  moveText(player: number, move: number): string
  /** The state as text; the moves are empty before they are made. */
  text(moves: readonly number[]): string
}

const NONE: readonly number[] = Object.freeze([])

/**
 * The rules of a game in normal form. Nothing is hidden but what the others choose in the same joint move.
 *
 * Cells: by player 1 + its move, or 0.
 */
export function normalFormRules(form: NormalForm): Game {
  const players = form.counts.length
  const moves = form.counts.map((n) => Object.freeze(Array.from({ length: n }, (_, i) => i)))
  const zeros = Object.freeze(Array.from({ length: players }, () => 0))
  const isOver = (s: Int32Array): boolean => s[0] !== 0
  const made = (s: Int32Array): readonly number[] =>
    isOver(s) ? Array.from({ length: players }, (_, p) => s[p]! - 1) : NONE
  const observation = (s: Int32Array): string =>
    isOver(s) ? `Terminal. History string: ${made(s).join(', ')}` : 'Non-terminal'
  return {
    name: form.name,
    players,
    moves: Math.max(...form.counts),
    cells: Array.from({ length: players }, (_, p) => `move.${p}`),
    utility: form.utility,
    minReturn: form.minReturn,
    maxReturn: form.maxReturn,
    information: 'perfect',
    rewards: 'terminal',
    longest: 1,
    start() {},
    turn: (s) => (isOver(s) ? TERMINAL : SIMULTANEOUS),
    legal: (s, player) => (isOver(s) ? NONE : moves[player]!),
    isLegal: (s, player, move) => !isOver(s) && move < form.counts[player]!,
    apply() {},
    applyJoint(s, joint) {
      for (let p = 0; p < players; p++) s[p] = joint[p]! + 1
    },
    returns: (s) => (isOver(s) ? form.payoffs(made(s)) : zeros),
    text: (s) => form.text(made(s)),
    moveText: (_, player, move) => form.moveText(player, move),
    informationState: (s, player) => `Observing player: ${player}. ${observation(s)}`,
    observation,
    tensor: {
      length: 1,
      write(s, _player, out) {
        out[0] = isOver(s) ? 1 : 0
      },
    },
  }
}
