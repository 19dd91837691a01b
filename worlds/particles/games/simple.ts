import { defineGame, landmarks, several } from '../game.js'
import { squared } from '../measures.js'
import { ownVelocity, waysToLandmarks } from '../pen.js'
import { scattered } from '../start.js'

/** One agent goes to a landmark. Source: MPE2 `simple_v3`. */
export const simple = defineGame({
  id: 'simple',
  title: 'One agent, one landmark',
  text: { agent: 'Get to the landmark and stay there.' },
  options: {},
  layout: () => ({
    agents: several(1, 'agent', {}),
    landmarks: landmarks(1, 'landmark', {}),
    words: 0,
  }),
  draw: (_, rng) => ({ bodies: scattered(rng, 2, 1) }),
  observe(s, me, pen) {
    ownVelocity(pen, s, me)
    waysToLandmarks(pen, s, me)
  },
  reward(s, out) {
    out[0] = -squared(s, 0, 1)
  },
})
