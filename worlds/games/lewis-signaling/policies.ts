import { definePolicy } from '../../../engine/index.js'
import { lewisSignaling } from './world.js'

/** Plays the code in which message n stands for state n, and acts by it. */
export const lewisCode = definePolicy(lewisSignaling, {
  id: 'lewis-code',
  decide({ obs, act }) {
    const { state, message } = obs.view as { state: number | null; message: number | null }
    const known = state ?? message ?? 0
    return act.play({ move: Math.min(known, obs.legal.length - 1) })
  },
})
