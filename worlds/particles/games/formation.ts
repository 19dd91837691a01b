import { z } from 'zod'
import { atan2, cos, sin } from '../../../engine/index.js'
import { defineGame, landmarks, several } from '../game.js'
import { ownPosition, ownVelocity, waysToLandmarks } from '../pen.js'
import { scattered, somewhere } from '../start.js'
import { misfit } from './shape.js'

const RADIUS = 0.5

/** Agents stand in a circle about a landmark. Source: MPE2 `simple_formation_v1`. */
export const formation = defineGame({
  id: 'formation',
  title: 'Stand in a circle',
  text: {
    agent: 'All together, stand in a circle of radius 0.5 about the landmark, at equal distances.',
  },
  options: { agents: z.int().min(1).max(32).default(4) },
  layout: ({ agents }) => ({
    agents: several(agents, 'agent', { collides: true }),
    landmarks: landmarks(1, 'landmark', { size: 0.03 }),
    words: 0,
  }),
  draw: (layout, rng) => ({
    bodies: [...scattered(rng, layout.agents.length, 1), somewhere(rng, 0.5)],
  }),
  observe(s, me, pen) {
    ownVelocity(pen, s, me)
    ownPosition(pen, s, me)
    waysToLandmarks(pen, s, me)
  },
  reward(s, out) {
    const n = s.agents
    let least = Infinity
    for (let i = 0; i < n; i++) {
      const angle = atan2(s.y[i]! - s.y[n]!, s.x[i]! - s.x[n]!)
      least = Math.min(least, angle < 0 ? angle + 2 * Math.PI : angle)
    }
    const at = new Float64Array(n * 2)
    for (let k = 0; k < n; k++) {
      const angle = least + (2 * Math.PI * k) / n
      at[k * 2] = s.x[n]! + RADIUS * cos(angle)
      at[k * 2 + 1] = s.y[n]! + RADIUS * sin(angle)
    }
    out.fill(-misfit(s, at))
  },
})
