import { z } from 'zod'
import { cos, sin } from '../../../engine/index.js'
import { defineGame, landmarks, several } from '../game.js'
import { ownPosition, ownVelocity, waysToLandmarks } from '../pen.js'
import { scattered, somewhere } from '../start.js'
import { misfit } from './shape.js'

const LENGTH = 1.25

/** Agents line up between two landmarks. Source: MPE2 `simple_line_v1`. */
export const line = defineGame({
  id: 'line',
  title: 'Line up',
  text: {
    agent:
      'All together, stand in a line from one landmark to the other, at equal distances, one of you at each end.',
  },
  options: { agents: z.int().min(2).max(32).default(4) },
  layout: ({ agents }) => ({
    agents: several(agents, 'agent', { size: 0.03, collides: true }),
    landmarks: landmarks(2, 'landmark', { size: 0.02 }),
    words: 0,
  }),
  draw(layout, rng) {
    const agents = scattered(rng, layout.agents.length, 1)
    const one = somewhere(rng, 0.25)
    const angle = 2 * Math.PI * rng.float()
    const p: [number, number] = [one.p[0] + LENGTH * cos(angle), one.p[1] + LENGTH * sin(angle)]
    return { bodies: [...agents, one, { p, v: [0, 0] }] }
  },
  observe(s, me, pen) {
    ownVelocity(pen, s, me)
    ownPosition(pen, s, me)
    waysToLandmarks(pen, s, me)
  },
  reward(s, out) {
    const n = s.agents
    const at = new Float64Array(n * 2)
    for (let k = 0; k < n; k++) {
      const share = k / (n - 1)
      at[k * 2] = s.x[n]! + (s.x[n + 1]! - s.x[n]!) * share
      at[k * 2 + 1] = s.y[n]! + (s.y[n + 1]! - s.y[n]!) * share
    }
    out.fill(-misfit(s, at))
  },
})
