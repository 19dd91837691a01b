import { z } from 'zod'
import { distance } from '../../kernels/particle/index.js'
import { defineGame, landmarks, several } from '../game.js'
import { leastDistance } from '../measures.js'
import { part, put2, waysToLandmarks, waysToOthers } from '../pen.js'
import { all } from '../scene.js'
import { scattered } from '../start.js'

const options = {
  good: z.int().min(1).max(32).default(2).describe('Good agents, and as many landmarks'),
}

/** The good go near the goal without telling the adversary, who sees only landmarks, which it is. Source: MPE2 `simple_adversary_v3`. */
export const adversary = defineGame({
  id: 'adversary',
  title: 'Keep the goal secret',
  text: {
    adversary:
      'One of the landmarks is the goal of the others; they know which. Find out and get to it.',
    good: 'One of you has to be near the goal, and the adversary far from it. It does not know which landmark it is: mislead it.',
  },
  options,
  layout: ({ good }) => ({
    agents: [
      ...several(1, 'adversary', { role: 'adversary', size: 0.15 }),
      ...several(good, 'agent', { role: 'good', size: 0.15 }),
    ],
    landmarks: landmarks(good, 'landmark', { size: 0.08 }),
    words: 2,
  }),
  draw(layout, rng) {
    const goal = rng.int(layout.landmarks.length)
    return {
      bodies: scattered(rng, layout.agents.length + layout.landmarks.length, 1),
      goals: layout.agents.map(() => goal),
    }
  },
  observe(s, me, pen) {
    if (s.roles[me] === 'good') {
      const goal = s.goal[me]!
      part(pen, 'to the goal')
      put2(pen, s.x[goal]! - s.x[me]!, s.y[goal]! - s.y[me]!)
    }
    waysToLandmarks(pen, s, me)
    waysToOthers(pen, s, me)
  },
  reward(s, out) {
    const goal = s.goal[0]!
    const bad = all(s, 'adversary')
    const good = all(s, 'good')
    let far = 0
    for (const i of bad) {
      out[i] = -distance(s, i, goal)
      far -= out[i]!
    }
    const least = leastDistance(s, goal, good)
    for (const i of good) out[i] = far - least
  },
})
