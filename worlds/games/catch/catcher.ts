import { definePolicy } from '../../../engine/index.js'
import { catchGame } from './world.js'

/** Moves the paddle towards the ball's column. */
export const catcher = definePolicy(catchGame, {
  id: 'catcher',
  decide({ obs, act }) {
    const { ball, paddle } = obs.view as { ball: readonly [number, number]; paddle: number }
    return act.play({ move: 1 + Math.sign(ball[1] - paddle) })
  },
})
