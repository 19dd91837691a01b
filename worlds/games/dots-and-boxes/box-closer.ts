import { definePolicy, type Game } from '../../../engine/index.js'
import { replayed } from '../../kernels/board/index.js'
import { dotsAndBoxes } from './world.js'

/** Whether the player to move could close a box. */
const isClosing = (game: Game, s: Int32Array, line: number): boolean => {
  const mover = game.turn(s)
  const next = s.slice()
  game.apply(next, line)
  // Who closes a box draws again; the last line closes one too.
  return game.turn(next) === mover || game.turn(next) < 0
}

/** Closes a box if it can, else draws a line after which the other cannot close one, if there is any. */
export const boxCloser = definePolicy(dotsAndBoxes, {
  id: 'box-closer',
  decide({ obs, game, act, rng }) {
    const s = replayed(game!, obs.informationState)
    const lines = obs.legal.map(({ move }) => move)
    const closing = lines.filter((line) => isClosing(game!, s, line))
    if (closing.length > 0) return act.play({ move: closing[0]! })
    const safe = lines.filter((line) => {
      const next = s.slice()
      game!.apply(next, line)
      return !game!.legal(next, game!.turn(next)).some((other) => isClosing(game!, next, other))
    })
    return act.play({ move: rng.pick(safe.length > 0 ? safe : lines) })
  },
})
