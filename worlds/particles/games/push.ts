import { distance } from '../../kernels/particle/index.js'
import { defineGame, landmarks, several } from '../game.js'
import { list, ownVelocity, part, put2, waysToLandmarks, waysToOthers } from '../pen.js'
import { scattered } from '../start.js'

const LANDMARKS = 2
/** A landmark's colour, and that of an agent whose goal it is. */
const colour = (base: number, add: number, landmark: number): readonly number[] =>
  [0, 1, 2].map((k) => base + (k === landmark + 1 ? add : 0))
const SHADES = [0, 1].map((l) => colour(0.1, 0.8, l))
const OWN = [0, 1].map((l) => colour(0.25, 0.5, l))
const NAMES = [0, 1].map((l) => `colour of landmark_${l}`)

/** An adversary, who does not know the goal, pushes the other away from it. Source: MPE2 `simple_push_v3`. */
export const push = defineGame({
  id: 'push',
  title: 'Push away from the goal',
  text: {
    adversary:
      'Keep the other agent away from its goal, one of the landmarks, and be near it yourself.',
    good: 'Get to your goal; the adversary will push you away from it. It does not know which landmark it is.',
  },
  options: {},
  layout: () => ({
    agents: [
      ...several(1, 'adversary', { role: 'adversary', collides: true }),
      ...several(1, 'agent', { role: 'good', collides: true }),
    ],
    landmarks: landmarks(LANDMARKS, 'landmark', {}),
    words: 2,
  }),
  draw(layout, rng) {
    const goal = rng.int(LANDMARKS)
    return {
      bodies: scattered(rng, layout.agents.length + LANDMARKS, 1),
      goals: layout.agents.map(() => goal),
    }
  },
  observe(s, me, pen) {
    ownVelocity(pen, s, me)
    const isGood = s.roles[me] === 'good'
    if (isGood) {
      const goal = s.goal[me]!
      part(pen, 'to the goal')
      put2(pen, s.x[goal]! - s.x[me]!, s.y[goal]! - s.y[me]!)
      list(pen, 'own colour', OWN[goal - s.agents]!)
    }
    waysToLandmarks(pen, s, me)
    if (isGood) for (let l = 0; l < LANDMARKS; l++) list(pen, NAMES[l]!, SHADES[l]!)
    waysToOthers(pen, s, me)
  },
  reward(s, out) {
    const far = distance(s, 1, s.goal[1]!)
    out[0] = far - distance(s, 0, s.goal[0]!)
    out[1] = -far
  },
})
