import { definePolicy, type Game } from '../../../engine/index.js'
import { replayed } from '../../kernels/board/index.js'
import { connectFour } from './world.js'

/** The columns in which the player to move wins at once. */
function wins(game: Game, s: Int32Array): number[] {
  const player = game.turn(s)
  return game
    .legal(s, player)
    .filter((column) => game.returns(after(game, s, column))[player] === 1)
}

function after(game: Game, s: Int32Array, column: number): Int32Array {
  const next = s.slice()
  game.apply(next, column)
  return next
}

/**
 * Looks two moves ahead: wins if it can, stops the other from winning if it must, does not build up to where the other wins,
 * and otherwise keeps to the middle.
 */
export const lineSeeker = definePolicy(connectFour, {
  id: 'line-seeker',
  decide({ obs, game, act }) {
    const s = replayed(game!, obs.informationState)
    const middle = (game!.moves - 1) / 2
    const columns = obs.legal
      .map(({ move }) => move)
      .sort((a, b) => Math.abs(a - middle) - Math.abs(b - middle))
    const winning = wins(game!, s)[0]
    const safe = columns.find((column) => wins(game!, after(game!, s, column)).length === 0)
    return act.play({ move: winning ?? safe ?? columns[0]! })
  },
})
