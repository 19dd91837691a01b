import { z } from 'zod'
import { defineGame, landmarks, several } from '../game.js'
import { outside, touched, touchingPairs } from '../measures.js'
import { ownPosition, ownVelocity, part, put2, waysToLandmarks, waysToOthers } from '../pen.js'
import { all } from '../scene.js'
import { scattered } from '../start.js'

const options = {
  good: z.int().min(0).max(32).default(1).describe('Prey'),
  adversaries: z.int().min(0).max(32).default(3).describe('Chasers'),
  obstacles: z.int().min(0).max(32).default(2),
}

/** Slow chasers hunt quick prey among obstacles. Source: MPE2 `simple_tag_v3`. */
export const tag = defineGame({
  id: 'tag',
  title: 'Chasers and prey',
  text: {
    adversary:
      'Catch the prey: touch it. It is quicker than you, so hunt together. Landmarks are obstacles.',
    good: 'Do not let the chasers touch you, and stay within 0.9 of the middle. Landmarks are obstacles.',
  },
  options,
  layout: ({ good, adversaries, obstacles }) => ({
    agents: [
      ...several(adversaries, 'adversary', {
        role: 'adversary',
        size: 0.075,
        collides: true,
        thrust: 3,
        maxSpeed: 1,
      }),
      ...several(good, 'agent', { role: 'good', collides: true, thrust: 4, maxSpeed: 1.3 }),
    ],
    landmarks: landmarks(obstacles, 'landmark', { size: 0.2, collides: true }),
    words: 2,
  }),
  draw: (layout, rng) => ({
    bodies: [
      ...scattered(rng, layout.agents.length, 1),
      ...scattered(rng, layout.landmarks.length, 0.9),
    ],
  }),
  observe(s, me, pen) {
    ownVelocity(pen, s, me)
    ownPosition(pen, s, me)
    waysToLandmarks(pen, s, me)
    waysToOthers(pen, s, me)
    for (const prey of all(s, 'good')) {
      if (prey === me) continue
      part(pen, 'velocity of', s.names[prey])
      put2(pen, s.vx[prey]!, s.vy[prey]!)
    }
  },
  reward(s, out) {
    const chasers = all(s, 'adversary')
    const prey = all(s, 'good')
    const caught = 10 * touchingPairs(s, prey, chasers)
    for (const i of chasers) out[i] = caught
    for (const i of prey) out[i] = -10 * touched(s, i, chasers) - outside(s, i)
  },
})
