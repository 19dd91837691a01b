import { z } from 'zod'
import { distance } from '../../kernels/particle/index.js'
import { defineGame, landmarks, several } from '../game.js'
import { heard, list, ownVelocity, waysToLandmarks } from '../pen.js'
import { scattered } from '../start.js'

const LANDMARKS = 3
const COLOURS = [0, 1, 2].map((l) => [0, 1, 2].map((k) => (k === l ? 0.75 : 0.25)))

/** Each of two knows where the other has to go, and tells it. Source: MPE2 `simple_reference_v3`. */
export const reference = defineGame({
  id: 'reference',
  title: 'Each knows the other’s goal',
  text: {
    agent:
      'You see the colour of the landmark that the other has to go to: tell it by a word. Go to the one that it tells you of. Landmarks 0, 1 and 2 are red, green and blue.',
  },
  options: {
    localRatio: z
      .number()
      .min(0)
      .max(1)
      .default(0.5)
      .describe('How much of the reward is for the other’s way; the rest is the mean of both'),
  },
  layout: () => ({
    agents: several(2, 'agent', { speaks: true }),
    landmarks: landmarks(LANDMARKS, 'landmark', {}),
    words: 10,
  }),
  draw: (layout, rng) => ({
    goals: layout.agents.map(() => rng.int(LANDMARKS)),
    bodies: scattered(rng, layout.agents.length + LANDMARKS, 1),
  }),
  observe(s, me, pen) {
    ownVelocity(pen, s, me)
    waysToLandmarks(pen, s, me)
    list(pen, 'colour of the other’s goal', COLOURS[s.goal[me]! - s.agents]!)
    heard(pen, s, 1 - me)
  },
  reward(s, out) {
    const localRatio = s.params['localRatio'] as number
    const first = -distance(s, 1, s.goal[0]!)
    const second = -distance(s, 0, s.goal[1]!)
    const both = ((first + second) / 2) * (1 - localRatio)
    out[0] = both + first * localRatio
    out[1] = both + second * localRatio
  },
})
