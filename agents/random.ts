import { defineUniversalPolicy } from '../engine/index.js'

/** Does any legal action, each as likely as the others; nothing when none is legal. Its luck follows from the episode's seed. */
export const random = defineUniversalPolicy({
  id: 'random',
  decide(turn) {
    const legal = turn.legal()
    return legal.length === 0 ? undefined : turn.rng.pick(legal)
  },
})
